/**
 * Where the value that begins at `at` ends, or -1 when something else stands there than was expected. Strings are taken
 * to be plain (`plain-text.ts`); white space is never expected.
 */
export type Skip = (text: string, at: number) => number;

/** One member of an object: its key with what precedes it, and its value. */
export interface SkippedMember {
  readonly key: string;
  readonly skip: Skip;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COLON = 0x3a;
const SMALL_N = 0x6e;

/** A string, whatever is in it. */
export const skipString: Skip = (text, at) => {
  if (text.charCodeAt(at) !== QUOTE) return -1;
  let end = text.indexOf('"', at + 1);
  while (end > 0 && text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? -1 : end + 1;
};

/** True when an odd number of backslashes stands before the character at `at`. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

/** The digits of an integer, with its sign. */
function skipDigits(text: string, at: number): number {
  const first = text.charCodeAt(at) === MINUS ? at + 1 : at;
  let end = first;
  while (isDigit(text.charCodeAt(end))) end += 1;
  const isNumber = end > first && (text.charCodeAt(first) !== ZERO || end === first + 1);
  return isNumber ? end : -1;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

// Up to nine digits every number is one of 32 bits.
const SURE_DIGITS = 9;

/** An integer of 32 bits (GraphQL specification, 3.5.1). */
export const skipInt: Skip = (text, at) => {
  const end = skipDigits(text, at);
  if (end < 0 || end - at <= SURE_DIGITS) return end;
  const value = Number(text.slice(at, end));
  return (value | 0) === value ? end : -1;
};

// More digits than that may be beyond what a number can hold, and so may an exponent: JSON.parse makes Infinity of it.
const MAX_DIGITS = 300;

/** A finite number, written without an exponent. */
export const skipFloat: Skip = (text, at) => {
  let end = skipDigits(text, at);
  if (end < 0) return -1;
  if (text.charCodeAt(end) === POINT) {
    const fraction = end + 1;
    end = fraction;
    while (isDigit(text.charCodeAt(end))) end += 1;
    if (end === fraction) return -1;
  }
  return end - at > MAX_DIGITS ? -1 : end;
};

/** `true` or `false`. */
export const skipBoolean: Skip = (text, at) => {
  if (text.startsWith('true', at)) return at + 4;
  return text.startsWith('false', at) ? at + 5 : -1;
};

/** Exactly this text. */
export function skipExactly(expected: string): Skip {
  return (text, at) => (text.startsWith(expected, at) ? at + expected.length : -1);
}

/** One of these strings. */
export function skipOneOf(names: ReadonlySet<string>): Skip {
  return (text, at) => {
    const end = skipString(text, at);
    return end > 0 && names.has(text.slice(at + 1, end - 1)) ? end : -1;
  };
}

/** Such a value, or null. */
export function skipNullable(skip: Skip): Skip {
  return (text, at) => {
    if (text.charCodeAt(at) !== SMALL_N) return skip(text, at);
    return text.startsWith('null', at) ? at + 4 : -1;
  };
}

/** A list of such values. */
export function skipList(skip: Skip): Skip {
  return (text, at) => {
    if (text.charCodeAt(at) !== OPEN_LIST) return -1;
    if (text.charCodeAt(at + 1) === CLOSE_LIST) return at + 2;
    let end = at;
    do {
      end = skip(text, end + 1);
      if (end < 0) return -1;
    } while (text.charCodeAt(end) === COMMA);
    return text.charCodeAt(end) === CLOSE_LIST ? end + 1 : -1;
  };
}

/** An object with exactly these members in this order. */
export function skipObject(members: readonly SkippedMember[]): Skip {
  const expected = members.map(({ key, skip }, index) => ({ prefix: memberPrefix(key, index), skip }));
  return (text, at) => {
    let end = at;
    for (const { prefix, skip } of expected) {
      if (!text.startsWith(prefix, end)) return -1;
      end = skip(text, end + prefix.length);
      if (end < 0) return -1;
    }
    return text.charCodeAt(end) === CLOSE_OBJECT ? end + 1 : -1;
  };
}

/** What precedes the value of the n-th member of an object. */
export function memberPrefix(key: string, index: number): string {
  return `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`;
}

// As deep as any custom scalar may be; a text of brackets alone must not use up the stack.
const MAX_DEPTH = 64;

/** Any value at all. */
export const skipAny: Skip = (text, at) => skipNested(text, at, MAX_DEPTH);

function skipNested(text: string, at: number, depth: number): number {
  switch (text.charCodeAt(at)) {
    case QUOTE:
      return skipString(text, at);
    case OPEN_LIST:
      return depth > 0 ? skipList((_, from) => skipNested(text, from, depth - 1))(text, at) : -1;
    case OPEN_OBJECT:
      return depth > 0 ? skipMembers(text, at, depth - 1) : -1;
    case SMALL_N:
      return text.startsWith('null', at) ? at + 4 : -1;
    default: {
      const end = skipBoolean(text, at);
      return end < 0 ? skipFloat(text, at) : end;
    }
  }
}

function skipMembers(text: string, at: number, depth: number): number {
  if (text.charCodeAt(at + 1) === CLOSE_OBJECT) return at + 2;
  let end = at;
  do {
    const colon = skipString(text, end + 1);
    if (colon < 0 || text.charCodeAt(colon) !== COLON) return -1;
    end = skipNested(text, colon + 1, depth);
    if (end < 0) return -1;
  } while (text.charCodeAt(end) === COMMA);
  return text.charCodeAt(end) === CLOSE_OBJECT ? end + 1 : -1;
}
