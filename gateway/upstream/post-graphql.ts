import { Agent } from 'undici';
import type { Deadline } from '../resilience/deadline.js';
import { createSharedReads } from './share-reads.js';

/** Why an upstream gave no usable answer. */
export type UpstreamFailure = 'unreachable' | 'timeout' | 'cancelled' | 'fault' | 'breach';

/** No usable answer from an upstream. The message is for the log; it names hosts and must not reach a client. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';

  constructor(
    readonly failure: UpstreamFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

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

/** One question to one upstream. */
export interface UpstreamRequest {
  readonly url: URL;
  /** GraphQL request as JSON text. */
  readonly body: string;
  /** Whose read this is: identical ones of one caller that are under way are shared. Undefined for what writes. */
  readonly caller: string | undefined;
}

/** The one HTTP client for every subgraph, national, provincial or other. */
export interface Upstream extends AsyncDisposable {
  /** Gives the answer, or throws {@link UpstreamError}. */
  post(request: UpstreamRequest, deadline: Deadline): Promise<UpstreamAnswer>;
}

export interface UpstreamOptions {
  readonly connectTimeoutMs: number;
  /** An answer with more bytes is cut off and refused, so that one upstream cannot fill the gateway's memory. */
  readonly answerLimitBytes: number;
  readonly connectionsPerOrigin: number;
}

// Enough to see what is wrong; a broken upstream must not fill answers and logs with thousands.
const MAX_ERRORS = 100;

// Deeper than any operation that the limits allow.
const MAX_PATH = 64;

/** Opens the client; close it by disposing. Redirects are never followed (server-side request forgery). */
export function createUpstream(options: UpstreamOptions): Upstream {
  const agent = new Agent({
    connect: { timeout: options.connectTimeoutMs },
    connections: options.connectionsPerOrigin,
    // The deadline of the operation bounds both; these would only be a second, different bound.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const shared = createSharedReads<RawAnswer>();
  const send = async ({ url, body }: UpstreamRequest, deadline: Deadline, signal: AbortSignal): Promise<RawAnswer> => {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-tongban-deadline-ms': String(Math.floor(deadline.remainingMs())),
      },
      body,
      signal,
    });
    return { text: await readText(response.body, options.answerLimitBytes), status: response.statusCode };
  };
  return {
    async post(request, deadline) {
      const { url, body, caller } = request;
      try {
        const { text, status } =
          caller === undefined
            ? await send(request, deadline, deadline.signal).finally(() => shared.outdate())
            : await shared.join(JSON.stringify([caller, url.href]) + body, deadline, (signal) =>
                send(request, deadline, signal),
              );
        // Everyone gets an answer of his own: the executor changes what it is given.
        return parseAnswer(text, status);
      } catch (error) {
        throw asUpstreamError(error, deadline, url);
      }
    },
    async [Symbol.asyncDispose]() {
      await agent.destroy();
    },
  };
}

interface RawAnswer {
  readonly text: string;
  readonly status: number;
}

async function readText(body: AsyncIterable<Uint8Array>, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limitBytes) throw new UpstreamError('breach', `answer larger than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  const [only] = chunks;
  return (chunks.length === 1 && only !== undefined ? Buffer.from(only) : Buffer.concat(chunks)).toString('utf8');
}

function parseAnswer(text: string, status: number): UpstreamAnswer {
  const answer = parseJson(text);
  if (answer === undefined || (!isRecord(answer['data']) && !Array.isArray(answer['errors']))) {
    // A 5xx page of a proxy in front of the upstream is its trouble; anything else is not GraphQL at all.
    throw new UpstreamError(status >= 500 ? 'fault' : 'breach', `status ${status} without a GraphQL answer`);
  }
  const errors = Array.isArray(answer['errors']) ? answer['errors'].slice(0, MAX_ERRORS).map(readErrorEntry) : [];
  return { data: isRecord(answer['data']) ? answer['data'] : null, errors };
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
    message: typeof record['message'] === 'string' ? record['message'] : '',
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

function asUpstreamError(error: unknown, deadline: Deadline, url: URL): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (deadline.ended === 'time-up') return new UpstreamError('timeout', `no answer in time from ${url.host}`, error);
  if (deadline.ended === 'cancelled') return new UpstreamError('cancelled', `call to ${url.host} cancelled`, error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const failure = code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'unreachable';
  return new UpstreamError(failure, `no answer from ${url.host}`, error);
}
