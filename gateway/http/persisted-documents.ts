import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { ConfigurationError, Fault } from '../errors.js';
import type { SharedTexts } from '../resilience/redis-texts.js';

/** How a request names its document. */
export interface DocumentReference {
  readonly query: string | undefined;
  readonly documentId: string | undefined;
  /** From `extensions.persistedQuery`. */
  readonly sha256Hash: string | undefined;
}

/** Finds the text of the document that a request means, here or with others. {@link Fault} when there is none. */
export type FindDocument = (reference: DocumentReference) => string | Promise<string>;

/** The documents that an operator has named, by id. */
export type PersistedDocuments = ReadonlyMap<string, string>;

export interface DocumentRules {
  /** The persisted documents at this moment. */
  readonly current: () => PersistedDocuments;
  /** True when nothing but persisted documents is executed. */
  readonly isExclusive: boolean;
  /** What clients have sent to other gateways; undefined for a gateway that knows its own alone. */
  readonly shared: SharedTexts | undefined;
}

// Distinct operations that some hundred front ends send.
const MAX_REMEMBERED = 10_000;
// Characters; a few thousand ordinary documents. What falls out is sent again by its client.
const MAX_REMEMBERED_LENGTH = 8 * 1024 * 1024;
// No document of this length is executed.
const MAX_DOCUMENT_LENGTH = 64 * 1024;

/**
 * Reads persisted documents, a JSON object of id and text, or throws {@link ConfigurationError} with file, line where
 * it is known, and cure. An id with the prefix `sha256:` must be the hash of its document.
 */
export function parseDocuments(text: string, file: string): PersistedDocuments {
  const content = parseJson(text, file);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigurationError([`${file}:1: not a JSON object. Write {"id": "query { … }"}, one entry a document.`]);
  }
  const problems: string[] = [];
  const documents = new Map<string, string>();
  for (const [id, document] of Object.entries(content as Readonly<Record<string, unknown>>)) {
    const problem = findProblem(id, document);
    if (problem !== undefined) problems.push(`${file}:${lineOf(text, id)}: ${problem}`);
    if (typeof document === 'string') documents.set(id, document);
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return documents;
}

/** Finds documents by text, by the id of a persisted one, or by the hash of one that a client sent earlier. */
export function createFindDocument({ current, isExclusive, shared }: DocumentRules): FindDocument {
  const sent = new SentDocuments(isExclusive ? undefined : shared);
  return ({ query, documentId, sha256Hash }) => {
    if (documentId !== undefined) {
      if (query !== undefined) throw new Fault('BAD_REQUEST', 'Send "query" or "documentId", not both.');
      return current().get(documentId) ?? refuse('PERSISTED_DOCUMENT_NOT_FOUND');
    }
    if (query === undefined) {
      if (sha256Hash === undefined) throw new Fault('BAD_REQUEST', '"query" must be a string.');
      const hash = sha256Hash.toLowerCase();
      return current().get(`sha256:${hash}`) ?? current().get(hash) ?? sent.find(hash);
    }
    if (isExclusive) return refuse('PERSISTED_DOCUMENT_REQUIRED');
    return sha256Hash === undefined ? query : sent.keep(sha256Hash.toLowerCase(), query);
  };
}

/** What clients sent with its hash: the own memory first, then the one that gateways share. */
class SentDocuments {
  readonly #remembered = new LRUCache<string, string>({
    max: MAX_REMEMBERED,
    maxSize: MAX_REMEMBERED_LENGTH,
    sizeCalculation: (query) => query.length + 1,
  });

  constructor(readonly shared: SharedTexts | undefined) {}

  find(hash: string): string | Promise<string> {
    const query = this.#remembered.get(hash);
    if (query !== undefined) return query;
    return this.shared !== undefined && HASH.test(hash)
      ? this.#findShared(this.shared, hash)
      : refuse('PERSISTED_QUERY_NOT_FOUND');
  }

  keep(hash: string, query: string): string | Promise<string> {
    if (this.#remembered.get(hash) === query) return query;
    // Without this anybody could give another document the name of one that others ask for.
    if (sha256(query) !== hash) throw new Fault('BAD_REQUEST', 'The sha256Hash is not the hash of the query.');
    if (query.length > MAX_DOCUMENT_LENGTH) return query;
    this.#remembered.set(hash, query);
    // Waited for, so that whoever has an answer may ask any gateway by the hash.
    return this.shared === undefined ? query : this.shared.keep(hash, query).then(() => query);
  }

  async #findShared(shared: SharedTexts, hash: string): Promise<string> {
    const query = await shared.find(hash);
    // Whoever else writes there must not be able to name a document for another either.
    if (query === undefined || query.length > MAX_DOCUMENT_LENGTH || sha256(query) !== hash)
      return refuse('PERSISTED_QUERY_NOT_FOUND');
    this.#remembered.set(hash, query);
    return query;
  }
}

const HASH = /^[\da-f]{64}$/;

function refuse(code: Fault['code']): never {
  throw new Fault(code);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, line = '1'] = /\(line (\d+) column \d+\)/.exec(String(error)) ?? [];
    throw new ConfigurationError([`${file}:${line}: not JSON. Correct it there; the file is a JSON object.`]);
  }
}

function findProblem(id: string, document: unknown): string | undefined {
  if (typeof document !== 'string' || document === '') {
    return `"${id}" has no text. Give every id the text of its document.`;
  }
  if (id.startsWith('sha256:') && id !== `sha256:${sha256(document)}`) {
    return `"${id}" is not the hash of its document. Write "sha256:${sha256(document)}", or an id without "sha256:".`;
  }
  return undefined;
}

/** The line of a key; JSON writers differ in how they escape, so it may be the first. */
function lineOf(text: string, id: string): number {
  return text.slice(0, Math.max(0, text.indexOf(JSON.stringify(id)))).split('\n').length;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
