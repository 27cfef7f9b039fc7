import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { postJson, sendHttp } from '../../support/send-http.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

let url: string;
let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation({ GD: [] });
  ({ url } = federation);
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

describe('Accept', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['application/graphql-response+json', GRAPHQL_TYPE],
    ['APPLICATION/GraphQL-Response+JSON', GRAPHQL_TYPE],
    ['application/graphql-response+json;charset=UTF-8', GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
    ['application/json, application/graphql-response+json', JSON_TYPE],
    ['application/graphql-response+json;q=0.1, application/json;q=0.2', JSON_TYPE],
    ['application/graphql-response+json;q=0, */*', JSON_TYPE],
    ['application/json;q=0, */*', GRAPHQL_TYPE],
    ['text/html, application/json;q=0.1', JSON_TYPE],
  ])('%s is answered %s', async (accept, type) => {
    const answer = await postJson(url, { query: '{ __typename }' }, accept === undefined ? {} : { accept });

    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
      200,
      type,
      '{"data":{"__typename":"Query"}}',
    ]);
    expect(answer.headers.vary).toBe('accept, accept-encoding');
  });

  it.each([
    'text/html',
    'application/json;q=0',
    'application/json;charset=utf-16',
    'application/xml, text/*',
    'nonsense',
  ])('%s is refused with 406', async (accept) => {
    const answer = await postJson(url, { query: '{ __typename }' }, { accept });

    expect([answer.status, answer.codes, answer.headers['content-type']]).toEqual([406, ['NOT_ACCEPTABLE'], JSON_TYPE]);
  });

  it('of 12 kB makes no large headers', async () => {
    const accept = `${'application/x-nothing;q=0.1,'.repeat(440)}application/json`;

    const answer = await postJson(url, { query: '{ __typename }' }, { accept });

    expect(accept.length).toBeGreaterThan(12_000);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.headers).length).toBeLessThan(500);
  });
});

describe('a request that cannot be executed', () => {
  const refusals: readonly (readonly [code: string, request: Readonly<Record<string, unknown>>])[] = [
    ['GRAPHQL_PARSE_FAILED', { query: '{' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
    ['OPERATION_RESOLUTION_FAILURE', { query: 'query A { __typename }', operationName: 'B' }],
    ['OPERATION_RESOLUTION_FAILURE', { query: 'query A { __typename } query B { __typename }' }],
    ['OPERATION_RESOLUTION_FAILURE', { query: 'subscription { __typename }' }],
    ['BAD_USER_INPUT', { query: 'query ($id: ID!) { row(id: $id) { id } }' }],
  ];

  it.each(refusals)('is 400 %s as a GraphQL response and 200 as plain JSON: %j', async (code, request) => {
    const graphql = await postJson(url, request, { accept: 'application/graphql-response+json' });
    const plain = await postJson(url, request, { accept: 'application/json' });

    expect([graphql.status, graphql.codes, graphql.headers['content-type']]).toEqual([400, [code], GRAPHQL_TYPE]);
    expect([plain.status, plain.codes, plain.headers['content-type']]).toEqual([200, [code], JSON_TYPE]);
    expect(graphql.text).not.toContain('"data"');
  });

  it('is 200 in both when it was executed and gave null with an error', async () => {
    const accept = 'application/graphql-response+json';
    const answer = await postJson(url, { query: '{ row(id: "XX:Row:1") { id } }' }, { accept });

    expect([answer.status, answer.codes, answer.headers['content-type']]).toEqual([
      200,
      ['UNKNOWN_PROVINCE'],
      GRAPHQL_TYPE,
    ]);
  });
});

describe('a request that is not well formed', () => {
  it.each([
    ['{ "not a JSON'],
    ['null'],
    ['[]'],
    ['[{"query":"{ __typename }"}]'],
    ['"text"'],
    ['{}'],
    ['{"query":1}'],
    ['{"query":{}}'],
    ['{"query":"{ __typename }","operationName":[]}'],
    ['{"query":"{ __typename }","variables":"{}"}'],
    ['{"query":"{ __typename }","variables":[]}'],
    ['{"query":"{ __typename }","extensions":1}'],
    ['{"query":"{ __typename }","variables":{"__proto__":{}}}'],
    [''],
  ])('is 400 in both media types: %s', async (body) => {
    for (const [accept, type] of [
      ['application/json', JSON_TYPE],
      ['application/graphql-response+json', GRAPHQL_TYPE],
    ] as const) {
      const answer = await postJson(url, body, { accept });

      expect([answer.status, answer.codes, answer.headers['content-type']]).toEqual([400, ['BAD_REQUEST'], type]);
    }
  });

  it('is 415 when the body is said to be compressed', async () => {
    const answer = await postJson(url, { query: '{ __typename }' }, { 'content-encoding': 'gzip' });

    expect([answer.status, answer.codes]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  });

  it('is 413 when the body is larger than 256 kB', async () => {
    const answer = await postJson(url, { query: `{ __typename } #${'x'.repeat(256 * 1024)}` });

    expect([answer.status, answer.codes]).toEqual([413, ['BODY_TOO_LARGE']]);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'query=%7B__typename%7D'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/plain', '{"query":"{ __typename }"}'],
    ['application/graphql', '{ __typename }'],
    ['application/json; charset=utf-16', '{"query":"{ __typename }"}'],
    ['application/json; charset="latin1"', '{"query":"{ __typename }"}'],
    ['application/jsonx', '{"query":"{ __typename }"}'],
    ['nonsense', '{"query":"{ __typename }"}'],
    [undefined, '{"query":"{ __typename }"}'],
  ])('is 415 with the content type %s', async (type, body) => {
    const answer = await sendHttp(url, { headers: type === undefined ? {} : { 'content-type': type }, body });

    expect([answer.status, answer.codes]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  });

  it.each(['application/json;charset=utf-8', 'application/json; charset="UTF-8"', 'Application/JSON'])(
    'is nothing wrong with the content type %s',
    async (type) => {
      const answer = await postJson(url, { query: '{ __typename }' }, { 'content-type': type });

      expect(answer.status).toBe(200);
    },
  );

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('is 405 with the method %s', async (method) => {
    const answer = await sendHttp(url, { method, headers: { 'content-type': 'text/plain' } });

    expect([answer.status, answer.codes, answer.headers.allow]).toEqual([405, ['METHOD_NOT_ALLOWED'], 'GET, POST']);
  });
});

it('answers everything with nosniff, and nothing with a stack', async () => {
  const paths = ['/', '/graphql', '/livez', '/schema.graphql', '/nowhere', '/%zz', '/graphql?variables=%7B'];
  const answers = await Promise.all(paths.map((path) => sendHttp(url, { path })));

  expect(answers.map(({ status }) => status)).toEqual([200, 403, 200, 200, 404, 400, 403]);
  expect(answers.filter(({ headers }) => headers['x-content-type-options'] !== 'nosniff')).toEqual([]);
  expect(answers.slice(1).filter(({ text }) => /\bat .+:\d+:\d+|node_modules|\.ts\b/.test(text))).toEqual([]);
});
