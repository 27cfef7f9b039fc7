import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { askGateway } from '../support/ask-gateway.js';
import type { Misbehaviour } from '../support/stand-in-province.js';
import { startSmallFederation, type SmallFederation } from '../support/small-federation.js';
import { until } from '../support/until.js';

const rows = {
  GD: [{ rank: 1, label: 'a' }],
  HN: [
    { rank: 2, label: 'b' },
    { rank: 5, label: 'c' },
  ],
  SC: [{ rank: 3, label: 'd' }],
};

const PROVINCE_TIMEOUT_MS = 1000;
const query =
  '{ rows { nodes { id label } totalCount coverage { exact answered { code } missing { province { code } reason } } } }';

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation(rows, { provinceTimeoutMs: PROVINCE_TIMEOUT_MS });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

const nothing = '{ "data": { "rows": null } }';
const answerWith =
  (
    body: string,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
    status = 200,
  ): Misbehaviour =>
  (response) => {
    response.writeHead(status, headers).end(body);
    return 'handled';
  };
/** Changes the real answer's text before it goes out. */
const rewrite =
  (change: (text: string) => string): Misbehaviour =>
  (response, answer) => {
    response.setHeader('content-type', 'application/json').end(change(JSON.stringify(answer)));
    return 'handled';
  };

describe('a province that fails', () => {
  it.each<[string, string, Misbehaviour]>([
    ['closes the connection', 'UNREACHABLE', (response) => (response.destroy(), 'handled')],
    ['never answers', 'TIMEOUT', () => 'handled'],
    ['stalls in the middle', 'TIMEOUT', (response) => (response.writeHead(200).write('{ "data": '), 'handled')],
    ['answers with a page of HTML', 'CONTRACT_BREACH', answerWith('<html>', { 'content-type': 'text/html' })],
    ['answers 502', 'FAULT', answerWith('bad gateway', {}, 502)],
    ['redirects', 'FAULT', answerWith('', { location: 'http://127.0.0.1:1/' }, 302)],
    ['answers null without an error', 'CONTRACT_BREACH', answerWith(nothing)],
    ['answers with an error only', 'FAULT', answerWith('{ "errors": [{ "message": "SELECT * FROM secret" }] }')],
    [
      'sends more than anyone could want',
      'CONTRACT_BREACH',
      answerWith(`{ "data": "${'x'.repeat(2 * 1024 * 1024)}" }`),
    ],
    [
      'sends cursors that are none',
      'CONTRACT_BREACH',
      rewrite((text) => text.replace(/"cursor":"[^"]*"/g, '"cursor":"?"')),
    ],
    ['sends a cursor without its row', 'CONTRACT_BREACH', rewrite((text) => text.replace(/,"node":\{[^}]*\}/, ''))],
    ['counts in words', 'CONTRACT_BREACH', rewrite((text) => text.replace(/"totalCount":\d+/, '"totalCount":"two"'))],
    ['claims the rows of another', 'CONTRACT_BREACH', rewrite(claimRows)],
  ])(
    'and %s is missing for the reason %s, and the rows of the others are all there',
    async (_what, reason, misbehaviour) => {
      federation.province('HN').misbehave(misbehaviour);
      const began = performance.now();

      const answer = await federation.query(query);

      expect(answer).toMatchObject({
        status: 200,
        data: {
          rows: {
            nodes: [
              { id: 'GD:Row:0', label: 'a' },
              { id: 'SC:Row:0', label: 'd' },
            ],
            totalCount: 2,
            coverage: {
              exact: false,
              answered: [{ code: 'GD' }, { code: 'SC' }],
              missing: [{ province: { code: 'HN' }, reason }],
            },
          },
        },
        extensions: { missing: [{ field: 'rows', province: 'HN', reason }] },
      });
      expect(answer.errors).toBeUndefined();
      expect(performance.now() - began).toBeLessThan(10 * PROVINCE_TIMEOUT_MS);
      expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|secret|at .*\.ts/);
    },
  );

  it('and is stopped leaves an answer of the others, even when only one is left', async () => {
    await federation.province('HN')[Symbol.asyncDispose]();
    await federation.province('GD')[Symbol.asyncDispose]();

    expect(await federation.query(query)).toMatchObject({
      data: { rows: { nodes: [{ id: 'SC:Row:0' }], coverage: { answered: [{ code: 'SC' }] } } },
    });
  });

  it('and is the only one asked gives an empty page that says so', async () => {
    await federation.province('HN')[Symbol.asyncDispose]();

    const answer = await federation.query(
      '{ rows(provinces: ["HN"]) { nodes { id } coverage { exact missing { reason } } } }',
    );

    expect(answer.data).toEqual({
      rows: { nodes: [], coverage: { exact: false, missing: [{ reason: 'UNREACHABLE' }] } },
    });
  });

  it('and owns what is asked for gives null there, with an error that names field and province', async () => {
    await federation.province('HN')[Symbol.asyncDispose]();

    const answer = await federation.query('{ hn: row(id: "HN:Row:0") { id } gd: row(id: "GD:Row:0") { id } }');

    expect(answer.data).toEqual({ hn: null, gd: { id: 'GD:Row:0' } });
    expect(answer.errors).toEqual([
      {
        message: 'The province could not be reached.',
        path: ['hn'],
        extensions: { code: 'PROVINCE_UNREACHABLE', province: 'HN', retryable: true },
      },
    ]);
  });

  it('and is missing from a plain list, which has no coverage, is an error beside the others', async () => {
    federation.province('HN').misbehave(() => 'handled');

    const answer = await federation.query('{ labels }');

    expect(answer.data).toEqual({ labels: ['a', 'd'] });
    expect(answer.errors).toMatchObject([
      { path: ['labels'], extensions: { code: 'PROVINCE_TIMEOUT', province: 'HN' } },
    ]);
  });
});

