import {
  getNamedType,
  GraphQLInt,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** The field by which statistics say how many provinces keep back what a cell counts. */
export const SUPPRESSED = 'suppressedIn';

const FIELD: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: SUPPRESSED } };

/**
 * Selects, beside all that a document selects, in how many provinces it is suppressed: a number that is a lower bound
 * must not look like a number.
 */
export function tellSuppression(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave(set): SelectionSetNode | undefined {
          const type = types.getParentType();
          const field = isObjectType(type) ? type.getFields()[SUPPRESSED] : undefined;
          if (field === undefined || getNamedType(field.type) !== GraphQLInt || selectsIt(set)) return undefined;
          return { ...set, selections: [...set.selections, FIELD] };
        },
      },
    }),
  );
}

function selectsIt({ selections }: SelectionSetNode): boolean {
  return selections.some((one) => one.kind === Kind.FIELD && (one.alias ?? one.name).value === SUPPRESSED);
}
