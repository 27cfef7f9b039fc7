import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { postJson, sendHttp } from '../../support/send-http.js';
import { until } from '../../support/until.js';

const query = '{ rows { totalCount } }';
const counted = '{"data":{"rows":{"totalCount":1}}}';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const named = (sha256Hash: unknown, version: unknown = 1): object => ({ persistedQuery: { version, sha256Hash } });
const graphql = { accept: 'application/graphql-response+json' };
const rows = { GD: [{ rank: 1, label: 'a' }] };

describe('automatic persisted queries', () => {
  it('are asked by hash after they were sent once, by POST and by GET', async () => {
    await using federation = await startSmallFederation(rows);
    const extensions = named(hashOf(query));

    const unknown = await postJson(federation.url, { extensions });
    const unknownStrict = await postJson(federation.url, { extensions }, graphql);
    const sent = await postJson(federation.url, { query, extensions });
    const byHash = await postJson(federation.url, { extensions });
    const byUrl = await sendHttp(federation.url, {
      path: `/graphql?${new URLSearchParams({ extensions: JSON.stringify(extensions) }).toString()}`,
      headers: { 'apollo-require-preflight': 'true' },
    });

    expect([unknown.status, unknownStrict.status]).toEqual([200, 400]);
    expect(JSON.parse(unknown.text)).toEqual({
      errors: [
        { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', retryable: false } },
      ],
    });
    expect([sent, byHash, byUrl].map(({ text }) => text)).toEqual([counted, counted, counted]);
  });

  it('are not remembered under a hash that is not theirs', async () => {
    await using federation = await startSmallFederation(rows);
    const extensions = named(hashOf('{ federation { __typename } }'));

    const sent = await postJson(federation.url, { query, extensions });
    const asked = await postJson(federation.url, { extensions });

    expect([sent.status, sent.codes, asked.codes]).toEqual([400, ['BAD_REQUEST'], ['PERSISTED_QUERY_NOT_FOUND']]);
  });

  it.each([named(hashOf(query), 2), named(1), { persistedQuery: 'x' }])('are refused as %j', async (extensions) => {
    await using federation = await startSmallFederation(rows);

    const answer = await postJson(federation.url, { query, extensions });

    expect([answer.status, answer.codes]).toEqual([400, ['BAD_REQUEST']]);
  });

  it('are forgotten when others have come, so that they take no more than 8 MB', async () => {
    await using federation = await startSmallFederation(rows);
    const send = async (text: string) =>
      (await postJson(federation.url, { query: text, extensions: named(hashOf(text)) })).text;
    const padding = '#'.repeat(60_000);

    await send(query);
    for (let index = 0; index < 150; index += 1) await send(`{ __typename } # ${index}${padding}`);
    const answer = await postJson(federation.url, { extensions: named(hashOf(query)) });

    expect(answer.codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });
});

describe('persisted documents', () => {
  const counting = `sha256:${hashOf(query)}`;
  const documents = { [counting]: query, greet: 'query Greet { __typename }' };

  /** A gateway that reads its documents from a file, which the test may write anew. */
  async function startWithDocuments(
    documentsOnly: boolean,
  ): Promise<SmallFederation & { write(content: object): void }> {
    const directory = mkdtempSync(path.join(tmpdir(), 'tongban-documents-'));
    const file = path.join(directory, 'documents.json');
    const write = (content: object): void => writeFileSync(file, JSON.stringify(content));
    write(documents);
    const settings = { documents: { file, text: JSON.stringify(documents) }, documentsOnly };
    const federation = await startSmallFederation(rows, settings);
    return {
      ...federation,
      write,
      async [Symbol.asyncDispose]() {
        await federation[Symbol.asyncDispose]();
        rmSync(directory, { recursive: true });
      },
    };
  }

  it('are asked by id, by POST and by GET, and by a bare hash as clients of the older protocol do', async () => {
    await using federation = await startWithDocuments(false);

    const answers = [
      await postJson(federation.url, { documentId: counting }),
      await postJson(federation.url, { extensions: named(hashOf(query)) }),
      await sendHttp(federation.url, {
        path: `/graphql?documentId=${counting}`,
        headers: { 'graphql-require-preflight': '1' },
      }),
      await postJson(federation.url, { query }),
    ];
    const greeted = await postJson(federation.url, { documentId: 'greet', operationName: 'Greet' });

    expect(answers.map(({ text }) => text)).toEqual(answers.map(() => counted));
    expect(greeted.text).toBe('{"data":{"__typename":"Query"}}');
  });

  it('are refused when the id is unknown, stands beside a query, or is no text', async () => {
    await using federation = await startWithDocuments(false);

    const unknown = await postJson(federation.url, { documentId: 'toString' }, graphql);
    const both = await postJson(federation.url, { documentId: 'greet', query });
    const number = await postJson(federation.url, { documentId: 1 });

    expect([unknown.status, unknown.codes]).toEqual([400, ['PERSISTED_DOCUMENT_NOT_FOUND']]);
    expect([both.status, both.codes]).toEqual([400, ['BAD_REQUEST']]);
    expect([number.status, number.codes]).toEqual([400, ['BAD_REQUEST']]);
  });

  it('are all that is executed with --documents-only', async () => {
    await using federation = await startWithDocuments(true);

    const byId = await postJson(federation.url, { documentId: 'greet' });
    const byText = await postJson(federation.url, { query }, graphql);
    const registered = await postJson(federation.url, { query: '{ a: __typename }', extensions: named('0') });
    const byHash = await postJson(federation.url, { extensions: named(hashOf('{ a: __typename }')) });

    expect(byId.status).toBe(200);
    expect([byText.status, byText.codes]).toEqual([400, ['PERSISTED_DOCUMENT_REQUIRED']]);
    expect(registered.codes).toEqual(['PERSISTED_DOCUMENT_REQUIRED']);
    expect(byHash.codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  it('follow their file', async () => {
    await using federation = await startWithDocuments(true);

    federation.write({ added: query });
    await until(() => federation.logged.some((line) => line.includes('file changed')));
    const added = await postJson(federation.url, { documentId: 'added' });
    const removed = await postJson(federation.url, { documentId: 'greet' });

    expect(added.text).toBe(counted);
    expect(removed.codes).toEqual(['PERSISTED_DOCUMENT_NOT_FOUND']);
  });
});
