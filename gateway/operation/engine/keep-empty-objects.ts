import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Adds `__typename` to every selection of which nothing may be left for some type: the answer has `{}` there when the
 * object is, and null when it is not, while @apollo/query-planner 2.14 would not ask for the object at all. For
 * planning only; conditions must have been settled.
 */
export function keepEmptyObjects(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave(set): SelectionSetNode | undefined {
          const parent = types.getParentType()?.name ?? '';
          if (isNeverEmpty(set, parent, fragments)) return undefined;
          return { ...set, selections: [TYPENAME, ...set.selections] };
        },
      },
    }),
  );
}

/** True when some field is wanted of every object of the type, through fragments on just that type too. */
function isNeverEmpty(
  { selections }: SelectionSetNode,
  type: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return true;
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value ?? type;
    return fragment !== undefined && condition === type && isNeverEmpty(fragment.selectionSet, type, fragments);
  });
}
