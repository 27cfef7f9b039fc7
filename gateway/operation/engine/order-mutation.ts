import { Kind, OperationTypeNode, type DocumentNode, type FieldNode, type GraphQLSchema } from 'graphql';
import { invariant } from '../../errors.js';
import { collectFields } from './collect-fields.js';

/**
 * A mutation with its root fields one after another in the order in which they have to run (GraphQL specification,
 * 6.2.2), without fragments around them; anything else as it is. Conditions must have been settled.
 *
 * @apollo/query-planner 2.14 asks for root fields in fragments before those beside them.
 */
export function orderMutation(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== OperationTypeNode.MUTATION) {
      return definition;
    }
    const type = schema.getMutationType();
    invariant(type, 'a valid mutation has its root type');
    const fragments = new Map(
      document.definitions.flatMap((other) =>
        other.kind === Kind.FRAGMENT_DEFINITION ? [[other.name.value, other] as const] : [],
      ),
    );
    const fields = collectFields(type, [definition.selectionSet], { schema, fragments, conditions: {} });
    const selections = [...fields.values()].map(joinFields);
    return { ...definition, selectionSet: { kind: Kind.SELECTION_SET as const, selections } };
  });
  return { ...document, definitions };
}

/** Fields of one response key as one field. */
function joinFields([first, ...others]: readonly FieldNode[]): FieldNode {
  invariant(first, 'a response key has a field');
  const more = others.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  if (first.selectionSet === undefined || more.length === 0) return first;
  return { ...first, selectionSet: { ...first.selectionSet, selections: [...first.selectionSet.selections, ...more] } };
}
