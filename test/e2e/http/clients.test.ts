import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type HttpAnswer, postJson, sendHttp } from '../../support/send-http.js';
import { type SmallFederation, startSmallFederation } from '../../support/small-federation.js';
import { until } from '../../support/until.js';

describe('compression', () => {
  const large = { query: '{ rows(first: 100) { nodes { id rank label } } }' };
  const small = { query: '{ __typename }' };

  let federation: SmallFederation;
  let plain: string;
  beforeAll(async () => {
    const rows = Array.from({ length: 100 }, (_, rank) => ({ rank, label: '普通护照换发' }));
    federation = await startSmallFederation({ GD: rows });
    ({ text: plain } = await postJson(federation.url, large));
  });
  afterAll(async () => {
    await federation[Symbol.asyncDispose]();
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, br', 'br'],
    ['*', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0.5, gzip;q=1.0', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
  ])('a large answer is compressed as the client prefers: %s', async (accept, coding) => {
    const answer = await postJson(federation.url, large, { 'accept-encoding': accept });

    const decompressed = coding === 'br' ? brotliDecompressSync(answer.bytes) : gunzipSync(answer.bytes);
    expect(answer.headers['content-encoding']).toBe(coding);
    expect(decompressed.toString('utf8')).toBe(plain);
    expect(answer.headers).toMatchObject({
      vary: 'accept, accept-encoding',
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(answer.bytes.length),
    });
    expect(answer.bytes.length).toBeLessThan(plain.length / 4);
  });

  it.each([undefined, 'identity', 'gzip;q=0, br;q=0', 'deflate', 'nonsense;;;'])(
    'a large answer is sent as it is when the client takes no other: %s',
    async (accept) => {
      const answer = await postJson(federation.url, large, accept === undefined ? {} : { 'accept-encoding': accept });

      expect(answer.headers['content-encoding']).toBeUndefined();
      expect(answer.text).toBe(plain);
      expect(answer.headers.vary).toBe('accept, accept-encoding');
    },
  );

  it('a small answer is never compressed', async () => {
    const answer = await postJson(federation.url, small, { 'accept-encoding': 'gzip, br' });

    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.text).toBe('{"data":{"__typename":"Query"}}');
  });
});

