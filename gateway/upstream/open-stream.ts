import { Agent, errors } from 'undici';
import { EVENT_STREAM, LAST_EVENT_ID, readLastEventId } from '../../schema/event-stream.js';
import { PASSPORT_HEADER } from '../../schema/passport.js';
import type { TraceContext } from '../observability/trace-context.js';
import { parseAnswer, type UpstreamAnswer } from './read-answer.js';
import { createEventReader } from './read-events.js';
import { UpstreamError, type UpstreamFailure } from './upstream-error.js';

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
}

/** Opens the client; close it by disposing, which ends what is open. */
export function createUpstreamStreams(options: StreamOptions): UpstreamStreams {
  const { connectTimeoutMs, headersTimeoutMs, silenceMs, answerLimitBytes } = options;
  const agent = new Agent({
    connect: { timeout: connectTimeoutMs },
    headersTimeout: headersTimeoutMs,
    bodyTimeout: silenceMs,
    pipelining: 1,
  });
  return {
    async open(request) {
      const { url, body, signal } = request;
      try {
        const { origin, pathname, search } = url;
        const response = await agent.request({
          ...{ origin, path: pathname + search, method: 'POST', headers: headersFor(request), body, signal },
        });
        // Whoever reads is told of it; when nobody does yet, or any more, it must not end the process.
        response.body.on('error', () => undefined);
        const type = String(response.headers['content-type'] ?? '');
        if (response.statusCode !== 200 || !/^text\/event-stream\s*(?:;|$)/i.test(type)) {
          response.body.destroy();
          throw new UpstreamError(failureIn(response.statusCode), `status ${response.statusCode}, no event stream`);
        }
        return readStream(response.body, { limitBytes: answerLimitBytes, signal, host: url.host });
      } catch (error) {
        throw failureOf(error, request);
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
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
