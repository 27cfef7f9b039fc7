import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../errors.js';
import { createFindDocument, parseDocuments } from './persisted-documents.js';

const file = 'documents.json';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const problemsOf = (text: string): readonly string[] => {
  try {
    parseDocuments(text, file);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

describe('a file of persisted documents', () => {
  it('maps ids to texts', () => {
    const hashed = `sha256:${hashOf('{ a }')}`;

    const documents = parseDocuments(
      JSON.stringify({ [hashed]: '{ a }', __proto: '{ b }', 'x-team:c': '{ c }' }),
      file,
    );

    expect([...documents]).toEqual([
      [hashed, '{ a }'],
      ['__proto', '{ b }'],
      ['x-team:c', '{ c }'],
    ]);
  });

  it.each([
    ['', 'documents.json:1: not JSON. Correct it there; the file is a JSON object.'],
    [
      '{\n  "a": "{ a }"\n  "b": "{ b }"\n}',
      'documents.json:3: not JSON. Correct it there; the file is a JSON object.',
    ],
    ['[]', 'documents.json:1: not a JSON object. Write {"id": "query { … }"}, one entry a document.'],
  ])('is refused with its line when it is %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('is refused with every problem at once, each with its line and its cure', () => {
    const text = `{\n  "a": 1,\n  "b": "",\n  "sha256:00": "{ a }",\n  "c": "{ c }"\n}`;

    expect(problemsOf(text)).toEqual([
      'documents.json:2: "a" has no text. Give every id the text of its document.',
      'documents.json:3: "b" has no text. Give every id the text of its document.',
      `documents.json:4: "sha256:00" is not the hash of its document. Write "sha256:${hashOf('{ a }')}", or an id without "sha256:".`,
    ]);
  });
});

it('remembers no document that is too long to be executed', () => {
  const findDocument = createFindDocument({ current: () => new Map(), isExclusive: false, shared: undefined });
  const query = `{ a } #${'x'.repeat(64 * 1024)}`;
  const reference = { query, documentId: undefined, sha256Hash: hashOf(query) };

  expect(findDocument(reference)).toBe(query);
  expect(() => findDocument({ ...reference, query: undefined })).toThrow('PersistedQueryNotFound');
});
