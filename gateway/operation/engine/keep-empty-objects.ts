import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Adds `__typename` to every selection that conditions may leave empty. The answer has `{}` there when the object is,
 * and null when it is not; the planner would not ask for an object of which nothing is wanted. For planning only.
 */
export function keepEmptyObjects(document: DocumentNode): DocumentNode {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  return visit(document, {
    Field: {
      leave(field): FieldNode | undefined {
        const { selectionSet } = field;
        if (selectionSet === undefined || isNeverEmpty(selectionSet, fragments)) return undefined;
        return { ...field, selectionSet: { ...selectionSet, selections: [TYPENAME, ...selectionSet.selections] } };
      },
    },
  });
}

function isNeverEmpty({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, SelectionSetNode>): boolean {
  return selections.some((selection) => {
    if (isConditional(selection.directives)) return false;
    if (selection.kind === Kind.FIELD) return true;
    const set = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value);
    return set !== undefined && isNeverEmpty(set, fragments);
  });
}

function isConditional(directives: readonly DirectiveNode[] | undefined): boolean {
  return directives?.some(({ name }) => name.value === 'skip' || name.value === 'include') ?? false;
}
