import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { encodeCursor } from '../../schema/cursor.js';
import { smallSupergraph, startSmallFederation, type SmallFederation } from '../support/small-federation.js';
import { smallContract } from '../support/stand-in-province.js';
import { until } from '../support/until.js';

// A province that answers in time, in JSON, and wrongly. Each of these once put wrong rows or nulls before a client.
const rows = {
  GD: [
    { rank: 1, label: 'g0', friends: ['HN:Row:0'] },
    { rank: 4, label: 'g1' },
  ],
  HN: [
    { rank: 2, label: 'h0' },
    { rank: 5, label: 'h1' },
  ],
};

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation(rows);
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

type Json = Record<string, unknown>;
type Change = (data: Json) => unknown;

/** Lets HN send its real answer with its data changed. */
function lie(change: Change): void {
  federation.province('HN').misbehave((response, answer: ExecutionResult) => {
    const copy = JSON.parse(JSON.stringify(answer)) as { data: Json; errors?: unknown };
    change(copy.data);
    response.end(JSON.stringify(copy));
    return 'handled';
  });
}

const page = (data: Json): { nodes: Json[]; edges: { node: Json }[]; __position: Json[]; __page: Json } & Json =>
  data['rows'] as ReturnType<typeof page>;
const breach = { coverage: { exact: false, missing: [{ province: { code: 'HN' }, reason: 'CONTRACT_BREACH' }] } };
const coverage = 'coverage { exact missing { province { code } reason } }';

describe('a province whose page', () => {
  it.each<[string, Change]>([
    ['has null where null is not allowed', (data) => Object.assign(page(data).nodes[0] ?? {}, { label: null })],
    ['lacks a field', (data) => delete page(data).nodes[0]?.['label']],
    ['has an object for a text', (data) => Object.assign(page(data).nodes[0] ?? {}, { label: {} })],
    ['has a null row', (data) => page(data).nodes.splice(0, 1, null as unknown as Json)],
    ['has a text for a row', (data) => page(data).nodes.splice(0, 1, 'x' as unknown as Json)],
    ['has a text for a number', (data) => Object.assign(page(data).nodes[0] ?? {}, { rank: 'x' })],
    ['has no count', (data) => Object.assign(page(data), { totalCount: null })],
    ['has its rows in another order than its cursors', (data) => page(data).nodes.reverse()],
    ['has a row under the id of another', (data) => Object.assign(page(data).nodes[0] ?? {}, { id: 'GD:Row:0' })],
    ['has an edge to a row of another', (data) => Object.assign(page(data).edges[0]?.node ?? {}, { id: 'GD:Row:0' })],
    ['has mixed up its edges', (data) => page(data).edges.reverse()],
  ])('%s is missing, and the rows of the others are whole', async (_what, change) => {
    lie(change);

    const answer = await federation.query(
      `{ rows { nodes { id label rank } edges { node { id } } totalCount ${coverage} } }`,
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      rows: { nodes: [{ id: 'GD:Row:0', label: 'g0' }, { id: 'GD:Row:1' }], totalCount: 2, ...breach },
    });
  });

  it('has mixed up what stands under a condition is missing too', async () => {
    lie((data) => page(data).edges.reverse());

    const answer = await federation.query(
      `query ($wanted: Boolean!) { rows { edges { ... @include(if: $wanted) { node { id label } } } ${coverage} } }`,
      { wanted: true },
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      rows: { edges: [{ node: { label: 'g0' } }, { node: { label: 'g1' } }], ...breach },
    });
  });

  it('is short although more follows does not hide the rows behind it', async () => {
    federation.province('GD').misbehave((response, answer) => {
      const copy = JSON.parse(JSON.stringify(answer)) as { data: Json };
      const short = page(copy.data);
      short.__position.splice(1);
      short.__page['hasNextPage'] = true;
      response.end(JSON.stringify(copy));
      return 'handled';
    });

    const answer = await federation.query(
      '{ rows(first: 4) { nodes { id } coverage { missing { province { code } } } } }',
    );

    expect(answer.data).toEqual({
      rows: { nodes: [{ id: 'HN:Row:0' }, { id: 'HN:Row:1' }], coverage: { missing: [{ province: { code: 'GD' } }] } },
    });
  });

  it.each<[string, Change]>([
    ['no cursor', (data) => delete (page(data).edges[0] as Json | undefined)?.['cursor']],
    ['a cursor that is none', (data) => Object.assign(page(data).edges[0] ?? {}, { cursor: 'W10' })],
    ['the cursors of other rows', (data) => page(data).edges.reverse()],
    [
      'the node of another cursor',
      (data) => Object.assign(page(data).edges[0] ?? {}, { node: page(data).edges[1]?.node }),
    ],
  ])('has %s in its edges is missing, and nothing of it is shown', async (_what, change) => {
    lie(change);

    const answer = await federation.query(`{ rows { edges { cursor node { id label } } ${coverage} } }`);

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      rows: { edges: [{ node: { label: 'g0' } }, { node: { label: 'g1' } }], ...breach },
    });
  });

  it('begins before the cursor does not show rows twice', async () => {
    const after = encodeCursor({ order: 'RANK_ASC', keys: [3], id: 'GD:Row:9' });
    federation.province('HN').setRows([{ id: 'HN:Row:5', rank: 2, label: 'before' }]);
    lie((data) =>
      Object.assign(page(data), {
        nodes: [{ __key: 'HN:Row:5', id: 'HN:Row:5' }],
        __position: [{ cursor: encodeCursor({ order: 'RANK_ASC', keys: [2], id: 'HN:Row:5' }) }],
      }),
    );

    const answer = await federation.query(
      `query ($after: String) { rows(after: $after) { nodes { id } ${coverage} } }`,
      { after },
    );

    expect(answer.data).toEqual({ rows: { nodes: [{ id: 'GD:Row:1' }], ...breach } });
  });

  it('is in another order than was asked for is at fault itself, and not the others', async () => {
    const query = `{ rows(orderBy: [RANK_ASC], provinces: ["GD", "HN"]) { nodes { id } ${coverage} } }`;
    lie((data) =>
      page(data).__position.forEach((edge, index) =>
        Object.assign(edge, { cursor: encodeCursor({ order: 'RANK_DESC', keys: [9 - index], id: `HN:Row:${index}` }) }),
      ),
    );

    expect((await federation.query(query)).data).toEqual({
      rows: { nodes: [{ id: 'GD:Row:0' }, { id: 'GD:Row:1' }], ...breach },
    });
  });
});

