import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

// Three provinces with ties and a null rank; HN holds a row whose strict field fails.
const rows = {
  GD: [
    { rank: 3, label: 'a' },
    { rank: 1, label: 'b' },
    { rank: null, label: 'c' },
  ],
  HN: [
    { rank: 1, label: 'd' },
    { rank: 2, label: 'broken' },
  ],
  SC: [{ rank: 2, label: 'e' }],
};

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation(rows);
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

const ids = (answer: { readonly data?: unknown }, key = 'rows'): string[] => {
  const data = answer.data as Record<string, { nodes: { id: string }[] }>;
  return data[key]?.nodes.map(({ id }) => id) ?? [];
};

const rising = ['GD:Row:2', 'GD:Row:1', 'HN:Row:0', 'HN:Row:1', 'SC:Row:0', 'GD:Row:0'];

describe('a gathered connection', () => {
  it('answers a named fragment that is used more than once, and the type of the root in a condition', async () => {
    const answer = await federation.query(
      `query ($yes: Boolean!) { ...Root @include(if: $yes) }
      fragment Root on Query { __typename kind: __typename one: row(id: "GD:Row:0") { ...Named } two: row(id: "GD:Row:0") { ...Named } }
      fragment Named on Row { id label kind: __typename }`,
      { yes: true },
    );

    const row = { id: 'GD:Row:0', label: expect.any(String), kind: 'Row' };
    expect(answer).toEqual({ status: 200, data: { __typename: 'Query', kind: 'Query', one: row, two: row } });
  });

  it('shows the rows of all provinces in one order, null first and ties by id', async () => {
    expect(ids(await federation.query('{ rows { nodes { id } } }'))).toEqual(rising);
    expect(ids(await federation.query('{ rows(orderBy: [RANK_DESC]) { nodes { id } } }'))).toEqual(
      [...rising].reverse(),
    );
  });

  it.each([1, 2, 4])('pages through the same order with %i rows a page, whatever is selected', async (first) => {
    const seen: string[] = [];
    for (let after: string | null = null, hasNextPage = true; hasNextPage; ) {
      const query = `query ($first: Int!, $after: String) {
        page: rows(first: $first, after: $after) { list: nodes { key: id } pageInfo { end: endCursor hasNextPage } totalCount }
      }`;
      const answer = await federation.query(query, { first, after });
      const { page } = answer.data as unknown as {
        page: { list: { key: string }[]; pageInfo: { end: string; hasNextPage: boolean }; totalCount: number };
      };
      seen.push(...page.list.map(({ key }) => key));
      after = page.pageInfo.end;
      hasNextPage = page.pageInfo.hasNextPage;

      expect(page.totalCount).toBe(6);
    }

    expect(seen).toEqual(rising);
  });

  it('gives edges, nodes and cursors of the same rows side by side', async () => {
    const answer = await federation.query(
      '{ rows(first: 3) { edges { cursor node { id } } nodes { id } pageInfo { startCursor endCursor } } }',
    );
    const { rows: page } = answer.data as unknown as {
      rows: {
        edges: { cursor: string; node: { id: string } }[];
        nodes: { id: string }[];
        pageInfo: { startCursor: string; endCursor: string };
      };
    };

    expect(page.edges.map(({ node }) => node.id)).toEqual(rising.slice(0, 3));
    expect(page.nodes.map(({ id }) => id)).toEqual(rising.slice(0, 3));
    expect(page.pageInfo).toEqual({ startCursor: page.edges[0]?.cursor, endCursor: page.edges[2]?.cursor });
  });

  it('asks only the provinces that the argument names, and says so', async () => {
    const asked = federation.province('GD').requests.length;

    const answer = await federation.query(
      'query ($p: [ID!]) { rows(provinces: $p) { nodes { id } coverage { exact asked { code name } missing { reason } } } }',
      { p: ['SC', 'HN', 'SC'] },
    );

    expect(ids(answer)).toEqual(['HN:Row:0', 'HN:Row:1', 'SC:Row:0']);
    expect(answer.data).toMatchObject({
      rows: {
        coverage: {
          exact: true,
          asked: [
            { code: 'HN', name: 'name of HN' },
            { code: 'SC', name: 'name of SC' },
          ],
          missing: [],
        },
      },
    });
    expect(federation.province('GD').requests).toHaveLength(asked);
    expect(federation.province('SC').requests.at(-1)?.query).not.toContain('provinces');
  });

  it('asks the provinces even when only coverage is selected', async () => {
    const answer = await federation.query('{ rows { coverage { answered { code } } } totals { coverage { exact } } }');

    expect(answer.data).toEqual({
      rows: { coverage: { answered: [{ code: 'GD' }, { code: 'HN' }, { code: 'SC' }] } },
      totals: { coverage: { exact: true } },
    });
  });

  it('keeps aliases, fragments, __typename and conditions', async () => {
    const answer = await federation.query(
      `query ($yes: Boolean!, $no: Boolean!) {
        one: rows(first: 1) { __typename ...F nodes @include(if: $no) { label } }
        two: rows(first: 1, orderBy: RANK_DESC) { edges @skip(if: $no) { n: node { __typename id } } ... @include(if: $no) { totalCount } }
        three: rows @include(if: $no) { totalCount }
      }
      fragment F on RowConnection { pageInfo @include(if: $yes) { __typename hasNextPage } nodes { ...R } }
      fragment R on Row { ... on Node { id } }`,
      { yes: true, no: false },
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      one: {
        __typename: 'RowConnection',
        nodes: [{ id: 'GD:Row:2' }],
        pageInfo: { __typename: 'PageInfo', hasNextPage: true },
      },
      two: { edges: [{ n: { __typename: 'Row', id: 'GD:Row:0' } }] },
    });
  });

  it('moves an error of a province to the row where it stands on the merged page', async () => {
    const answer = await federation.query('{ rows { nodes { id fragile } } }');

    expect(ids(answer)).toEqual(rising);
    expect(answer.errors).toEqual([
      {
        message: 'The province answered with an error.',
        path: ['rows', 'nodes', rising.indexOf('HN:Row:1'), 'fragile'],
        extensions: { code: 'PROVINCE_FAULT', province: 'HN', retryable: true },
      },
    ]);
  });

  it('counts a province as missing whose rows are nulled by its own error, and shows nothing of its message', async () => {
    const answer = await federation.query(
      '{ rows { nodes { id strict } coverage { missing { province { code } reason } } } }',
    );

    expect(ids(answer)).toEqual(rising.filter((id) => !id.startsWith('HN')));
    expect(answer.data).toMatchObject({
      rows: { coverage: { missing: [{ province: { code: 'HN' }, reason: 'FAULT' }] } },
    });
    expect(JSON.stringify(answer)).not.toContain('secret detail');
  });
});

