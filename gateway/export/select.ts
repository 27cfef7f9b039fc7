import {
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  typeFromAST,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';

/** A field as it is selected: all its nodes of one response key, and what the schema says of it. */
export interface SelectedField {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly field: GraphQLField<unknown, unknown>;
  /** What stands in its braces, of all nodes together. */
  readonly selections: readonly SelectionNode[];
}

/**
 * The fields of selections by response key, in the order in which they are written, those of all types together that an
 * object may have. Named fragments are taken for inlined before.
 */
export function selectFields(
  type: GraphQLCompositeType,
  selections: readonly SelectionNode[],
  schema: GraphQLSchema,
): readonly SelectedField[] {
  const found = new Map<string, { field: SelectedField['field']; nodes: FieldNode[] }>();
  const collect = (on: GraphQLCompositeType, among: readonly SelectionNode[]): void => {
    for (const selection of among) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition && typeFromAST(schema, selection.typeCondition);
        collect(isCompositeType(condition) ? condition : on, selection.selectionSet.selections);
      } else if (selection.kind === Kind.FIELD) {
        const field = fieldOf(on, selection.name.value);
        const key = (selection.alias ?? selection.name).value;
        const known = found.get(key);
        if (known !== undefined) known.nodes.push(selection);
        else if (field !== undefined) found.set(key, { field, nodes: [selection] });
      }
    }
  };
  collect(type, selections);
  return [...found].map(([key, { field, nodes }]) => ({
    ...{ key, field, nodes },
    selections: nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []),
  }));
}

/** A field of a type, the name of the type included; none for what introspection answers. */
export function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