describe('a province that is missing for a while', () => {
  const since = '{ rows { coverage { missing { since } } } }';

  it('is missing since its first failure, until it answers again; the log has a line for each, and the cause', async () => {
    federation.province('HN').misbehave((response) => (response.destroy(), 'handled'));
    await federation.query(since);
    federation.passTime(60_000);
    const later = await federation.query(since);
    federation.province('HN').misbehave(undefined);
    await federation.query(since);
    federation.province('HN').misbehave(() => 'handled');
    const again = await federation.query(since);

    expect(later.data).toEqual({ rows: { coverage: { missing: [{ since: '2026-07-01T00:00:00.000Z' }] } } });
    expect(again.data).toEqual({ rows: { coverage: { missing: [{ since: '2026-07-01T00:01:00.000Z' }] } } });
    expect(federation.logged.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'warn', message: 'province does not answer', province: 'HN', code: 'PROVINCE_UNREACHABLE' },
      { level: 'info', message: 'province answers again', province: 'HN' },
      { level: 'warn', message: 'province does not answer', province: 'HN', code: 'PROVINCE_TIMEOUT' },
    ]);
    expect(federation.logged[0]).toMatch(/"cause":"no answer from 127\.0\.0\.1:\d+ · other side closed"/);
  });

  it('is not blamed for a client that went away', async () => {
    const reached = Promise.withResolvers<undefined>();
    federation.province('HN').misbehave(() => (reached.resolve(undefined), 'handled'));
    const leaving = new AbortController();
    const gone = fetch(`${federation.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: since }),
      signal: leaving.signal,
    });
    await reached.promise;
    leaving.abort();
    await expect(gone).rejects.toThrow();
    federation.province('HN').misbehave(undefined);

    expect((await federation.query(since)).data).toEqual({ rows: { coverage: { missing: [] } } });
    expect(federation.logged).toEqual([]);
  });
});

describe('a province that goes on being silent', () => {
  const reasons = '{ rows(provinces: ["GD", "HN"]) { coverage { missing { reason } } } }';
  const breaker = { failures: 3, firstTrialMs: 20, lastTrialMs: 40 };
  const missing = (reason: string): object => ({ rows: { coverage: { missing: [{ reason }] } } });

  it.each<[string, Misbehaviour]>([
    ['TIMEOUT', () => 'handled'],
    ['UNREACHABLE', (response) => (response.destroy(), 'handled')],
  ])(
    'is missing (%s) at the cost of a trial now and then, and is back when it answers',
    async (reason, misbehaviour) => {
      await using small = await startSmallFederation(rows, { provinceTimeoutMs: 300, breaker });
      const province = small.province('HN');
      province.misbehave(misbehaviour);
      for (let count = 0; count < breaker.failures; count += 1) await small.query(reasons);
      const [silent, other] = [province.requests.length, small.province('GD').requests.length];

      const answers = await Promise.all(Array.from({ length: 50 }, () => small.query(reasons)));

      expect(answers.map(({ data }) => data)).toEqual(answers.map(() => missing(reason)));
      const asked = province.requests.slice(silent);
      expect(asked.filter(({ query: text }) => text !== '{ __typename }')).toEqual([]);
      expect(small.province('GD').requests.length).toBeGreaterThan(other);
      province.misbehave(undefined);
      await until(
        async () => JSON.stringify((await small.query(reasons)).data) === '{"rows":{"coverage":{"missing":[]}}}',
      );
    },
  );
});

describe('a client that wants complete answers only', () => {
  const complete = { 'x-tongban-coverage': 'complete' };

  it('gets them while all provinces answer', async () => {
    const answer = await askGateway(federation.url, { query: '{ rows { totalCount } totals { count } }' }, complete);

    expect(answer).toEqual({ status: 200, data: { rows: { totalCount: 4 }, totals: { count: 4 } } });
  });

  it('gets one error that names who is missing, and why, instead of a part', async () => {
    await federation.province('HN')[Symbol.asyncDispose]();

    const answer = await askGateway(federation.url, { query: '{ rows { totalCount } }' }, complete);

    expect(answer.data).toBeNull();
    expect(answer.errors).toEqual([
      {
        message: 'The answer is not complete. Missing: HN (UNREACHABLE).',
        path: ['rows'],
        extensions: { code: 'INCOMPLETE', retryable: true },
      },
    ]);
  });

  it('is told when it misspells what it wants', async () => {
    const answer = await askGateway(federation.url, { query }, { 'x-tongban-coverage': 'all' });

    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

function claimRows(text: string): string {
  return text.replace(/"cursor":"([^"]*)"/g, (_match, cursor: string) => {
    const forged = Buffer.from(cursor, 'base64url').toString('utf8').replaceAll('HN:', 'GD:');
    return `"cursor":"${Buffer.from(forged).toString('base64url')}"`;
  });
}

describe('a province that mixes up entities', () => {
  const featured = 'query ($ids: [ID!]!) { featured(ids: $ids) { id label } }';
  const ids = ['HN:Row:0', 'HN:Row:1', 'GD:Row:0'];

  it.each<[string, Misbehaviour]>([
    ['in another order', rewrite((text) => reorder(text))],
    [
      'one too few',
      rewrite((text) => text.replace(/\{"__typename":"Row","__key":"HN:Row:1"[^}]*\},?/, '').replace(',]', ']')),
    ],
    ['of another type', rewrite((text) => text.replaceAll('"__typename":"Row"', '"__typename":"Case"'))],
  ])('%s never puts one under the id of another', async (_what, misbehaviour) => {
    federation.province('HN').misbehave(misbehaviour);

    const answer = await federation.query(featured, { ids });
    const shown = (answer.data as unknown as { featured: ({ id: string; label: string } | null)[] }).featured;

    expect(shown[2]).toEqual({ id: 'GD:Row:0', label: 'a' });
    expect(shown.slice(0, 2)).toEqual([null, null]);
    expect(answer.errors?.map(({ path, extensions }) => [path?.[1], extensions.code])).toEqual(
      expect.arrayContaining([
        [0, 'CONTRACT_BREACH'],
        [1, 'CONTRACT_BREACH'],
      ]),
    );
  });
});

function reorder(text: string): string {
  const answer = JSON.parse(text) as { data: { __entities0: unknown[] } };
  answer.data.__entities0.reverse();
  return JSON.stringify(answer);
}
