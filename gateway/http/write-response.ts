import { errorEntry, type Fault } from '../errors.js';
import type { OperationAnswer } from '../operation/run-operation.js';

export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/**
 * Writes an answer as GraphQL over HTTP has it (section 6.4): a request that could not be executed is 400 for clients
 * that accept `application/graphql-response+json`, and 200 for those that only know `application/json`.
 */
export function writeAnswer(answer: OperationAnswer, accept: string | undefined): HttpResponse {
  const isGraphQL = accept?.includes('application/graphql-response+json') ?? false;
  const wasExecuted = 'data' in answer;
  return {
    status: wasExecuted || !isGraphQL ? 200 : 400,
    contentType: isGraphQL ? GRAPHQL_TYPE : JSON_TYPE,
    body: writeBody(answer),
  };
}

/** The answer as one text; its data is text already. Errors come first, so that they are noticed. */
function writeBody({ data, ...rest }: OperationAnswer): string {
  if (data === undefined) return JSON.stringify(rest);
  const { errors, extensions } = rest;
  const before = errors === undefined ? '' : `"errors":${JSON.stringify(errors)},`;
  const after = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`;
  return `{${before}"data":${data}${after}}`;
}

const statuses: Partial<Record<Fault['code'], number>> = {
  BAD_REQUEST: 400,
  BODY_TOO_LARGE: 413,
  NOT_READY: 503,
};

/** Writes a fault that kept the request from being read at all, or a bug. Nothing of the cause is shown. */
export function writeFault(fault: Fault, requestId: string): HttpResponse {
  const entry = errorEntry(fault);
  const extensions = fault.code === 'INTERNAL' ? { ...entry.extensions, requestId } : entry.extensions;
  return {
    status: statuses[fault.code] ?? 500,
    contentType: JSON_TYPE,
    body: JSON.stringify({ errors: [{ ...entry, extensions }] }),
  };
}