describe('other gathered fields', () => {
  it('join partial values as @merge says', async () => {
    const answer = await federation.query('{ totals { count least greatest labels coverage { exact } } labels }');

    expect(answer.data).toEqual({
      totals: {
        count: 6,
        least: 1,
        greatest: 3,
        labels: ['a', 'b', 'c', 'd', 'broken', 'e'],
        coverage: { exact: true },
      },
      labels: ['a', 'b', 'c', 'd', 'broken', 'e'],
    });
  });
});

describe('an owned field', () => {
  it('is answered by the province in its id, and by no other', async () => {
    const before = ['GD', 'SC'].map((code) => federation.province(code).requests.length);

    const answer = await federation.query(
      '{ row(id: "HN:Row:0") { label province { code name } } node(id: "HN:Row:1") { __typename id } }',
    );

    expect(answer.data).toEqual({
      row: { label: 'd', province: { code: 'HN', name: 'name of HN' } },
      node: { __typename: 'Row', id: 'HN:Row:1' },
    });
    expect(['GD', 'SC'].map((code) => federation.province(code).requests.length)).toEqual(before);
  });

  it('is null for an id that its province does not know', async () => {
    expect(await federation.query('{ row(id: "HN:Row:99") { id } }')).toEqual({ status: 200, data: { row: null } });
  });

  it('runs mutations at the owner, one after another', async () => {
    const answer = await federation.query(
      'mutation { a: rename(id: "GD:Row:0", label: "x") { label } b: rename(id: "HN:Row:0", label: "y") { label } }',
    );

    expect(answer.data).toEqual({ a: { label: 'x' }, b: { label: 'y' } });
  });
});

describe('the same field asked for twice', () => {
  it('runs a mutation once, and answers what both selections want', async () => {
    const before = federation.province('GD').requests.length;

    const answer = await federation.query(
      `mutation ($a: Boolean!, $b: Boolean!) {
        rename(id: "GD:Row:0", label: "x") @include(if: $a) { id }
        rename(id: "GD:Row:0", label: "x") @include(if: $b) { label }
      }`,
      { a: true, b: true },
    );

    expect(answer).toEqual({ status: 200, data: { rename: { id: 'GD:Row:0', label: 'x' } } });
    expect(federation.province('GD').requests.length - before).toBe(1);
  });

  it('joins pages and references under different conditions', async () => {
    const answer = await federation.query(
      `query ($a: Boolean!, $b: Boolean!) {
        rows(first: 1) @include(if: $a) { nodes { id } }
        rows(first: 1) @include(if: $b) { totalCount }
      }`,
      { a: true, b: true },
    );

    expect(answer.data).toEqual({ rows: { nodes: [{ id: 'GD:Row:2' }], totalCount: 6 } });
  });
});

