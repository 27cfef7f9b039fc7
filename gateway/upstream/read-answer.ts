import { whole } from '../json/read.js';
import { MaintenanceError, UpstreamError } from './upstream-error.js';

/** An answer that has the outer shape of a GraphQL response; everything inside is still unchecked. */
export interface UpstreamAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly UpstreamErrorEntry[];
}

export interface UpstreamErrorEntry {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly code: unknown;
}

// Enough to see what is wrong; a broken upstream must not fill answers and logs with thousands.
const MAX_ERRORS = 100;

// A sentence and a name or two; a stack trace or a page of HTML is cut.
const MAX_MESSAGE = 1024;

// Deeper than any operation that the limits allow.
const MAX_PATH = 64;

// GraphQL over HTTP has these two. Any other charset would be misread, since JSON between systems is UTF-8 (RFC 8259).
const JSON_TYPE = /^application\/(?:graphql-response\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

type Head = Readonly<Record<string, string | string[] | undefined>>;

/** Says by its head that an answer cannot be used: not GraphQL, elsewhere, encoded, or too large. None of it is read. */
export function refuseHead(status: number, headers: Head, limitBytes: number): UpstreamError | undefined {
  // Not followed: whoever answers so could send the gateway to any address that it can reach.
  if (status >= 300 && status < 400) return new UpstreamError('fault', `status ${status}: redirects are not followed`);
  const type = headers['content-type'];
  if (type !== 'application/json' && (typeof type !== 'string' || !JSON_TYPE.test(type)))
    return withoutAnswer(status, 'content type is not JSON');
  const encoding = headers['content-encoding'];
  // Nobody asked for one, and a few kilobytes of it can stand for gigabytes.
  if (encoding !== undefined && encoding !== 'identity') return withoutAnswer(status, 'content is encoded');
  if (Number(headers['content-length']) > limitBytes) return tooLarge(limitBytes);
  return undefined;
}

/** What is said of an answer that is larger than may be kept. */
export function tooLarge(limitBytes: number): UpstreamError {
  return new UpstreamError('breach', `answer larger than ${limitBytes} bytes`);
}

/** The data of an answer that has no errors and is written as expected; undefined for any other. */
export type ReadData = (pieces: readonly Buffer[]) => Readonly<Record<string, unknown>> | undefined;

/**
 * Reads the body of an answer, in the pieces in which it came: by `read` where that can, else as any JSON. Throws
 * {@link UpstreamError}.
 */
export function readAnswer(chunks: readonly Buffer[], status: number, read?: ReadData): UpstreamAnswer {
  const data = read?.(chunks);
  return data === undefined ? parseAnswer(whole(chunks).toString(), status) : { data, errors: [] };
}

/** Reads the text of an answer as any JSON. Throws {@link UpstreamError}. */
export function parseAnswer(text: string, status = 200): UpstreamAnswer {
  const answer = parseJson(text);
  if (answer === undefined || (!isRecord(answer['data']) && !Array.isArray(answer['errors'])))
    throw withoutAnswer(status, 'not a GraphQL answer');
  const errors = Array.isArray(answer['errors']) ? answer['errors'].slice(0, MAX_ERRORS).map(readErrorEntry) : [];
  if (status === 503) refuseMaintenance(errors);
  return { data: isRecord(answer['data']) ? answer['data'] : null, errors };
}

// As long as a notice in the registry may be.
const MAX_NOTICE = 500;

/**
 * A province that does not answer by its own decision says so by its status and the code, and why by its message, which
 * is the one text of a province that clients read: one line of plain text.
 */
function refuseMaintenance([first]: readonly UpstreamErrorEntry[]): void {
  if (first?.code !== 'PROVINCE_MAINTENANCE') return;
  const notice = first.message
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NOTICE);
  throw new MaintenanceError(notice === '' ? undefined : notice);
}

/** A 5xx page of a proxy in front of the upstream is its trouble; anything else breaks GraphQL over HTTP. */
function withoutAnswer(status: number, what: string): UpstreamError {
  return new UpstreamError(status >= 500 ? 'fault' : 'breach', `status ${status}, ${what}`);
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // The caller says what an answer that is not JSON means.
  }
}

function readErrorEntry(entry: unknown): UpstreamErrorEntry {
  const record = isRecord(entry) ? entry : {};
  const path = record['path'];
  const extensions = record['extensions'];
  return {
    message: typeof record['message'] === 'string' ? record['message'].slice(0, MAX_MESSAGE) : '',
    path: Array.isArray(path) && path.length <= MAX_PATH && path.every(isPathSegment) ? path : undefined,
    code: isRecord(extensions) ? extensions['code'] : undefined,
  };
}

/** A path reaches clients, so it may hold indices and names of GraphQL, and no other text. */
function isPathSegment(value: unknown): value is string | number {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  return typeof value === 'string' && /^[_A-Za-z][_0-9A-Za-z]{0,63}$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
