import { Fault } from '../errors.js';
import type { Completeness } from '../routing/province-data-source.js';
import type { GraphQLRequest } from '../operation/prepare-operation.js';

/** What a header of a request says: whether a partial answer will do. */
export const COVERAGE_HEADER = 'x-tongban-coverage';

/**
 * Reads a GraphQL-over-HTTP request: its JSON body, and what the coverage header asks for. Throws {@link Fault} with
 * BAD_REQUEST, saying what is wrong.
 */
export function readRequest(body: unknown, coverage: string | string[] | undefined): GraphQLRequest {
  if (!isRecord(body)) throw new Fault('BAD_REQUEST', 'The body must be a JSON object with a "query".');
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string') throw new Fault('BAD_REQUEST', '"query" must be a string.');
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    throw new Fault('BAD_REQUEST', '"operationName" must be a string.');
  }
  if (!isAbsent(variables) && !isRecord(variables)) throw new Fault('BAD_REQUEST', '"variables" must be an object.');
  if (!isAbsent(extensions) && !isRecord(extensions)) throw new Fault('BAD_REQUEST', '"extensions" must be an object.');
  return {
    query,
    operationName: operationName ?? undefined,
    variables: variables ?? {},
    completeness: readCompleteness(coverage),
  };
}

function readCompleteness(header: string | string[] | undefined): Completeness {
  switch (header) {
    case undefined:
    case 'best-effort':
      return 'BEST_EFFORT';
    case 'complete':
      return 'COMPLETE';
    default:
      throw new Fault('BAD_REQUEST', `The header ${COVERAGE_HEADER} must be "best-effort" or "complete".`);
  }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