describe('references from another subgraph', () => {
  it('are fetched from their owners, each distinct one once, one request a province', async () => {
    const before = new Map(['GD', 'HN', 'SC'].map((code) => [code, federation.province(code).requests.length]));
    const ids = ['GD:Row:0', 'HN:Row:0', 'GD:Row:1', 'GD:Row:0', 'HN:Row:9'];

    const answer = await federation.query('query ($ids: [ID!]!) { featured(ids: $ids) { id label } }', { ids });

    expect(answer.data).toEqual({
      featured: [
        { id: 'GD:Row:0', label: 'a' },
        { id: 'HN:Row:0', label: 'd' },
        { id: 'GD:Row:1', label: 'b' },
        { id: 'GD:Row:0', label: 'a' },
        null,
      ],
    });
    const made = (code: string): number => federation.province(code).requests.length - (before.get(code) ?? 0);
    expect([made('GD'), made('HN'), made('SC')]).toEqual([1, 1, 0]);
    expect(federation.province('GD').requests.at(-1)?.variables['__representations0']).toHaveLength(2);
  });
});

describe('a mistake of the caller', () => {
  it.each([
    ['an id that is none', '{ row(id: "nonsense") { id } }', 'BAD_ID', 'row'],
    ['an id of another type', '{ row(id: "GD:Case:1") { id } }', 'BAD_ID', 'row'],
    ['an id of no province here', '{ row(id: "ZZ:Row:1") { id } }', 'UNKNOWN_PROVINCE', 'row'],
    ['an id of the nation', '{ row(id: "CN:Row:0") { id } }', 'BAD_ID', 'row'],
    ['an id of the nation to be changed', 'mutation { rename(id: "CN:Row:0", label: "x") { id } }', 'BAD_ID', 'rename'],
    ['no rows at all', '{ rows(first: 0) { totalCount } }', 'BAD_PAGE_SIZE', 'rows'],
    ['a negative page', '{ rows(first: -1) { totalCount } }', 'BAD_PAGE_SIZE', 'rows'],
    ['far too many rows', '{ rows(first: 10000) { totalCount } }', 'BAD_PAGE_SIZE', 'rows'],
    ['a cursor that is none', '{ rows(after: "!!") { totalCount } }', 'BAD_CURSOR', 'rows'],
    ['no province at all', '{ rows(provinces: []) { totalCount } }', 'UNKNOWN_PROVINCE', 'rows'],
    ['an unknown province', '{ rows(provinces: ["GD", "QQ"]) { totalCount } }', 'UNKNOWN_PROVINCE', 'rows'],
  ])('such as %s is one error with a code, and costs no province a request', async (_what, query, code, field) => {
    const before = ['GD', 'HN', 'SC'].map((province) => federation.province(province).requests.length);

    const answer = await federation.query(query);

    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({ path: [field], extensions: { code, retryable: false } });
    expect(['GD', 'HN', 'SC'].map((province) => federation.province(province).requests.length)).toEqual(before);
  });

  it('that nulls a required argument costs only its own field', async () => {
    const query = 'query ($id: ID = "GD:Row:0") { a: row(id: $id) { id } b: row(id: "HN:Row:0") { id } }';

    const answer = await federation.query(query, { id: null });

    expect(answer.data).toEqual({ a: null, b: { id: 'HN:Row:0' } });
    expect(answer.errors).toMatchObject([{ path: ['a'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it.each([
    ['a syntax error', '{ rows {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no operation of the name', 'query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
    ['nesting without end', `{ rows(label: ${'['.repeat(1900)}`, 'GRAPHQL_PARSE_FAILED'],
    ['an alias of the gateway', '{ rows { __key: totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of the gateway',
      'query ($representations: Int) { rows(first: $representations) { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a variable of the wrong type', 'query ($n: Int!) { rows(first: $n) { totalCount } }', 'BAD_USER_INPUT'],
  ])('such as %s is refused before anything runs', async (_what, query, code) => {
    const answer = await federation.query(query, { n: 'x' });

    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
  });
});
