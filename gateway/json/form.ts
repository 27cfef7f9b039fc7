/**
 * Where the value that begins at `at` ends, or -1 when something else stands there than was expected. White space is
 * never expected.
 */
export type Skip = (text: string, at: number) => number;

/** What a value is expected to look like. */
export interface Form {
  readonly skip: Skip;
  /** A regular expression of just what is passed over; undefined where none can tell. */
  readonly pattern: string | undefined;
}

/** One member of an object. */
export interface Member {
  readonly key: string;
  readonly form: Form;
}

const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const CLOSE_OBJECT = 0x7d;
const QUOTE = 0x22;
const OPEN_OBJECT = 0x7b;
const COLON = 0x3a;

/** A form that a regular expression can tell. The processor runs through those as fast as through nothing else. */
export function regular(pattern: string): Form {
  const expression = new RegExp(pattern, 'y');
  return {
    pattern,
    skip(text, at) {
      expression.lastIndex = at;
      return expression.test(text) ? expression.lastIndex : -1;
    },
  };
}

// RFC 8259, 7: no control characters, and every backslash begins an escape.
const PLAIN = String.raw`[^"\\\x00-\x1f]*`;
const ESCAPE = String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`;

/** A string, whatever is in it. */
export const stringForm = regular(`"${PLAIN}(?:${ESCAPE}${PLAIN})*"`);

/** An integer of 32 bits (GraphQL specification, 3.5.1), but for the last 47,483,648 of either sign. */
export const intForm = regular(String.raw`-?(?:0|1\d{9}|20\d{8}|[1-9]\d{0,8})`);

// More digits may be beyond what a number can hold, and so may an exponent: JSON.parse makes Infinity of it.
/** A finite number, written without an exponent. */
export const floatForm = regular(String.raw`-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?`);

/** `true` or `false`. */
export const booleanForm = regular('(?:true|false)');

/** Exactly this text. */
export function exactly(expected: string): Form {
  return regular(RegExp.escape(expected));
}

/** One of these names, as a string. */
export function oneOf(names: readonly string[]): Form {
  return regular(`"(?:${names.map(RegExp.escape).join('|')})"`);
}

/** Such a value, or null. */
export function nullable({ pattern, skip }: Form): Form {
  if (pattern !== undefined) return regular(`(?:${pattern}|null)`);
  return { pattern, skip: (text, at) => (text.startsWith('null', at) ? at + 4 : skip(text, at)) };
}

/** A list of such values. As a regular expression, a long one would use up its stack. */
export function listOf({ skip }: Pick<Form, 'skip'>): Form {
  return {
    pattern: undefined,
    skip(text, at) {
      if (text.charCodeAt(at) !== OPEN_LIST) return -1;
      if (text.charCodeAt(at + 1) === CLOSE_LIST) return at + 2;
      let end = at;
      do {
        end = skip(text, end + 1);
        if (end < 0) return -1;
      } while (text.charCodeAt(end) === COMMA);
      return text.charCodeAt(end) === CLOSE_LIST ? end + 1 : -1;
    },
  };
}

/** An object with exactly these members in this order. */
export function objectOf(members: readonly Member[]): Form {
  const steps: Skip[] = [];
  let pattern: string | undefined = '';
  for (const [index, { key, form }] of members.entries()) {
    const before = RegExp.escape(memberPrefix(key, index));
    if (form.pattern !== undefined) {
      pattern = (pattern ?? '') + before + form.pattern;
      continue;
    }
    steps.push(regular((pattern ?? '') + before).skip, form.skip);
    pattern = undefined;
  }
  const last = regular(`${pattern ?? ''}\\}`);
  if (steps.length === 0) return last;
  steps.push(last.skip);
  return {
    pattern: undefined,
    skip(text, at) {
      let end = at;
      for (const step of steps) {
        end = step(text, end);
        if (end < 0) return -1;
      }
      return end;
    },
  };
}

/** What precedes the value of the n-th member of an object. */
export function memberPrefix(key: string, index: number): string {
  return `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`;
}

// As deep as any custom scalar may be; a text of brackets alone must not use up the stack.
const MAX_DEPTH = 64;

const scalar = regular(`(?:${[stringForm, booleanForm, floatForm].map(({ pattern }) => pattern).join('|')}|null)`);

/** Any value at all. */
export const anyForm: Form = { pattern: undefined, skip: (text, at) => skipNested(text, at, MAX_DEPTH) };

function skipNested(text: string, at: number, depth: number): number {
  const first = text.charCodeAt(at);
  if (first !== OPEN_LIST && first !== OPEN_OBJECT) return scalar.skip(text, at);
  if (depth === 0) return -1;
  if (first === OPEN_OBJECT) return skipMembers(text, at, depth - 1);
  return listOf({ skip: (_, from) => skipNested(text, from, depth - 1) }).skip(text, at);
}

function skipMembers(text: string, at: number, depth: number): number {
  if (text.charCodeAt(at + 1) === CLOSE_OBJECT) return at + 2;
  let end = at;
  do {
    const colon = text.charCodeAt(end + 1) === QUOTE ? stringForm.skip(text, end + 1) : -1;
    if (colon < 0 || text.charCodeAt(colon) !== COLON) return -1;
    end = skipNested(text, colon + 1, depth);
    if (end < 0) return -1;
  } while (text.charCodeAt(end) === COMMA);
  return text.charCodeAt(end) === CLOSE_OBJECT ? end + 1 : -1;
}
