import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { QueryProblem } from './explanation-type.resolver.js';
import type { AskedOperation } from './selected-fields.js';

// As much as people write; a generated query of more can be explained in parts.
const MAX_LENGTH = 20_000;
const MAX_TOKENS = 2_000;

const isProblem = (value: object): value is QueryProblem => 'code' in value;

/** Reads a query and its variables; or says what is wrong with them. Nothing of the variables is repeated. */
export function parseAsked(query: string, variables: string | null | undefined): AskedOperation | QueryProblem {
  if (query.length + (variables?.length ?? 0) > MAX_LENGTH) return { code: 'QUERY_TOO_LARGE' };
  const document = parseQuery(query);
  if (isProblem(document)) return document;
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1) return { code: 'OPERATION_MISSING' };
  const given = parseVariables(variables ?? '{}', operation);
  return given === undefined ? { code: 'VARIABLES_MALFORMED' } : { document, operation, variables: given };
}

function parseQuery(query: string): DocumentNode | QueryProblem {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/more tha[nt] \d+ tokens/.test(error.message)) return { code: 'QUERY_TOO_LARGE' };
    const [{ line, column } = {}] = (error.locations ?? []) as readonly { line?: number; column?: number }[];
    return { code: 'QUERY_MALFORMED', line, column, detail: error.message };
  }
}

function parseVariables(
  text: string,
  operation: OperationDefinitionNode,
): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const names = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)));
}