describe('pages of other origins', () => {
  const portal = 'https://portal.example.cn';
  const row = { rank: 1, label: 'a' };
  const get = (parameters: Readonly<Record<string, string>>): string =>
    `/graphql?${new URLSearchParams(parameters).toString()}`;
  const crossOrigin = ({ headers }: HttpAnswer): readonly string[] =>
    Object.keys(headers).filter((name) => name.startsWith('access-control-'));

  describe('a request by GET', () => {
    const preflight = { 'graphql-require-preflight': '1' };

    it('is refused without a header that forces a preflight, and asks nobody', async () => {
      await using federation = await startSmallFederation({ GD: [row] });

      const answers = await Promise.all(
        [{}, { 'content-type': 'text/plain' }, { accept: 'application/json' }].map((headers) =>
          sendHttp(federation.url, { path: get({ query: '{ rows { totalCount } }' }), headers }),
        ),
      );

      expect(answers.map(({ status, codes }) => [status, codes])).toEqual(
        answers.map(() => [403, ['PREFLIGHT_REQUIRED']]),
      );
      expect(federation.province('GD').requests).toEqual([]);
    });

    it.each(['graphql-require-preflight', 'apollo-require-preflight'])('is answered with %s', async (header) => {
      await using federation = await startSmallFederation({ GD: [row] });
      const query = 'query A { __typename } query B($label: String) { rows(label: $label) { totalCount } }';
      const path = get({ query, operationName: 'B', variables: '{"label":"a"}' });

      const answer = await sendHttp(federation.url, { path, headers: { [header]: 'x' } });

      expect([answer.status, answer.text]).toEqual([200, '{"data":{"rows":{"totalCount":1}}}']);
    });

    it('runs nothing for HEAD, and lets nobody keep its answer', async () => {
      await using federation = await startSmallFederation({ GD: [row] });
      const path = get({ query: '{ rows { totalCount } }' });

      const head = await sendHttp(federation.url, { path, method: 'HEAD', headers: preflight });
      const before = federation.province('GD').requests.length;
      const answer = await sendHttp(federation.url, { path, headers: preflight });

      expect([head.status, head.headers.allow, before]).toEqual([405, 'GET, POST', 0]);
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    });

    it.each(['application/json', 'application/graphql-response+json'])('never runs a mutation (%s)', async (accept) => {
      await using federation = await startSmallFederation({ GD: [row] });
      const path = get({ query: 'mutation { rename(id: "GD:Row:0", label: "b") { label } }' });

      const answer = await sendHttp(federation.url, { path, headers: { ...preflight, accept } });

      expect([answer.status, answer.codes, answer.headers.allow]).toEqual([405, ['METHOD_NOT_ALLOWED'], 'POST']);
      expect(federation.province('GD').requests).toEqual([]);
    });

    it.each([
      {},
      { query: '{ __typename }', variables: '{' },
      { query: '{ __typename }', variables: '[]' },
      { query: '{ __typename }', extensions: '1' },
    ])('is 400 when its parameters are wrong: %j', async (parameters) => {
      await using federation = await startSmallFederation({ GD: [] });

      const answer = await sendHttp(federation.url, { path: get({ ...parameters }), headers: preflight });

      expect([answer.status, answer.codes]).toEqual([400, ['BAD_REQUEST']]);
    });
  });

  describe('pages of other origins', () => {
    const ask = { query: '{ __typename }' };
    const askFirst = { origin: portal, 'access-control-request-method': 'POST' };

    it('may not ask unless their origin is named', async () => {
      await using federation = await startSmallFederation({ GD: [] });

      const answers = [
        await postJson(federation.url, ask, { origin: portal }),
        await sendHttp(federation.url, { method: 'OPTIONS', headers: askFirst }),
      ];

      expect(answers.map(crossOrigin)).toEqual([[], []]);
      expect(answers.map(({ status }) => status)).toEqual([200, 405]);
    });

    it('may ask when it is, without credentials and with our headers only', async () => {
      await using federation = await startSmallFederation(
        { GD: [] },
        { corsOrigins: [portal, 'https://two.example.cn'] },
      );
      const wanted = `x-anything, ${'x-long-'.repeat(1500)}`;

      const preflight = await sendHttp(federation.url, {
        method: 'OPTIONS',
        headers: { ...askFirst, 'access-control-request-headers': wanted },
      });
      const answer = await postJson(federation.url, ask, { origin: portal });
      const refusal = await postJson(federation.url, '{', { origin: portal });

      expect(preflight.headers).toMatchObject({
        'access-control-allow-origin': portal,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': expect.not.stringContaining('x-anything'),
      });
      expect(preflight.status).toBe(204);
      expect(JSON.stringify(preflight.headers).length).toBeLessThan(800);
      for (const { headers } of [answer, refusal]) {
        expect(headers).toMatchObject({
          'access-control-allow-origin': portal,
          vary: expect.stringMatching(/^origin, accept/i),
        });
      }
      expect([preflight, answer].flatMap(crossOrigin)).not.toContain('access-control-allow-credentials');
    });

    it.each(['https://portal.example.cn.evil.example', 'http://portal.example.cn', 'null', 'https://two.example'])(
      'may not ask when only others are: %s',
      async (origin) => {
        await using federation = await startSmallFederation({ GD: [] }, { corsOrigins: [portal, 'https://b.example'] });

        const answers = [
          await postJson(federation.url, ask, { origin }),
          await sendHttp(federation.url, { method: 'OPTIONS', headers: { ...askFirst, origin } }),
        ];

        expect(answers.map(({ headers }) => headers['access-control-allow-origin'])).toEqual([undefined, undefined]);
        expect(answers[0]?.headers.vary).toMatch(/^origin, accept/i);
      },
    );
  });
});

describe('persisted documents', () => {
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
});