describe('a province whose partial value', () => {
  it.each<[string, Change]>([
    ['is empty', (data) => Object.assign(data, { totals: {} })],
    ['lacks the sum', (data) => Object.assign(data['totals'] as Json, { count: null })],
    ['has a text for a number', (data) => Object.assign(data['totals'] as Json, { least: '0' })],
  ])('%s is missing, and the others are summed without it', async (_what, change) => {
    lie(change);

    const answer = await federation.query(`{ totals { count least ${coverage} } }`);

    expect(answer.data).toEqual({ totals: { count: 2, least: 1, ...breach } });
  });
});

describe('a province that gives null where the contract allows it for what is gathered', () => {
  it('is missing, and the others are whole', async () => {
    const nullable = smallContract.replaceAll(/: (RowConnection|Totals)!(?=\s*@gather)/g, ': $1');
    writeFileSync(federation.supergraph.file, smallSupergraph(nullable));
    await until(() => federation.logged.some((line) => line.includes('in force')));
    lie((data) => Object.assign(data, { rows: null, totals: null }));

    const answer = await federation.query(`{ rows { nodes { label } ${coverage} } totals { count ${coverage} } }`);

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      rows: { nodes: [{ label: 'g0' }, { label: 'g1' }], ...breach },
      totals: { count: 2, ...breach },
    });
  });
});

describe('a province that owns what is asked for', () => {
  it.each<[string, Change]>([
    ['answers with another entity', (data) => Object.assign(data['row'] as Json, { __key: 'HN:Row:1' })],
    ['answers with another type', (data) => Object.assign(data['row'] as Json, { __typename: 'Note' })],
    ['answers with a text', (data) => Object.assign(data, { row: 'x' })],
    ['leaves the field out', (data) => delete data['row']],
  ])('and %s gives null with an error, and the field beside it is answered', async (_what, change) => {
    lie(change);

    const answer = await federation.query('{ row(id: "HN:Row:0") { id label } gd: row(id: "GD:Row:0") { id } }');

    expect(answer.data).toEqual({ row: null, gd: { id: 'GD:Row:0' } });
    expect(answer.errors).toMatchObject([{ path: ['row'], extensions: { code: 'CONTRACT_BREACH', province: 'HN' } }]);
  });

  it('and is referred to from elsewhere with a value that does not fit is null there, with path and province', async () => {
    lie((data) => Object.assign((data['__entities0'] as Json[])[0] ?? {}, { label: 7 }));

    const answer = await federation.query('{ row(id: "GD:Row:0") { label friend { label } } }');

    expect(answer.data).toEqual({ row: { label: 'g0', friend: null } });
    expect(answer.errors).toMatchObject([
      { path: ['row', 'friend'], extensions: { code: 'CONTRACT_BREACH', province: 'HN' } },
    ]);
  });
});

describe('what a province writes into errors', () => {
  it('reaches no client through a path', async () => {
    federation.province('HN').misbehave((response) => {
      const path = ['http://10.0.0.1/secret', 'SELECT * FROM t', 5];
      response.end(JSON.stringify({ data: { row: null }, errors: [{ message: 'secret', path }] }));
      return 'handled';
    });

    const answer = await federation.query('{ row(id: "HN:Row:0") { id } }');

    expect(answer.errors).toMatchObject([{ path: ['row'], extensions: { code: 'PROVINCE_FAULT' } }]);
    expect(JSON.stringify(answer)).not.toMatch(/secret|SELECT|10\.0\.0\.1/);
  });

  it('is cut to a hundred entries, however many references it fails', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `HN:Row:${index}`);
    federation.province('HN').misbehave((response) => {
      response.end(JSON.stringify({ data: null, errors: Array.from({ length: 100 }, () => ({ message: 'x' })) }));
      return 'handled';
    });

    const answer = await federation.query('query ($ids: [ID!]!) { featured(ids: $ids) { label } }', { ids });

    expect(answer.errors?.length).toBe(100);
  });

  it('takes nothing from the others when its rows refer to a hundred thousand entities that nobody can get', async () => {
    const longest = { answerLimitBytes: 16 * 1024 * 1024 };
    await using wide = await startSmallFederation({ GD: [], HN: rows.HN, SC: [{ rank: 3, label: 's' }] }, longest);
    wide.province('GD').misbehave((response) => (response.destroy(), 'handled'));
    wide.province('HN').misbehave((_response, { data }) => {
      const [first] = page(data as Json).__position as { node: Json }[];
      const friends = Array.from({ length: 150_000 }, (_, index) => ({ __typename: 'Row', __key: `GD:Row:${index}` }));
      Object.assign(first?.node ?? {}, { friends });
      return undefined;
    });

    const answer = await wide.query('{ rows { nodes { label friends { label } } } }');

    expect(answer.errors?.length).toBe(100);
    expect(answer.data).toMatchObject({
      rows: { nodes: [{ label: 'h0' }, { label: 's', friends: [] }, { label: 'h1' }] },
    });
  });
});
