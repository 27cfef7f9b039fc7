import { describe, expect, it } from '@jest/globals';
import { startSmallFederation } from '../../support/small-federation.js';
import { postJson, sendHttp, type HttpAnswer } from '../../support/send-http.js';

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
