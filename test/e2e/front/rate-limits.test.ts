// What callers may spend, through a whole gateway. Buckets of 640 units are filled by 11 a second, so what is refused
// here stays refused for as long as a test runs.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayOptions } from '../../../gateway/gateway.js';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { postJson, sendHttp, type HttpAnswer } from '../../support/send-http.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const ALL = '{ rows(first: 9) { nodes { id } } }'; // 32 provinces × (1 + 1 + 9 × 2)
const LIMIT = 640;
const ONE = '{ row(id: "GD:Row:0") { label } }'; // 2

let tokens: DevTokens;
beforeAll(() => {
  tokens = createDevTokens();
});
afterAll(() => tokens[Symbol.dispose]());

function start(settings: Partial<GatewayOptions>): Promise<SmallFederation> {
  return startSmallFederation({ GD: [{ rank: 1, label: 'a' }] }, { issuer: tokens.issuer, ...settings });
}

const anonymous = { rateLimits: { known: undefined, anonymous: LIMIT } };
const ask = (
  { url }: SmallFederation,
  query: string,
  headers?: Readonly<Record<string, string>>,
): Promise<HttpAnswer> => postJson(url, { query }, headers);
const of = ({ status, codes }: HttpAnswer): readonly unknown[] => [status, ...codes];

describe('a caller that has spent what it may', () => {
  it('is told when to come again, and nobody is asked for it', async () => {
    await using federation = await start(anonymous);
    const first = await ask(federation, ALL);
    const { length } = federation.province('GD').requests;

    const second = await ask(federation, ALL);

    expect([of(first), first.headers['retry-after']]).toEqual([[200], undefined]);
    expect(of(second)).toEqual([429, 'RATE_LIMITED']);
    expect(JSON.parse(second.text)).toMatchObject({ errors: [{ extensions: { retryable: true } }] });
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(50);
    expect(Number(second.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(federation.province('GD').requests).toHaveLength(length);
  });

  it('is refused by GET too, and has the same status in both media types', async () => {
    await using federation = await start(anonymous);
    await ask(federation, ALL);
    const headers = { 'graphql-require-preflight': '1', accept: 'application/graphql-response+json' };

    const answer = await sendHttp(federation.url, { path: `/graphql?query=${encodeURIComponent(ALL)}`, headers });

    expect(of(answer)).toEqual([429, 'RATE_LIMITED']);
  });

  it('pays by cost: of what is dear once, of what is cheap often', async () => {
    await using federation = await start({ rateLimits: { known: undefined, anonymous: 20 } });

    const answers: HttpAnswer[] = [];
    for (let count = 0; count < 12; count += 1) answers.push(await ask(federation, ONE));

    expect(answers.slice(0, 10).map(of)).toEqual(answers.slice(0, 10).map(() => [200]));
    expect(answers.slice(11).map(of)).toEqual([[429, 'RATE_LIMITED']]); // the eleventh after 6 s
  });

  it('pays for mistakes, for introspection and for what is asked twice at once', async () => {
    for (const query of ['{ nothing }', '{', '{ __schema { queryType { name } } }', '{ __typename }']) {
      await using federation = await start({ rateLimits: { known: undefined, anonymous: 2 } });

      const answers = await Promise.all([1, 2, 3, 4].map(() => ask(federation, query)));

      expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
    }
  });

  it('is told so for good when the operation costs more than a minute brings', async () => {
    await using federation = await start({ rateLimits: { known: undefined, anonymous: LIMIT - 1 } });

    const answer = await ask(federation, ALL);

    expect(of(answer)).toEqual([200, 'OPERATION_TOO_COSTLY']);
    expect(answer.text).toContain('The operation costs 640 units, and a caller may spend 639 a minute.');
    expect(answer.text).toContain('"retryable":false');
    expect(federation.province('GD').requests).toEqual([]);
  });
});

describe('callers are told apart', () => {
  it('by whom their tokens name, whatever else they say, and anonymous ones spend nothing of theirs', async () => {
    await using federation = await start({ rateLimits: { known: LIMIT, anonymous: LIMIT } });
    const [li, again, wang] = await Promise.all([
      tokens.bearer({ subject: 'li' }),
      tokens.bearer({ subject: 'li', role: 'citizen', scope: 'cases:read' }),
      tokens.bearer({ subject: 'wang' }),
    ]);

    const answers = [];
    for (const headers of [undefined, li, again, wang]) answers.push(await ask(federation, ALL, headers));

    expect(answers.map(of)).toEqual([[200], [200], [429, 'RATE_LIMITED'], [200]]);
  });

  it('by kind, each with a limit of its own or none', async () => {
    await using federation = await start({ rateLimits: { known: 1, anonymous: undefined } });

    const answers = [await ask(federation, ONE), await ask(federation, ONE, await tokens.bearer())];

    expect(answers.map(of)).toEqual([[200], [200, 'OPERATION_TOO_COSTLY']]);
  });

  it('by no token that nobody has signed', async () => {
    await using federation = await start({ issuer: undefined, ...anonymous });

    const answers = [];
    for (const name of ['a', 'b']) answers.push(await ask(federation, ALL, { authorization: `Bearer ${name}` }));

    expect(answers.map(of)).toEqual([[200], [429, 'RATE_LIMITED']]);
  });

  it('by nothing that they can make up themselves', async () => {
    await using open = await start(anonymous);
    await using behind = await start({ ...anonymous, trustedProxies: 1 });
    const from = (forwarded: string): Readonly<Record<string, string>> => ({ 'x-forwarded-for': forwarded });

    const invented = [await ask(open, ALL, from('203.0.113.1')), await ask(open, ALL, from('203.0.113.2'))];
    const proxied = [];
    for (const forwarded of ['198.51.100.1', '203.0.113.9, 198.51.100.1', '198.51.100.2'])
      proxied.push(await ask(behind, ALL, from(forwarded)));

    expect(invented.map(of)).toEqual([[200], [429, 'RATE_LIMITED']]);
    expect(proxied.map(of)).toEqual([[200], [429, 'RATE_LIMITED'], [200]]);
  });
});

it('nobody is limited where no limit is given', async () => {
  await using federation = await start({});

  const answers = await Promise.all([1, 2, 3].map(() => ask(federation, ALL)));

  expect(answers.map(of)).toEqual([[200], [200], [200]]);
});
