// The attacks on the front that hurt other gateways, through a whole one: what each gets, that it costs no province a
// request, and that everybody else is served meanwhile. Others are tried elsewhere: see docs/security.md.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postJson, sendHttp, type HttpMessage } from '../../support/send-http.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] });
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

const repeat = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
const bomb = `{ ...F0 } ${repeat(60, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)}
  fragment F60 on Query { row(id: "GD:Row:0") { label } }`;
const overlapping = `{ row(id: "GD:Row:0") { ${repeat(60, (n) => `...A${n}`)} } }
  ${repeat(60, (n) => `fragment A${n} on Row { friend { ${n < 59 ? `...A${n + 1}` : ''} id friend { id } } }`)}`;
const rename = (name: string): string => `${name}: rename(id: "GD:Row:0", label: "b") { id }`;
const json = (query: string, variables: unknown = {}): HttpMessage => ({
  headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
  body: JSON.stringify({ query, variables }),
});
const nestedLists = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** The longest that a refusal may be: a page of text, however much was sent. */
const MAX_ANSWER = 20_000;

const refused: readonly (readonly [string, number, string, HttpMessage])[] = [
  ['a fragment bomb', 400, 'OPERATION_TOO_LARGE', json(bomb)],
  ['fragments that overlap', 400, 'OPERATION_TOO_LARGE', json(overlapping)],
  [
    'a thousand aliases of what all provinces answer',
    400,
    'OPERATION_TOO_LARGE',
    json(`{ ${repeat(400, (n) => `x${n}: rows { totalCount }`)} }`),
  ],
  [
    'twenty aliases of the largest page, three lists deep',
    400,
    'OPERATION_TOO_COSTLY',
    json(`{ ${repeat(20, (n) => `x${n}: rows(first: 200) { nodes { circle(first: 200) { nodes { id } } } }`)} }`),
  ],
  [
    'a size in a variable',
    400,
    'OPERATION_TOO_COSTLY',
    json('query ($n: Int) { rows(first: $n) { nodes { id } } }', { n: 2_000_000_000 }),
  ],
  [
    'selections within each other',
    400,
    'OPERATION_TOO_LARGE',
    json(`{ row(id: "GD:Row:0") ${'{ friend '.repeat(40)}{ id ${'}'.repeat(41)} }`),
  ],
  ['a thousand mutations', 400, 'OPERATION_TOO_LARGE', json(`mutation { ${repeat(1000, (n) => rename(`x${n}`))} }`)],
  ['eleven mutations', 400, 'OPERATION_TOO_LARGE', json(`mutation { ${repeat(11, (n) => rename(`x${n}`))} }`)],
  [
    'a hundred thousand wrong list elements',
    400,
    'BAD_USER_INPUT',
    json('query ($p: [ID!]) { rows(provinces: $p) { totalCount } }', { p: Array<object>(60_000).fill({}) }),
  ],
  ['a comment of 200 kB', 400, 'OPERATION_TOO_LARGE', json(`{ __typename } #${'x'.repeat(200_000)}`)],
  [
    'lists in lists, 1,000 deep',
    400,
    'GRAPHQL_VALIDATION_FAILED',
    json(`{ rows(provinces: ${nestedLists(1000)}) { totalCount } }`),
  ],
  [
    'lists in lists in a variable, 40,000 deep',
    400,
    'BAD_USER_INPUT',
    {
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: `{"query":"query ($p: [ID!]) { rows(provinces: $p) { totalCount } }","variables":{"p":${nestedLists(40_000)}}}`,
    },
  ],
  [
    'a mutation in a form',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ query: `mutation { ${rename('x')} }` }).toString(),
    },
  ],
  [
    'operations without a choice',
    400,
    'OPERATION_RESOLUTION_FAILURE',
    json('query A { __typename } query B { a: __typename }'),
  ],
  ['an alias that is a prototype', 400, 'GRAPHQL_VALIDATION_FAILED', json('{ __proto__: row(id: "GD:Row:0") { id } }')],
];

describe('refused without a word to any province, in little time and few words, is', () => {
  it.each(refused)('%s (%d %s)', async (_what, status, code, message) => {
    const before = federation.province('GD').requests.length;
    const began = process.cpuUsage();

    const answer = await sendHttp(federation.url, message);

    expect([answer.status, answer.codes[0]]).toEqual([status, code]);
    expect(answer.text.length).toBeLessThan(MAX_ANSWER);
    // Of this process, gateway and test: what others do on the machine meanwhile says nothing.
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(2000);
    expect(federation.province('GD').requests).toHaveLength(before);
  });

  it('all of it at once, while another is served', async () => {
    const attacks = refused.map(([, , , message]) => sendHttp(federation.url, message));
    const began = performance.now();

    const served = await postJson(federation.url, { query: '{ row(id: "GD:Row:0") { label } }' });
    const tookMs = performance.now() - began;
    await Promise.all(attacks);

    expect(served.text).toBe('{"data":{"row":{"label":"a"}}}');
    expect(tookMs).toBeLessThan(2000);
  });
});

describe('harmless is', () => {
  it.each([
    ['then', '{ then: row(id: "GD:Row:0") { then: label } }', '{"data":{"then":{"then":"a"}}}'],
    [
      'toString',
      '{ toString: row(id: "GD:Row:0") { constructor: label } }',
      '{"data":{"toString":{"constructor":"a"}}}',
    ],
  ])('an alias that means something to JavaScript: %s', async (_name, query, text) => {
    expect((await postJson(federation.url, { query })).text).toBe(text);
  });

  it('what is nested 40,000 deep in a variable that nobody reads', async () => {
    const answer = await postJson(federation.url, `{"query":"{ __typename }","variables":${nested(40_000)}}`);

    expect([answer.status, answer.text]).toEqual([200, '{"data":{"__typename":"Query"}}']);
  });
});
