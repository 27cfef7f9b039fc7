import { Fault } from '../errors.js';
import type { Completeness } from '../routing/operation-scope.js';
import type { TracedRequest } from '../operation/run-operation.js';

/** Whether a partial answer will do. */
const COVERAGE_HEADER = 'x-tongban-coverage';
/** Whether the answer is to say how it came about. */
const EXPLAIN_HEADER = 'x-tongban-explain';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Reads a GraphQL-over-HTTP request: its JSON body, and what its headers ask for. `mayExplain` says whether this
 * gateway explains its answers. Throws {@link Fault} with BAD_REQUEST, saying what is wrong.
 */
export function readRequest(body: unknown, headers: Headers, mayExplain: boolean): TracedRequest {
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
    completeness: readCompleteness(headers[COVERAGE_HEADER]),
    // Whoever shows no credentials sees what is public, and so does everybody else who shows none.
    caller: String(headers['authorization'] ?? ''),
    isExplained: readExplain(headers[EXPLAIN_HEADER], mayExplain),
    trace: { traceparent: headers['traceparent'], tracestate: headers['tracestate'] },
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

function readExplain(header: string | string[] | undefined, mayExplain: boolean): boolean {
  if (header === undefined || header === 'off') return false;
  if (header !== 'on') throw new Fault('BAD_REQUEST', `The header ${EXPLAIN_HEADER} must be "on" or "off".`);
  if (!mayExplain) throw new Fault('BAD_REQUEST', 'This gateway does not explain its answers.');
  return true;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
