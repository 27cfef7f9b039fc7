import { Kind, OperationTypeNode, parse } from 'graphql';

/** The operation of a document that is meant. */
export interface MeantOperation {
  readonly name: string | undefined;
  readonly isSubscription: boolean;
}

/**
 * Which operation of a document is meant. The editor learns a moment late that a document has become another one, and
 * until then names an operation that is no longer there.
 */
export function findOperation(query: string, chosen: string | undefined): MeantOperation {
  const operations = readOperations(query);
  const named = chosen === undefined ? undefined : operations.find(({ name }) => name === chosen);
  const only = operations.length === 1 ? operations[0] : undefined;
  return named ?? only ?? { name: chosen, isSubscription: false };
}

function readOperations(query: string): readonly MeantOperation[] {
  try {
    return parse(query, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? [{ name: definition.name?.value, isSubscription: definition.operation === OperationTypeNode.SUBSCRIPTION }]
        : [],
    );
  } catch {
    return []; // the graph says what is wrong with it
  }
}
