import type { ServerResponse } from 'node:http';

// Event streams (WHATWG HTML, 9.2) as GraphQL over SSE has them in its distinct connections mode: `next` with a result,
// and `complete`. Gateway and provinces both write them: docs/decisions/0037-live-events.md.

/** Media type of an event stream. */
export const EVENT_STREAM = 'text/event-stream';

/** Header by which whoever comes back names the last event that it has. */
export const LAST_EVENT_ID = 'last-event-id';

/** A message of a stream. Without an event only the id is taken in: whoever breaks off goes on from there. */
export interface EventFrame {
  readonly event?: 'next' | 'complete';
  readonly id?: string | undefined;
  /** JSON text, or nothing. */
  readonly data?: string;
}

/** The last event id that a header names; undefined for what no server of ours can have given. */
export function readLastEventId(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\x21-\x7e]{1,256}$/.test(header) ? header : undefined;
}

/** The text of a message. */
export function formatFrame({ event, id, data }: EventFrame): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    // Browsers dispatch no event without data, not even an empty one.
    ...(event === undefined ? [] : (data ?? '').split(/\r\n|[\r\n]/).map((line) => `data: ${line}`)),
  ];
  return `${lines.join('\n')}\n\n`;
}

export interface EventWriterOptions {
  /** How often something is sent when there is nothing to say, so that proxies and clients know the stream for alive. */
  readonly heartbeatMs: number;
  /** How long a client may take nothing in; it is dropped then, and comes back for what it has missed. */
  readonly stallMs: number;
}

const HEADERS = {
  'content-type': `${EVENT_STREAM}; charset=utf-8`,
  'cache-control': 'no-store',
  // Asks proxies that collect answers to pass this one on as it comes.
  'x-accel-buffering': 'no',
};

/** Writes an event stream to a response, at the pace of its reader; nothing is kept for one who does not read. */
export class EventWriter {
  readonly #response: ServerResponse;
  readonly #stallMs: number;
  readonly #gone = new AbortController();

  /** Sends the head at once. */
  constructor(
    response: ServerResponse,
    { heartbeatMs, stallMs }: EventWriterOptions,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.#response = response;
    this.#stallMs = stallMs;
    const beat = setInterval(() => {
      if (!response.writableNeedDrain) response.write(':\n\n');
    }, heartbeatMs);
    response.once('close', () => {
      clearInterval(beat);
      this.#gone.abort();
    });
    response.on('error', () => undefined); // the client is gone, which `close` says
    response.shouldKeepAlive = false; // a server that closes would wait for a connection that lies idle afterwards
    response.writeHead(200, { ...headers, ...HEADERS });
    response.flushHeaders();
    if (response.destroyed) this.#gone.abort();
  }

  /** Given when the client has gone, or was dropped. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Sends a message, and waits until there is room for another. */
  async send(frame: EventFrame): Promise<void> {
    if (this.#gone.signal.aborted || this.#response.write(formatFrame(frame))) return;
    const free = Promise.withResolvers<undefined>();
    const resume = (): void => free.resolve(undefined);
    this.#response.once('drain', resume);
    this.#gone.signal.addEventListener('abort', resume);
    const stalled = setTimeout(() => this.#response.destroy(), this.#stallMs);
    await free.promise;
    clearTimeout(stalled);
    this.#response.off('drain', resume);
    this.#gone.signal.removeEventListener('abort', resume);
  }

  /** Ends the stream; a reader who does not take in what is left is dropped like any other. */
  end(): void {
    if (this.#gone.signal.aborted) return;
    const stalled = setTimeout(() => this.#response.destroy(), this.#stallMs);
    this.#response.once('close', () => clearTimeout(stalled));
    this.#response.end();
  }
}
