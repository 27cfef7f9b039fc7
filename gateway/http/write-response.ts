import { errorCodes } from '../../schema/error-codes.js';
import { errorEntry, type ErrorEntry, type Fault } from '../errors.js';
import { toByteText } from '../json/byte-text.js';
import type { OperationAnswer } from '../operation/run-operation.js';
import type { AnswerType } from './negotiate.js';

/** A byte text, or the bytes of one in pieces. */
export type Body = string | readonly Buffer[];

export interface HttpResponse {
  readonly status: number;
  readonly type: AnswerType;
  /** Methods that would be allowed, when this one was not. */
  readonly allow?: string | undefined;
  /** When the same request may be sent again. */
  readonly retryAfterSeconds?: number | undefined;
  readonly body: Body;
}

/** Requests that are no GraphQL requests, or come at the wrong time, have the same status in both media types. */
const statuses: Partial<Record<Fault['code'], number>> = {
  BAD_REQUEST: 400,
  PREFLIGHT_REQUIRED: 403,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TIMEOUT: 408,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  TOO_MANY_EXPORTS: 429,
  HEADERS_TOO_LARGE: 431,
  ISSUER_UNREACHABLE: 503,
  NOT_READY: 503,
  INTERNAL: 500,
};

/**
 * Writes an answer as GraphQL over HTTP has it (section 6.4): a request that could not be executed is 400 for clients
 * that accept `application/graphql-response+json`, and 200 for those that only know `application/json`.
 */
export type WriteAnswer = (answer: OperationAnswer, type: AnswerType) => HttpResponse;

// A shorter text goes out in one piece with its head; a longer one would be copied once more for that.
const LONG = 8192;

/** Creates what writes answers. Requests that share an answer share its bytes. */
export function createAnswerWriter(): WriteAnswer {
  const bodies = new WeakMap<OperationAnswer, readonly Buffer[]>();
  const bodyOf = (answer: OperationAnswer): Body => {
    const { data } = answer;
    if (data === undefined) return toByteText(JSON.stringify(answer));
    const { before, after } = frame(answer);
    if (data.long.length === 0 && data.text.length < LONG) return before + data.text + after;
    const known = bodies.get(answer);
    if (known !== undefined) return known;
    const made = data.cut(before, after);
    bodies.set(answer, made);
    return made;
  };
  return (answer, type) => {
    const status = answer.data === undefined ? refusalStatus(answer.errors?.[0]?.extensions.code, type) : 200;
    return { status, type, allow: status === 405 ? 'POST' : undefined, body: bodyOf(answer) };
  };
}

/** Writes a fault that ended a request before it was executed, or a bug. Nothing of the cause is shown. */
export function writeFault(
  fault: Fault,
  type: AnswerType,
  requestId: string,
): HttpResponse & { readonly body: string } {
  const entry = errorEntry(fault);
  const extensions = fault.code === 'INTERNAL' ? { ...entry.extensions, requestId } : entry.extensions;
  const status = refusalStatus(fault.code, type);
  const allow = status === 405 ? 'GET, POST' : undefined;
  const body = toByteText(JSON.stringify({ errors: [{ ...entry, extensions }] }));
  const retryAfterSeconds = fault.retryAfterMs === undefined ? undefined : Math.ceil(fault.retryAfterMs / 1000);
  return { status, type, allow, retryAfterSeconds, body };
}

/** Writes why something was not begun that is no answer of the graph: each has a status that says so. */
export function writeErrors(errors: readonly ErrorEntry[], retryAfterMs?: number): HttpResponse {
  const code = errors[0]?.extensions.code ?? 'INTERNAL';
  const { fault } = errorCodes[code];
  const byFault = fault === 'caller' ? 400 : fault === 'internal' ? 503 : 502;
  const retryAfterSeconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000);
  const body = toByteText(JSON.stringify({ errors }));
  return { status: statuses[code] ?? byFault, type: 'application/json', retryAfterSeconds, body };
}

function refusalStatus(code: Fault['code'] | undefined, type: AnswerType): number {
  return (code && statuses[code]) ?? (type === 'application/json' ? 200 : 400);
}

/** What stands around the data. Errors come first, so that they are noticed. */
function frame({ errors, extensions }: OperationAnswer): { readonly before: string; readonly after: string } {
  const before = errors === undefined ? '' : `"errors":${toByteText(JSON.stringify(errors))},`;
  const after = extensions === undefined ? '' : `,"extensions":${toByteText(JSON.stringify(extensions))}`;
  return { before: `{${before}"data":`, after: `${after}}` };
}
