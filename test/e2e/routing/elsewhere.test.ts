import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

// GD → HN → SC → GD is a cycle through three provinces; XJ is known to nobody.
const rows = {
  GD: [
    { rank: 1, label: 'g0', friends: ['HN:Row:0', 'GD:Row:1', 'SC:Row:0', 'HN:Row:9', 'XJ:Row:0'] },
    { rank: 2, label: 'g1', friends: ['HN:Row:0'] },
  ],
  HN: [
    { rank: 3, label: 'h0', friends: ['SC:Row:0'] },
    { rank: 4, label: 'h1', friends: ['SC:Note:0'] },
  ],
  SC: [{ rank: 5, label: 's0', friends: ['GD:Row:0'] }],
};
const CODES = ['GD', 'HN', 'SC'];

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation(rows, { provinceTimeoutMs: 1000 });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

const counts = (): number[] => CODES.map((code) => federation.province(code).requests.length);

describe('a reference to another province', () => {
  it('is answered by its owner, to any depth and around a cycle', async () => {
    const answer = await federation.query(
      '{ row(id: "GD:Row:0") { label friend { label friend { label province { name } friend { label friend { label } } } } } }',
    );

    expect(answer).toEqual({
      status: 200,
      data: {
        row: {
          label: 'g0',
          friend: {
            label: 'h0',
            friend: { label: 's0', province: { name: 'name of SC' }, friend: { label: 'g0', friend: { label: 'h0' } } },
          },
        },
      },
    });
  });

  it('is never resolved by the province that holds the reference', async () => {
    await federation.query('{ row(id: "GD:Row:0") { friend { label rank } } }');

    expect(federation.province('GD').requests.map(({ query }) => query)).toEqual([expect.not.stringContaining('rank')]);
  });

  it('costs one request a province and level, however many there are and wherever they stand', async () => {
    const answer = await federation.query(
      '{ rows { nodes { id friend { label friend { label } } friends { rank } } edges { node { anything { id ... on Row { label } } } } } }',
    );

    expect(answer.errors?.length).toBeGreaterThan(0); // HN:Row:9 is null without an error, XJ:Row:0 has one
    for (const made of counts()) expect(made).toBeLessThanOrEqual(3); // the page and two levels
  });

  it('keeps the order and the holes of a list of references', async () => {
    const answer = await federation.query('{ row(id: "GD:Row:0") { friends { label } } }');

    expect(answer.data).toEqual({
      row: { friends: [{ label: 'h0' }, { label: 'g1' }, { label: 's0' }, null, null] },
    });
    expect(answer.errors).toMatchObject([{ path: ['row', 'friends', 4], extensions: { code: 'UNKNOWN_PROVINCE' } }]);
  });

  it('may be an interface or a union, under aliases, fragments, variables and conditions', async () => {
    const answer = await federation.query(
      `query ($yes: Boolean!, $no: Boolean!) {
        row(id: "HN:Row:1") {
          any: anything { __typename ... on Note { words: text } ... on Row { label } }
          either { ... on Row { label } ... on Note @include(if: $yes) { id about { ...L } } }
          skipped: friend @skip(if: $yes) { label }
          ... @include(if: $no) { friends { label } }
        }
      }
      fragment L on Row { name: label rank @include(if: $no) }`,
      { yes: true, no: false },
    );

    expect(answer).toEqual({
      status: 200,
      data: {
        row: {
          any: { __typename: 'Note', words: 'note on s0' },
          either: { id: 'SC:Note:0', about: { name: 's0' } },
        },
      },
    });
  });

  it('is asked for what its conditions leave, also where its id is wanted on its own', async () => {
    const answer = await federation.query(
      `query ($yes: Boolean!, $no: Boolean!) {
        row(id: "HN:Row:0") { friend @include(if: $yes) { id } friend { label } friend @include(if: $no) { fragile } }
      }`,
      { yes: true, no: false },
    );

    expect(answer).toEqual({ status: 200, data: { row: { friend: { id: 'SC:Row:0', label: 's0' } } } });
    expect(federation.province('SC').requests[0]?.query).not.toContain('fragile');
  });

  it('asks nobody when conditions leave only its id', async () => {
    const answer = await federation.query(
      'query ($no: Boolean!) { row(id: "GD:Row:0") { friend { id label @include(if: $no) } } }',
      { no: false },
    );

    expect(answer.data).toEqual({ row: { friend: { id: 'HN:Row:0' } } });
    expect(counts()).toEqual([1, 0, 0]);
  });

  it('asks nobody when only its id is wanted', async () => {
    const answer = await federation.query('{ row(id: "GD:Row:0") { friend { __typename key: id } } }');

    expect(answer.data).toEqual({ row: { friend: { __typename: 'Row', key: 'HN:Row:0' } } });
    expect(counts()).toEqual([1, 0, 0]);
  });

  it('is null with path and province while its owner is down, and nothing else changes', async () => {
    const query = '{ rows { nodes { id label friends { id label } } } }';
    const whole = await federation.query(query);
    await federation.province('SC')[Symbol.asyncDispose]();

    const partial = await federation.query(query);
    const nodesOf = (answer: { readonly data?: unknown }): { id: string; friends: ({ id: string } | null)[] }[] =>
      (answer.data as { rows: { nodes: { id: string; friends: ({ id: string } | null)[] }[] } }).rows.nodes;
    const expected = nodesOf(whole)
      .filter(({ id }) => !id.startsWith('SC'))
      .map((node) => ({
        ...node,
        friends: node.friends.map((friend) => (friend?.id.startsWith('SC') ? null : friend)),
      }));

    expect(nodesOf(partial)).toEqual(expected);
    expect(partial.errors).toEqual(
      expect.arrayContaining([
        {
          message: 'The province could not be reached.',
          path: ['rows', 'nodes', 0, 'friends', 2],
          extensions: { code: 'PROVINCE_UNREACHABLE', province: 'SC', retryable: true },
        },
      ]),
    );
  });

  it('is followed from entities that another subgraph refers to', async () => {
    const answer = await federation.query('{ featured(ids: ["HN:Row:0", "GD:Row:1"]) { label friend { label } } }');

    expect(answer.data).toEqual({
      featured: [
        { label: 'h0', friend: { label: 's0' } },
        { label: 'g1', friend: { label: 'h0' } },
      ],
    });
  });
});

describe('a province that stalls', () => {
  it('is waited for once in an operation, however deep the references to it lie', async () => {
    federation.province('HN').misbehave(() => 'handled');
    const answer = await federation.query(
      '{ row(id: "GD:Row:0") { friend { label } friends { label friend { label friend { label } } } } }',
    );

    // HN:Row:0 stands on the first level, and behind GD:Row:1 on the second again.
    const codes = answer.errors?.map(({ path, extensions: { code } }) => `${path?.join('.') ?? ''} ${code}`);
    expect(codes).toContain('row.friends.0 PROVINCE_TIMEOUT');
    expect(codes).toContain('row.friends.1.friend PROVINCE_TIMEOUT');
    expect(counts()[1]).toBe(1);
  });
});
