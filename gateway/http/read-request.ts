import { Fault } from '../errors.js';
import type { GraphQLRequest } from '../operation/prepare-operation.js';

/** Reads the body of a GraphQL-over-HTTP request. Throws {@link Fault} with BAD_REQUEST, saying which member is wrong. */
export function readRequest(body: unknown): GraphQLRequest {
  if (!isRecord(body)) throw new Fault('BAD_REQUEST', 'The body must be a JSON object with a "query".');
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string') throw new Fault('BAD_REQUEST', '"query" must be a string.');
  if (!isAbsent(operationName) && typeof operationName !== 'string') {
    throw new Fault('BAD_REQUEST', '"operationName" must be a string.');
  }
  if (!isAbsent(variables) && !isRecord(variables)) throw new Fault('BAD_REQUEST', '"variables" must be an object.');
  if (!isAbsent(extensions) && !isRecord(extensions)) throw new Fault('BAD_REQUEST', '"extensions" must be an object.');
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
