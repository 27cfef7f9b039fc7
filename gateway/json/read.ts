import { isAscii, isUtf8 } from 'node:buffer';
import { fromByteText } from './byte-text.js';
import { anyForm, memberPrefix, stringForm, type Form, type Skip } from './form.js';
import { JsonText } from './json-text.js';
import { markShared } from './shared-object.js';

// Fewer bytes are copied sooner than they are sent on their own.
const LONG = 16_384;

/** The bytes of a JSON text, in the pieces in which they came, that are being read, and how far. */
export class Source {
  at = 0;
  /** The bytes as a byte text, without the end of line that some writers add. */
  readonly text: string;
  readonly #isAscii: boolean;
  readonly #pieces: readonly Buffer[];
  readonly #places: Place[] = [];

  /** The bytes must be UTF-8; `isPlain` says that they are all ASCII. */
  constructor(pieces: readonly Buffer[], isPlain: boolean) {
    this.text = pieces
      .map((piece) => piece.toString('latin1'))
      .join('')
      .trimEnd();
    this.#isAscii = isPlain;
    this.#pieces = pieces;
  }

  /** A part of the text, or something made of one, as other texts are. */
  decode(part: string): string {
    return this.#isAscii ? part : fromByteText(part);
  }

  /** The value between two places. */
  cut(from: number, to: number): JsonText {
    const text = this.text.slice(from, to);
    return to - from < LONG ? new JsonText(text) : new JsonText(text, cutPieces(this.#pieces, from, to));
  }

  /** True when just this text comes next. */
  isAt(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Passes over a value, and gives where it ends. Throws when it is not as expected. */
  pass(skip: Skip): number {
    const end = skip(this.text, this.at);
    if (end < 0) throw unexpected;
    return (this.at = end);
  }

  /** The objects that were read at one place. */
  placeOf(place: number): Place {
    return (this.#places[place] ??= new Place());
  }
}

function cutPieces(pieces: readonly Buffer[], from: number, to: number): readonly Buffer[] {
  let begin = 0;
  return pieces.flatMap((piece) => {
    const [first, last] = [Math.max(from - begin, 0), Math.min(to - begin, piece.length)];
    begin += piece.length;
    return first < last ? [piece.subarray(first, last)] : [];
  });
}

/** Reads the value that comes next. Throws when something else stands there than was expected. */
export type Read = (source: Source) => unknown;

/** Thrown for a text that is not written as expected. It may be right all the same: JSON.parse tells. */
export class UnexpectedText extends Error {
  override readonly name = 'UnexpectedText';
}

// Made once: an error costs its stack.
const unexpected = new UnexpectedText('the text is not written as expected');

/** Begins to read a text, which may be read further later on. Undefined when it does not begin as expected. */
export function startReading<Value>(pieces: readonly Buffer[], read: (source: Source) => Value): Value | undefined {
  const isPlain = pieces.every(isAscii);
  // Characters beyond ASCII may lie in two pieces.
  if (!isPlain && !isUtf8(whole(pieces))) return undefined;
  try {
    return read(new Source(pieces, isPlain));
  } catch (error) {
    if (error instanceof UnexpectedText || isTooLong(error)) return undefined;
    throw error;
  }
}

/** The bytes in one piece. */
export function whole(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
}

/** Regular expressions have room for so many escapes in one string: some million. */
function isTooLong(error: unknown): boolean {
  return error instanceof RangeError;
}

/**
 * Reads a whole text whose shape is known beforehand, many times faster than JSON.parse since hardly anything is made
 * of it. Undefined when it is written in any other way.
 */
export function readExpected(pieces: readonly Buffer[], read: Read): unknown {
  return startReading(pieces, (source) => {
    const value = read(source);
    return source.at === source.text.length ? value : undefined;
  });
}

function take(source: Source, { skip }: Form): string {
  const { text, at } = source;
  return text.slice(at, source.pass(skip));
}

/** Passes over just this text. */
export function readPrefix(source: Source, text: string): void {
  if (!source.text.startsWith(text, source.at)) throw unexpected;
  source.at += text.length;
}

const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const SMALL_N = 0x6e;

const readOther = readValue(anyForm);

/** Any value, as JSON.parse has it. */
export const readAny: Read = (source) => {
  const { text, at } = source;
  if (text.charCodeAt(at) !== QUOTE) return readOther(source);
  const quoted = source.decode(take(source, stringForm));
  return quoted.includes('\\') ? (JSON.parse(quoted) as unknown) : quoted.slice(1, -1);
};

/** A value that is looked at. */
export function readValue(form: Form): Read {
  return (source) => JSON.parse(source.decode(take(source, form))) as unknown;
}

/** A value that is passed on as it is. */
export function readText(form: Form): Read {
  return (source) => {
    const { at } = source;
    return source.cut(at, source.pass(form.skip));
  };
}

/** A value that is passed on where it is what is expected, and else looked at. Null is always looked at. */
export function readLeaf(form: Form): Read {
  return (source) => {
    const { text, at } = source;
    const end = text.charCodeAt(at) === SMALL_N ? -1 : form.skip(text, at);
    if (end < 0) return readAny(source);
    source.at = end;
    return source.cut(at, end);
  };
}

/** Such a value, or a list of them at any depth, or null. */
export function readNested(read: Read): Read {
  const readOne: Read = (source) => {
    const first = source.text.charCodeAt(source.at);
    if (first === SMALL_N) {
      readPrefix(source, 'null');
      return null;
    }
    return first === OPEN_LIST ? list(source) : read(source);
  };
  const list = readList(readOne);
  return readOne;
}

/** A list of such values. */
export function readList(read: Read): Read {
  return (source) => {
    const { text } = source;
    const list: unknown[] = [];
    readPrefix(source, '[');
    if (text.charCodeAt(source.at) === CLOSE_LIST) {
      source.at += 1;
      return list;
    }
    for (;;) {
      list.push(read(source));
      if (text.charCodeAt(source.at) !== COMMA) break;
      source.at += 1;
    }
    readPrefix(source, ']');
    return list;
  };
}

/** One member of an object that is read. */
export interface ReadMember {
  readonly key: string;
  readonly read: Read;
}

/** An object with exactly these members in this order. */
export function readObject(members: readonly ReadMember[]): Read {
  const expected = members.map(({ key, read }, index) => ({ key, prefix: memberPrefix(key, index), read }));
  return (source) => {
    const object: Record<string, unknown> = {};
    for (const { key, prefix, read } of expected) {
      readPrefix(source, prefix);
      object[key] = read(source);
    }
    readPrefix(source, '}');
    return object;
  };
}

const TYPENAME = '{"__typename":"';

/** An object that says first of what type it is; `readAs` gives how one of that type is read, from its beginning. */
export function readByType(readAs: (typeName: string) => Read): Read {
  const known = new Map<string, Read>();
  return (source) => {
    const { text, at } = source;
    if (!text.startsWith(TYPENAME, at)) throw unexpected;
    const from = at + TYPENAME.length;
    const name = text.slice(from, text.indexOf('"', from)); // names are ASCII
    let read = known.get(name);
    if (read === undefined) {
      read = readAs(name);
      known.set(name, read);
    }
    return read(source);
  };
}

// So many objects tell whether it pays to look for equal ones; a quarter of them must have been.
const TRIAL = 32;
const PAYING = 4;

/** The objects that were read at one place. */
class Place {
  readonly known = new Map<string, Known>();
  tried = 0;
  found = 0;

  get isPaying(): boolean {
    return this.tried < TRIAL || this.found * PAYING >= this.tried;
  }
}

/** An object that was read, and its whole text. */
interface Known {
  readonly object: unknown;
  readonly text: string;
}

/**
 * Reads objects many of which are the same text, as references to one entity are: those are read once, and are one
 * object. `place` tells one place of an answer from all others; `until` ends the part that tells objects apart.
 */
export function readOnce(read: Read, place: number, until: string): Read {
  return (source) => {
    const { text, at } = source;
    const seen = source.placeOf(place);
    if (!seen.isPaying) return read(source);
    const end = text.indexOf(until, at);
    if (end < 0) throw unexpected;
    seen.tried += 1;
    const key = text.slice(at, end);
    const same = seen.known.get(key);
    // Not startsWith, which compares character by character.
    if (same !== undefined && text.slice(at, at + same.text.length) === same.text) {
      seen.found += 1;
      source.at += same.text.length;
      if (typeof same.object === 'object' && same.object !== null) markShared(same.object);
      return same.object;
    }
    const object = read(source);
    seen.known.set(key, { object, text: text.slice(at, source.at) });
    return object;
  };
}
