import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { invariant } from '../../errors.js';
import type { FetchText } from './engine.js';

/** The text of a fetch with its JSON form, made once. */
export function fetchText(query: string, kind: FetchText['kind']): FetchText {
  return { kind, query, json: JSON.stringify(query) };
}

/** The one operation of a fetch; the planner writes no fragments beside it. */
export function readFetch(text: string): OperationDefinitionNode {
  const operation = parse(text, { noLocation: true }).definitions[0];
  invariant(operation?.kind === Kind.OPERATION_DEFINITION, 'a fetch of the plan is an operation');
  return operation;
}

/** The `_entities` field of a fetch for entities. */
export function entitiesField({ selectionSet }: OperationDefinitionNode): FieldNode {
  const [field] = selectionSet.selections;
  invariant(field?.kind === Kind.FIELD, 'a fetch for entities has one field');
  return field;
}

/** The same fetch, asking more of each entity. */
export function askMore(operation: OperationDefinitionNode, more: readonly SelectionNode[]): string {
  const field = entitiesField(operation);
  const selections = [...more, ...(field.selectionSet?.selections ?? [])];
  const asking: FieldNode = { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  return stripIgnoredCharacters(
    print({ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [asking] } }),
  );
}
