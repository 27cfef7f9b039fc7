import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Refusal } from './refuse-operation.js';

/** What a client sent, as far as its values may turn up in messages about it. */
interface Sent {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

// Messages of the reference implementation quote what is wrong, and what a client sends may be anybody's name or number:
// such a message would carry it into logs of clients and of whatever stands between. Words of a schema say nothing.
const HIDDEN = '…';
const MAX_VALUES = 500;
const WORD = /^[A-Z][A-Z_]*$/;

/** The same refusal without any value that the client sent; what is wrong, and where, is still there. */
export function hideValues(refusal: Refusal, { query, variables }: Sent): Refusal {
  const values = new Set<string>();
  collectLiterals(query, values);
  collectValues(variables, values);
  // Of a message that was cut, or was made of a flood of values, no more is kept than what is wrong.
  const isFlood = values.size > MAX_VALUES;
  // The longest first, so that none leaves a part of itself behind where it holds another.
  const hidden = [...values].filter((value) => value.length > 1 && !WORD.test(value));
  const ordered = hidden.sort((one, other) => other.length - one.length);
  const hide = (message: string): string => {
    if (isFlood || message.endsWith(HIDDEN)) return message.replace(/ got invalid value [^]*$|"[^]*$/, ` ${HIDDEN}`);
    return ordered.reduce((text, value) => text.replaceAll(value, HIDDEN), message);
  };
  return { ...refusal, errors: refusal.errors.map((error) => ({ ...error, message: hide(error.message) })) };
}

// By the text, since what does not parse has no values yet: strings in quotes, and words with numbers of some length.
// Both expressions read each character once, whatever the text.
function collectLiterals(query: string, values: Set<string>): void {
  for (const [, text = ''] of query.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)) add(text, values);
  for (const [word] of query.matchAll(/\w+/g)) if (/\d{5}/.test(word)) values.add(word);
  collectTokens(query, values);
}

// As the parser reads them: escapes stand for characters, and a block string goes over lines. Up to what is no token.
function collectTokens(query: string, values: Set<string>): void {
  const lexer = new Lexer(new Source(query));
  try {
    while (lexer.advance().kind !== TokenKind.EOF && values.size <= MAX_VALUES) {
      const { kind, value } = lexer.token;
      if (kind === TokenKind.STRING || kind === TokenKind.BLOCK_STRING) add(value, values);
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
}

// Without recursion: a client may nest as deeply as it likes.
function collectValues(variables: unknown, values: Set<string>): void {
  const waiting: unknown[] = [variables];
  while (waiting.length > 0 && values.size <= MAX_VALUES) {
    const value = waiting.pop();
    if (typeof value === 'string') add(value, values);
    else if (typeof value === 'number' && value > 9_999) values.add(String(value));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        // Where something is wrong is said by names of the schema, which are ASCII and without many digits.
        if (/[^ -~]|\d{5}/.test(key)) add(key, values);
        waiting.push(inner);
      }
    }
  }
}

// As it is, and as it stands within quotes.
function add(text: string, values: Set<string>): void {
  values.add(text);
  values.add(JSON.stringify(text).slice(1, -1));
}
