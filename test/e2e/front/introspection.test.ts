// Who sees the schema, through a whole gateway: every way to ask for it, by every kind of caller, under every rule.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { introspectionRules } from '../../../gateway/auth/refuse-schema.js';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { postJson, sendHttp } from '../../support/send-http.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const federations = new Map<string, SmallFederation>();
let tokens: DevTokens;
let bearer: Readonly<Record<string, string>>;
beforeAll(async () => {
  tokens = createDevTokens();
  bearer = await tokens.bearer();
  const rows = { GD: [{ rank: 1, label: 'a' }] };
  for (const introspection of introspectionRules) {
    federations.set(introspection, await startSmallFederation(rows, { introspection, issuer: tokens.issuer }));
  }
});
afterAll(async () => {
  for (const federation of federations.values()) await federation[Symbol.asyncDispose]();
  tokens[Symbol.dispose]();
});

const urlOf = (rule: string): string => federations.get(rule)?.url ?? '';

/** Status and code of a refusal; undefined where the schema is shown. */
const table = [
  ['open', 'anonymous', undefined],
  ['open', 'known', undefined],
  ['known', 'anonymous', [401, 'UNAUTHENTICATED']],
  ['known', 'known', undefined],
  ['off', 'anonymous', [403, 'FORBIDDEN']],
  ['off', 'known', [403, 'FORBIDDEN']],
] as const;

const asking = [
  getIntrospectionQuery(),
  '{ __type(name: "Row") { name } }',
  '{ x: __schema { types { name } } row(id: "GD:Row:0") { label } }',
  '{ ... { ...F } } fragment F on Query { ... on Query { __schema { types { name } } } }',
  '{ __schema @skip(if: true) { types { name } } }',
  'query A { __typename } query B { __schema { types { name } } }',
  'query ($name: String!) { __type(name: $name) { name } }',
];

describe.each(table)('where the schema is %s, for a caller that is %s', (rule, caller, refusal) => {
  const headers = (): Readonly<Record<string, string>> => (caller === 'known' ? bearer : {});

  it.each(asking)('it is shown or refused: %#', async (query) => {
    const { length: before } = federations.get(rule)?.province('GD').requests ?? [];
    const content = { query, operationName: query.startsWith('query A') ? 'B' : undefined, variables: { name: 'Row' } };

    const answer = await postJson(urlOf(rule), content, headers());

    expect([answer.status, ...answer.codes]).toEqual(refusal ?? [200]);
    if (refusal === undefined) return;
    expect(answer.text).not.toContain('Row');
    expect(federations.get(rule)?.province('GD').requests).toHaveLength(before);
  });

  it('it is a file or refused', async () => {
    const answer = await sendHttp(urlOf(rule), { path: '/schema.graphql', headers: headers() });
    const again = await sendHttp(urlOf(rule), {
      path: '/schema.graphql',
      headers: { ...headers(), 'if-none-match': '*' },
    });

    expect([answer.status, ...answer.codes]).toEqual(refusal ?? [200]);
    expect(answer.text.includes('type Row')).toBe(refusal === undefined);
    // Who may not see it does not learn either whether it is another than the one that he has.
    expect([again.status, ...again.codes]).toEqual(refusal ?? [304]);
    if (refusal !== undefined) expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    if (refusal !== undefined) expect([answer.headers.etag, again.headers.etag]).toEqual([undefined, undefined]);
  });

  it.each([
    ['{ row(id: "GD:Row:0") { labels } }', {}, 'labels', 'label"'],
    ['{ rowz { totalCount } }', {}, 'rowz', 'rows'],
    ['{ rows(labl: "a") { totalCount } }', {}, 'labl', '"label"'],
    ['{ rows(orderBy: RANK_ASK) { totalCount } }', {}, 'RANK_ASK', 'RANK_ASC'],
    ['{ node(id: "GD:Row:0") { ... on Rowe { id } } }', {}, 'Rowe', '"Row"'],
    ['{ node(id: "GD:Row:0") { label } }', {}, 'label', 'inline fragment'],
    ['query ($by: [RowOrder!]) { rows(orderBy: $by) { totalCount } }', { by: ['RANK_ASK'] }, 'RANK_ASK', 'RANK_ASC'],
  ])('names that it has are suggested or not: %s %j', async (query, variables, wrong, suggested) => {
    // Twice, in case that the first answer is remembered.
    await postJson(urlOf(rule), { query, variables }, bearer);

    const answer = await postJson(urlOf(rule), { query, variables }, headers());

    const text = answer.text.replaceAll('\\"', '"');
    expect(text).toContain(wrong);
    expect(text.includes(suggested)).toBe(refusal === undefined);
    expect(text.includes('Did you mean')).toBe(refusal === undefined);
  });

  it('data and names of types are shown as ever', async () => {
    const query = '{ __typename row(id: "GD:Row:0") { __typename label } }';

    const answer = await postJson(urlOf(rule), { query }, headers());

    expect(answer.text).toBe('{"data":{"__typename":"Query","row":{"__typename":"Row","label":"a"}}}');
  });
});

it('the file is refused to a wrong token, whoever may see it', async () => {
  const answer = await sendHttp(urlOf('open'), { path: '/schema.graphql', headers: { authorization: 'Bearer x' } });

  expect([answer.status, ...answer.codes]).toEqual([401, 'UNAUTHENTICATED']);
});
