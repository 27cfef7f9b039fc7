// What every answer says to a browser, whatever was asked and however it went.
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { postJson, sendHttp, type HttpMessage } from '../../support/send-http.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const portal = 'https://portal.example.cn';
let federation: SmallFederation;
let tokens: DevTokens;
beforeAll(async () => {
  tokens = createDevTokens();
  const rateLimits = { known: undefined, anonymous: 100 };
  federation = await startSmallFederation(
    { GD: [{ rank: 1, label: 'a' }] },
    { corsOrigins: [portal], rateLimits, trustedProxies: 1 },
  );
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
  tokens[Symbol.dispose]();
});

const forAll = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
};
const forData = {
  ...forAll,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
const forPages = {
  ...forAll,
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
  'content-security-policy': expect.stringMatching(/default-src 'self'; script-src 'self'; .*frame-ancestors 'none'/),
};
const post = (query: string, headers: Readonly<Record<string, string>> = {}): HttpMessage => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ query }),
});
const get = '/graphql?query=%7B__typename%7D';
const preflight = { 'graphql-require-preflight': '1' };

const data: readonly (readonly [string, number, HttpMessage])[] = [
  ['data', 200, post('{ rows { totalCount } }')],
  ['data for another origin', 200, post('{ __typename }', { origin: portal })],
  ['data by GET', 200, { path: get, headers: preflight }],
  ['mistakes', 200, post('{ nothing }')],
  ['what cannot be executed', 400, post('{ nothing }', { accept: 'application/graphql-response+json' })],
  ['a wrong media type', 415, { body: 'query=%7B__typename%7D' }],
  ['a missing preflight', 403, { path: get }],
  ['another method', 405, { method: 'PUT' }],
  ['a preflight', 204, { method: 'OPTIONS', headers: { origin: portal, 'access-control-request-method': 'POST' } }],
  ['the liveness', 200, { path: '/livez' }],
  ['the readiness', 200, { path: '/readyz' }],
  ['a wrong place', 404, { path: '/nowhere' }],
  ['a wrong path', 400, { path: '/%zz' }],
];

describe('for a browser an answer is sealed that is', () => {
  it.each(data)('%s (%d)', async (_what, status, message) => {
    const answer = await sendHttp(federation.url, message);

    expect([answer.status, answer.headers]).toEqual([status, expect.objectContaining(forData)]);
  });

  it('any of them where no other origin may ask', async () => {
    await using alone = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] });

    const answers = await Promise.all(data.map(([, , message]) => sendHttp(alone.url, message)));

    for (const { headers } of answers) expect(headers).toMatchObject(forData);
  });

  it.each([
    ['open', 'no-cache'],
    ['known', 'private, no-cache'],
  ] as const)('the schema, which is kept where it is %s, and asked about again', async (introspection, caching) => {
    await using shown = await startSmallFederation(
      { GD: [{ rank: 1, label: 'a' }] },
      { introspection, issuer: tokens.issuer },
    );
    const bearer = introspection === 'known' ? await tokens.bearer() : {};

    const first = await sendHttp(shown.url, { path: '/schema.graphql', headers: bearer });
    const tag = String(first.headers.etag);
    const ask = async (named: string) =>
      await sendHttp(shown.url, { path: '/schema.graphql', headers: { ...bearer, 'if-none-match': named } });
    const same = [tag, `W/${tag}`, `"other", ${tag}`, '*'];
    const again = await Promise.all([...same, '"other"', tag.toUpperCase()].map(ask));

    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(again.map(({ status }) => status)).toEqual([304, 304, 304, 304, 200, 200]);
    expect(again.map(({ text }) => text === '')).toEqual([true, true, true, true, false, false]);
    for (const { headers } of [first, ...again])
      expect(headers).toMatchObject({ ...forData, 'cache-control': caching, vary: 'authorization', etag: tag });
  });

  it('a refusal by rate', async () => {
    const from = { 'x-forwarded-for': '198.51.100.7', origin: portal };
    await postJson(federation.url, { query: '{ rows { totalCount } }' }, from);

    const { status, headers } = await postJson(federation.url, { query: '{ rows { totalCount } }' }, from);

    expect([status, headers]).toEqual([429, expect.objectContaining(forData)]);
    expect(headers['access-control-expose-headers']).toBe('retry-after');
  });

  it('no answer to a message, but an end of it', async () => {
    const socket = connect(Number(new URL(federation.url).port), '127.0.0.1');
    await once(socket, 'connect');

    socket.write('hello\r\n\r\n');
    const answer = await text(socket);

    for (const [name, value] of Object.entries(forData)) expect(answer).toContain(`\r\n${name}: ${value}\r\n`);
  });

  it.each(['/', '/playground'])('the page or file %s', async (path) => {
    const first = await sendHttp(federation.url, { path });
    const again = await sendHttp(federation.url, { path, headers: { 'if-none-match': String(first.headers.etag) } });

    expect([first.status, again.status]).toEqual([200, 304]);
    for (const { headers } of [first, again]) expect(headers).toMatchObject(forPages);
  });
});
