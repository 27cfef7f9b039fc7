import { GraphQLError, Kind, parse, type FieldNode, type GraphQLField } from 'graphql';
import { mergeKinds, type MergeKind } from './directives.js';
import { fieldDirective } from './field-directive.js';

/** What `@merge` says of a field. */
export interface MergeDirective {
  readonly how: MergeKind;
  /** The fields that the rule works with, as they stand in the contract; empty when it names none. */
  readonly by: string;
  /** The fields by which buckets are sorted before their key; empty when it names none. */
  readonly orderBy: string;
}

/** How the partial values of a field join, or undefined when its `@merge` is missing or not known. */
export function mergeDirectiveOf(field: GraphQLField<unknown, unknown>): MergeDirective | undefined {
  const given = fieldDirective(field, 'merge');
  const how = mergeKinds.find((kind) => kind === given?.get('how'));
  return how && { how, by: given?.get('by') ?? '', orderBy: given?.get('orderBy') ?? '' };
}

/** The fields that `by` of a rule such as MEAN, or `orderBy`, names, in their order. */
export function siblingNames(by: string): readonly string[] {
  return by.split(/\s+/).filter((name) => name !== '');
}

/**
 * The key fields that BUCKETS and DISTINCT name, such as `month item { id }`. Undefined when the text is no selection of
 * plain fields: aliases, arguments, directives and fragments have no place in a key.
 */
export function keyFields(by: string): readonly FieldNode[] | undefined {
  try {
    const [definition] = parse(`{ ${by} }`, { noLocation: true }).definitions;
    const fields = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
    return fields.every(isPlainField) ? fields : undefined;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return undefined;
  }
}

function isPlainField(node: { readonly kind: Kind }): node is FieldNode {
  if (node.kind !== Kind.FIELD) return false;
  const { alias, arguments: given, directives, selectionSet } = node as FieldNode;
  const isBare = alias === undefined && (given ?? []).length === 0 && (directives ?? []).length === 0;
  return isBare && (selectionSet?.selections ?? []).every(isPlainField);
}

/** The paths from an object to the leaves of its key; `month item { id }` has `[month]` and `[item, id]`. */
export function keyPaths(fields: readonly FieldNode[]): readonly (readonly string[])[] {
  return fields.flatMap(({ name, selectionSet }) =>
    selectionSet === undefined
      ? [[name.value]]
      : keyPaths(selectionSet.selections.filter(isPlainField)).map((path) => [name.value, ...path]),
  );
}
