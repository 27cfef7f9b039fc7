import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * Values for the variables that an operation cannot do without, of the right type and without meaning: planning wants
 * an operation that could run, and the values of real callers are not kept.
 */
export function sampleVariables(schema: GraphQLSchema, operation: OperationDefinitionNode): Record<string, unknown> {
  const required = (operation.variableDefinitions ?? []).flatMap(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node) as GraphQLInputType | undefined; // the document is valid: an input type
    if (type === undefined || !isNonNullType(type) || defaultValue !== undefined) return [];
    return [[variable.name.value, sampleValue(type)] as const];
  });
  return Object.fromEntries(required);
}

function sampleValue(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [];
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(
      ({ type: inner, defaultValue }) => isNonNullType(inner) && defaultValue === undefined,
    );
    return Object.fromEntries(fields.map((field) => [field.name, sampleValue(field.type)]));
  }
  switch (nullable.name) {
    case 'Int':
    case 'Float':
      return 0;
    case 'Boolean':
      return true;
    default:
      return 'x';
  }
}
