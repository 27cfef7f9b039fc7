import type { FastifyReply } from 'fastify';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { EventWriter, LAST_EVENT_ID, readLastEventId } from '../../schema/event-stream.js';
import { PASSPORT_SECONDS } from '../../schema/passport.js';
import type { GraphqlRequest } from './execute.js';
import { reportFault } from './report-fault.js';
import type { StreamedResult, Subscriber } from './subscribe.js';

// A stream is as good as the passport that it was opened with: after that the gateway opens another, with a new one.
const STREAM_MS = PASSPORT_SECONDS * 1000;

// Well below the silence after which a gateway gives a stream up.
const HEARTBEAT_MS = 10_000;
const STALL_MS = 20_000;

/** What is asked, and in which context each event is executed. */
export interface AskedStream<Context> {
  readonly subscriber: Subscriber<Context>;
  readonly body: GraphqlRequest;
  readonly createContext: () => Context | Promise<Context>;
}

export interface StreamSurroundings {
  readonly format: (error: GraphQLError) => GraphQLFormattedError;
  /** Given when the server closes; streams end with it. */
  readonly closing: AbortSignal;
}

/** Answers a subscription as an event stream. Gives false, and does nothing, when the operation is no subscription. */
export function serveStream<Context>(
  reply: FastifyReply,
  { subscriber, body, createContext }: AskedStream<Context>,
  { format, closing }: StreamSurroundings,
): boolean {
  const leaving = new AbortController();
  const lastEventId = readLastEventId(reply.request.headers[LAST_EVENT_ID]);
  const ended = AbortSignal.any([leaving.signal, closing, AbortSignal.timeout(STREAM_MS)]);
  const results = subscriber(body, { createContext, lastEventId, signal: ended });
  if (results === undefined) return false;
  reply.hijack();
  const writer = new EventWriter(reply.raw, { heartbeatMs: HEARTBEAT_MS, stallMs: STALL_MS });
  writer.gone.addEventListener('abort', () => leaving.abort());
  if (writer.gone.aborted) leaving.abort();
  pass(results, writer, format).catch((error: unknown) => {
    reportFault('stream failed', error);
    reply.raw.destroy();
  });
  return true;
}

async function pass(
  results: AsyncGenerator<StreamedResult>,
  writer: EventWriter,
  format: StreamSurroundings['format'],
): Promise<void> {
  for await (const { id, result } of results) {
    if (writer.gone.aborted) return;
    if (result === undefined) {
      await writer.send({ id });
      continue;
    }
    const { data, errors } = result;
    const answer = errors === undefined ? { data } : { data, errors: errors.map((error) => format(error)) };
    await writer.send({ event: 'next', id, data: JSON.stringify(answer) });
  }
  await writer.send({ event: 'complete' });
  writer.end();
}
