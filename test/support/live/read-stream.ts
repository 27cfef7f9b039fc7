// Reading event streams as clients do, byte by byte over a real connection.
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createEventReader, type SentEvent } from '../../../gateway/upstream/read-events.js';

/** An answer in a stream. */
export interface StreamAnswer {
  readonly data?: Readonly<Record<string, never>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly retryable: boolean; readonly province?: string };
  }[];
}

export interface OpenStream extends AsyncDisposable {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The raw text so far. */
  readonly text: () => string;
  /** Messages so far. */
  readonly events: readonly SentEvent[];
  /** The next message, when it comes; undefined when the stream has ended. */
  next(): Promise<SentEvent | undefined>;
  /** Reads no more from the connection, which stays open. */
  pause(): void;
  /** Reads on. */
  resume(): void;
  /** True when the connection was closed. */
  readonly isOver: () => boolean;
}

export interface Asked {
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** `GET` with this search instead of a POST. */
  readonly search?: string;
}

/** Opens a stream at a URL, of a gateway or of a province. */
export async function openStream(url: string, { query, variables, headers, search }: Asked): Promise<OpenStream> {
  const isGet = search !== undefined;
  const sent = request(isGet ? `${url}?${search}` : url, {
    agent: false,
    method: isGet ? 'GET' : 'POST',
    headers: { accept: 'text/event-stream', ...(isGet ? {} : { 'content-type': 'application/json' }), ...headers },
  });
  sent.end(isGet ? undefined : JSON.stringify({ query, variables }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const read = createEventReader(1024 * 1024);
  const events: SentEvent[] = [];
  const waiting: ((event: SentEvent | undefined) => void)[] = [];
  let taken = 0;
  let text = '';
  let isOver = false;
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (const event of read(chunk)) {
      events.push(event);
      if (waiting.length > 0) waiting.shift()?.(events[taken++]);
    }
  });
  const end = (): void => {
    isOver = true;
    for (const tell of waiting.splice(0)) tell(undefined);
  };
  response.on('error', () => undefined);
  response.on('close', end);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events,
    text: () => text,
    isOver: () => isOver,
    next() {
      if (taken < events.length) return Promise.resolve(events[taken++]);
      return isOver ? Promise.resolve(undefined) : new Promise((resolve) => waiting.push(resolve));
    },
    pause: () => response.pause(),
    resume: () => response.resume(),
    [Symbol.asyncDispose]: () => {
      response.destroy();
      sent.destroy();
      return Promise.resolve();
    },
  };
}

/** The answer in a message. */
export function answerIn(event: SentEvent | undefined): StreamAnswer {
  return JSON.parse(event?.data === undefined || event.data === '' ? '{}' : event.data) as StreamAnswer;
}

/** An event of a case as these tests select it. */
export interface SeenEvent {
  readonly id: string;
  readonly kind: 'MOVED' | 'TOLD' | 'GAP';
  readonly event: string | null;
  readonly leg: string | null;
  readonly legState: string | null;
  readonly state: string | null;
  readonly collaborationNo: string | null;
  readonly caseId: string | null;
  readonly handlingProvince: { readonly code: string; readonly nameZh: string } | null;
}

/** The events of a stream, up to the one that is waited for. */
export async function readEventsUntil(
  stream: OpenStream,
  isLast: (event: SeenEvent) => boolean,
): Promise<readonly SeenEvent[]> {
  const seen: SeenEvent[] = [];
  for (let event = await stream.next(); event !== undefined; event = await stream.next()) {
    if (event.event !== 'next') continue;
    const { data, errors } = answerIn(event);
    const shown = data && (Object.values(data)[0] as unknown as SeenEvent | null);
    if (!shown) throw new Error(`no event: ${JSON.stringify(errors)}`);
    if (shown.id !== event.id) throw new Error(`${shown.id} came under the id ${String(event.id)}`);
    seen.push(shown);
    if (isLast(shown)) return seen;
  }
  throw new Error(`the stream ended after ${JSON.stringify(seen.map((event) => event.event))}: ${stream.text()}`);
}
