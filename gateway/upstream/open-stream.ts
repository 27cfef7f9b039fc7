import type { Readable } from 'node:stream';
import { errors, Pool } from 'undici';
import { EVENT_STREAM, LAST_EVENT_ID, readLastEventId } from '../../schema/event-stream.js';
import { PASSPORT_HEADER } from '../../schema/passport.js';
import type { TlsTexts } from '../../settings/tls-files.js';
import type { TraceContext } from '../observability/trace-context.js';
import { isSame } from './origin-pool.js';
import type { CredentialsOf } from './post-graphql.js';
import { parseAnswer, type UpstreamAnswer } from './read-answer.js';
import { createEventReader } from './read-events.js';
import { MaintenanceError, UpstreamError, type UpstreamFailure } from './upstream-error.js';

/** A subscription at one upstream. */
export interface StreamRequest {
  readonly url: URL;
  /** GraphQL request as JSON text. */
  readonly body: string;
  readonly trace: TraceContext;
  readonly passport: string | undefined;
  /** Id of the last event that was taken in; the upstream goes on from there. */
  readonly lastEventId: string | undefined;
  /** Given when nobody reads any more; the connection is closed. */
  readonly signal: AbortSignal;
}

/** An event of an upstream: a result and its place, or the place alone. */
export interface UpstreamEvent {
  readonly id: string | undefined;
  readonly answer: UpstreamAnswer | undefined;
}

/** The client for event streams. They have connections of their own, so that calls never wait behind them. */
export interface UpstreamStreams extends AsyncDisposable {
  /**
   * The events of a subscription, read no faster than they are taken. Rejects with {@link UpstreamError} when it cannot
   * be opened, breaks off, or falls silent; ends where the upstream completes it.
   */
  open(request: StreamRequest): Promise<AsyncGenerator<UpstreamEvent>>;
}

export interface StreamOptions {
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** How long a stream may say nothing, not even a comment. */
  readonly silenceMs: number;
  /** For one event. */
  readonly answerLimitBytes: number;
  readonly credentialsOf?: CredentialsOf | undefined;
}

/** Opens the client; close it by disposing, which ends what is open. */
export function createUpstreamStreams(options: StreamOptions): UpstreamStreams {
  const { answerLimitBytes } = options;
  const pools = new StreamPools(options);
  return {
    async open(request) {
      const { url, body, signal } = request;
      try {
        const { origin, pathname, search } = url;
        const response = await pools.find(origin).request({
          ...{ path: pathname + search, method: 'POST', headers: headersFor(request), body, signal },
        });
        // Whoever reads is told of it; when nobody does yet, or any more, it must not end the process.
        response.body.on('error', () => undefined);
        const type = String(response.headers['content-type'] ?? '');
        if (response.statusCode !== 200 || !/^text\/event-stream\s*(?:;|$)/i.test(type)) {
          if (response.statusCode === 503) await readRefusal(response.body, options.headersTimeoutMs);
          response.body.destroy();
          throw new UpstreamError(failureIn(response.statusCode), `status ${response.statusCode}, no event stream`);
        }
        return readStream(response.body, { limitBytes: answerLimitBytes, signal, host: url.host });
      } catch (error) {
        throw failureOf(error, request);
      }
    },
    [Symbol.asyncDispose]: () => pools.destroy(),
  };
}

/** The connections of streams, by origin. */
class StreamPools {
  readonly #pools = new Map<string, { readonly pool: Pool; readonly credentials: TlsTexts | undefined }>();
  readonly #leaving = new Set<Pool>();

  constructor(readonly options: StreamOptions) {}

  find(origin: string): Pool {
    const { connectTimeoutMs, headersTimeoutMs, silenceMs, credentialsOf } = this.options;
    const credentials = credentialsOf?.(origin);
    const known = this.#pools.get(origin);
    if (known !== undefined && isSame(known.credentials, credentials)) return known.pool;
    if (known !== undefined) this.#leave(known.pool);
    const pool = new Pool(origin, {
      connect: { ...credentials, timeout: connectTimeoutMs },
      headersTimeout: headersTimeoutMs,
      bodyTimeout: silenceMs,
      pipelining: 1,
    });
    this.#pools.set(origin, { pool, credentials });
    return pool;
  }

  // What is open on it goes on; it closes when that has ended.
  #leave(pool: Pool): void {
    this.#leaving.add(pool);
    const forget = (): void => void this.#leaving.delete(pool);
    pool.close().then(forget, forget);
  }

  async destroy(): Promise<void> {
    const open = [...this.#pools.values()].map(({ pool }) => pool);
    await Promise.all([...open, ...this.#leaving].map((pool) => pool.destroy()));
  }
}

// A sentence and a code; whatever is longer is a page of a proxy.
const REFUSAL_LIMIT_BYTES = 16 * 1024;

/** Throws when the refusal says that the upstream is in maintenance; whatever else it is says no more than its status. */
async function readRefusal(body: Readable, limitMs: number): Promise<void> {
  const limit = setTimeout(() => body.destroy(), limitMs);
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > REFUSAL_LIMIT_BYTES) return;
      chunks.push(chunk);
    }
    parseAnswer(Buffer.concat(chunks).toString(), 503);
  } catch (error) {
    if (error instanceof MaintenanceError) throw error;
  } finally {
    clearTimeout(limit);
  }
}

/** What it means that there is no stream: 503 is said by whoever is about to close, or stands before one that is gone. */
function failureIn(status: number): UpstreamFailure {
  if (status === 503) return 'unreachable';
  return status >= 500 ? 'fault' : 'breach';
}

interface Reading {
  readonly limitBytes: number;
  readonly signal: AbortSignal;
  readonly host: string;
}

async function* readStream(body: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<UpstreamEvent> {
  const read = createEventReader(reading.limitBytes);
  try {
    for await (const chunk of body) {
      for (const { event, id: said, data } of read(chunk)) {
        if (event === 'complete') return;
        const id = readLastEventId(said);
        if (event === 'next') yield { id, answer: parseAnswer(data ?? '') };
        else if (id !== undefined) yield { id, answer: undefined };
      }
    }
  } catch (error) {
    throw failureOf(error, { signal: reading.signal, url: reading });
  }
  throw new UpstreamError('unreachable', `stream of ${reading.host} broke off`);
}

function failureOf(
  error: unknown,
  { signal, url }: { readonly signal: AbortSignal; readonly url: { readonly host: string } },
): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (signal.aborted) return new UpstreamError('cancelled', `stream of ${url.host} cancelled`, error);
  const timeouts = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError];
  const isLate = timeouts.some((kind) => error instanceof kind);
  return new UpstreamError(isLate ? 'timeout' : 'unreachable', `no stream from ${url.host}`, error);
}

function headersFor({ trace, passport, lastEventId }: StreamRequest): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: EVENT_STREAM,
    'accept-encoding': 'identity',
    traceparent: trace.nextParent(),
    ...(trace.state === undefined ? {} : { tracestate: trace.state }),
    ...(passport === undefined ? {} : { [PASSPORT_HEADER]: passport }),
    ...(lastEventId === undefined ? {} : { [LAST_EVENT_ID]: lastEventId }),
  };
}
