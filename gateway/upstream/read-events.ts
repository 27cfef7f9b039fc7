import { StringDecoder } from 'node:string_decoder';
import { UpstreamError } from './upstream-error.js';

/** A message of an event stream as it was sent. */
export interface SentEvent {
  /** `message` when nothing is said. */
  readonly event: string;
  /** The last id that was said, in this message; undefined when it says none. */
  readonly id: string | undefined;
  /** Undefined for a message of an id alone. */
  readonly data: string | undefined;
}

/** Takes the bytes of an event stream as they come, and gives the messages that they complete. */
export type ReadEvents = (chunk: Buffer) => readonly SentEvent[];

/**
 * Creates a reader of one event stream (WHATWG HTML, 9.2.6). Comments are passed over; a message that is longer than
 * `limitBytes` is refused with an {@link UpstreamError}.
 */
export function createEventReader(limitBytes: number): ReadEvents {
  const decoder = new StringDecoder('utf8');
  const reader = new EventReader(limitBytes);
  return (chunk) => reader.read(decoder.write(chunk));
}

class EventReader {
  readonly #limit: number;
  #rest = '';
  #isFirst = true;
  #event = '';
  #id: string | undefined;
  #data: string[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  read(text: string): readonly SentEvent[] {
    const found: SentEvent[] = [];
    let whole = this.#rest + text;
    if (this.#isFirst && whole !== '') {
      this.#isFirst = false;
      whole = whole.replace(/^\uFEFF/, '');
    }
    let from = 0;
    for (const ending of whole.matchAll(/\r\n|\n|\r/g)) {
      // Whether a return at the very end is alone is not known before the next chunk.
      if (ending[0] === '\r' && ending.index === whole.length - 1) break;
      const event = this.#take(whole.slice(from, ending.index));
      if (event !== undefined) found.push(event);
      from = ending.index + ending[0].length;
    }
    this.#rest = whole.slice(from);
    if (this.#rest.length + this.#length > this.#limit)
      throw new UpstreamError('breach', `event longer than ${this.#limit} bytes`);
    return found;
  }

  #take(line: string): SentEvent | undefined {
    if (line === '') return this.#dispatch();
    this.#length += line.length;
    const colon = line.indexOf(':');
    if (colon === 0) this.#length -= line.length; // a comment
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#event = value;
    if (name === 'data') this.#data.push(value);
    if (name === 'id' && !value.includes('\0')) this.#id = value;
    return undefined;
  }

  #dispatch(): SentEvent | undefined {
    const data = this.#data.length === 0 ? undefined : this.#data.join('\n');
    const event = { event: this.#event === '' ? 'message' : this.#event, id: this.#id, data };
    this.#event = '';
    this.#id = undefined;
    this.#data = [];
    this.#length = 0;
    return event.data === undefined && event.id === undefined && event.event === 'message' ? undefined : event;
  }
}
