import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** One operation of a valid document on its own: what it spreads stands where it was spread. */
export function inlineFragments(document: DocumentNode, name: string | undefined): OperationDefinitionNode | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION && (name === undefined || definition.name?.value === name))
      operation ??= definition;
  }
  return operation && { ...operation, selectionSet: inlined(operation.selectionSet, fragments) };
}

function inlined(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionSetNode {
  const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD)
      return [
        selection.selectionSet ? { ...selection, selectionSet: inlined(selection.selectionSet, fragments) } : selection,
      ];
    const fragment = fragments.get(selection.name.value);
    if (fragment === undefined) return [];
    const { typeCondition, selectionSet } = fragment;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: inlined(selectionSet, fragments) }];
  });
  return { ...set, selections };
}
