import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import { EVENT_STREAM } from '../../schema/event-stream.js';

/** Media type of one answer. */
export type AnswerType = 'application/json' | 'application/graphql-response+json';

/** Media type of all that may answer a request: one answer, or a stream of them. */
export type ResponseType = AnswerType | typeof EVENT_STREAM;

/** Content coding of an answer. */
export type Coding = 'br' | 'gzip' | 'identity';

// The first is what a client gets that takes both, or names neither (GraphQL over HTTP, 6.3: legacy clients).
const types: ReadonlyMap<string, ResponseType> = new Map<string, ResponseType>([
  ['application/json; charset=utf-8', 'application/json'],
  ['application/graphql-response+json; charset=utf-8', 'application/graphql-response+json'],
  [`${EVENT_STREAM}; charset=utf-8`, EVENT_STREAM],
]);
const codings: readonly Coding[] = ['br', 'gzip', 'identity'];

// Browsers and libraries send a handful of texts. Longer ones are read anew each time, so that the caches stay small.
const MAX_KNOWN = 100;
const MAX_KNOWN_LENGTH = 256;

const typeOf = remember((accept) =>
  types.get(new Negotiator({ headers: { accept } }).mediaType(offeredTo(accept)) ?? ''),
);
const codingOf = remember((header) => {
  // The types of negotiator 1.1 leave out what breaks a tie.
  const negotiator: { encodings(available: string[], options: { preferred: string[] }): string[] } = new Negotiator({
    headers: { 'accept-encoding': header },
  });
  const [chosen] = negotiator.encodings([...codings], { preferred: [...codings] });
  return codings.find((coding) => coding === chosen);
});

/** The media type that `Accept` prefers; undefined when it takes none. Without the header it is plain JSON. */
export function chooseType(accept: string | undefined): ResponseType | undefined {
  return accept === undefined ? 'application/json' : typeOf(accept);
}

/** The coding that `Accept-Encoding` prefers, brotli where it has no preference. Without the header it is none. */
export function chooseCoding(acceptEncoding: string | undefined): Coding {
  return acceptEncoding === undefined ? 'identity' : (codingOf(acceptEncoding) ?? 'identity');
}

/** A stream is for those who name it: whoever takes any text does not mean one that does not end. */
function offeredTo(accept: string): string[] {
  return [...types].filter(([, type]) => type !== EVENT_STREAM || accept.includes(EVENT_STREAM)).map(([name]) => name);
}

/** Remembers what a function of a header gave for the texts that came last. */
function remember<T extends string>(read: (header: string) => T | undefined): (header: string) => T | undefined {
  const known = new LRUCache<string, { readonly value: T | undefined }>({ max: MAX_KNOWN });
  return (header) => {
    const found = known.get(header);
    if (found !== undefined) return found.value;
    const value = read(header);
    if (header.length <= MAX_KNOWN_LENGTH) known.set(header, { value });
    return value;
  };
}
