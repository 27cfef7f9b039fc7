import { Kind, type GraphQLField } from 'graphql';

/** The arguments of a directive on a field definition, or undefined when it is not there. */
export function fieldDirective(
  field: GraphQLField<unknown, unknown>,
  name: string,
): ReadonlyMap<string, string> | undefined {
  const node = field.astNode?.directives?.find((directive) => directive.name.value === name);
  if (node === undefined) return undefined;
  return new Map(
    (node.arguments ?? []).flatMap(({ name: argument, value }) =>
      value.kind === Kind.STRING ? [[argument.value, value.value] as const] : [],
    ),
  );
}

/** True for a field that the gateway fills and never sends to a province. */
export function isCoverageField(field: GraphQLField<unknown, unknown>): boolean {
  return fieldDirective(field, 'coverage') !== undefined;
}
