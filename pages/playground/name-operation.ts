import { Kind, parse } from 'graphql';

/**
 * Which operation of a document is meant. The editor learns a moment late that a document has become another one, and
 * until then names an operation that is no longer there.
 */
export function nameOperation(query: string, chosen: string | undefined): string | undefined {
  const names = findNames(query);
  if (chosen !== undefined && names.includes(chosen)) return chosen;
  return names.length === 1 ? names[0] : chosen;
}

function findNames(query: string): readonly (string | undefined)[] {
  try {
    return parse(query, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : [],
    );
  } catch {
    return []; // the graph says what is wrong with it
  }
}
