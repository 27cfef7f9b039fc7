import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const row = (rank: number, label = 'a') => ({ rank, label });

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation({
    BJ: [row(1), row(4), row(7), row(10)],
    GD: [row(2), row(5), row(8), row(11)],
    HN: [row(3), row(6), row(9), row(12)],
  });
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});
beforeEach(() => {
  for (const code of ['BJ', 'GD', 'HN']) federation.province(code).misbehave(undefined);
});

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly at: string; readonly node: { readonly rank: number } }[];
  readonly pageInfo: { readonly startCursor: string; readonly endCursor: string; readonly hasNextPage: boolean };
  readonly coverage: {
    readonly exact: boolean;
    readonly answered: readonly { readonly code: string }[];
    readonly missing: readonly unknown[];
  };
}

async function readPage(window: string): Promise<Page> {
  const { data, errors } = await federation.query(`{ rows(${window}) {
    edges { cursor node { rank } ... on RowEdge { at: cursor } }
    pageInfo { startCursor endCursor hasNextPage }
    coverage { exact answered { code } missing { province { code } reason since behindCursor } }
  } }`);
  expect(errors).toBeUndefined();
  return (data as unknown as { rows: Page }).rows;
}

const take = (code: string): void => federation.province(code).misbehave((response) => (response.destroy(), 'handled'));

const ranks = (page: Page): number[] => page.edges.map(({ node }) => node.rank);

describe('a province that was missing from an earlier page', () => {
  it('is reported as behind the cursor when it is back, on every page that follows', async () => {
    take('GD');
    const first = await readPage('first: 3');
    federation.province('GD').misbehave(undefined);
    federation.passTime(60_000);
    const second = await readPage(`first: 3, after: "${first.pageInfo.endCursor}"`);
    const third = await readPage(`first: 9, after: "${second.pageInfo.endCursor}"`);

    expect([first, second, third].map(ranks)).toEqual([
      [1, 3, 4],
      [5, 6, 7],
      [8, 9, 10, 11, 12],
    ]);
    const gone = { province: { code: 'GD' }, since: '2026-07-01T00:00:00.000Z' };
    expect(first.coverage.missing).toEqual([{ ...gone, reason: 'UNREACHABLE', behindCursor: false }]);
    for (const { coverage } of [second, third]) {
      expect(coverage.missing).toEqual([{ ...gone, reason: 'BEHIND_CURSOR', behindCursor: true }]);
      expect(coverage.exact).toBe(false);
      expect(coverage.answered.map(({ code }) => code)).toEqual(['BJ', 'GD', 'HN']);
    }
  });

  it('is told by the cursor of an edge as by those of the page, backward as forward', async () => {
    take('HN');
    const last = await readPage('last: 2');
    federation.province('HN').misbehave(undefined);
    const [edge] = last.edges;
    const before = await readPage(`last: 2, before: "${edge?.cursor ?? ''}"`);

    expect(edge?.at).toBe(edge?.cursor);
    expect(edge?.cursor).toBe(last.pageInfo.startCursor);
    expect([ranks(last), ranks(before)]).toEqual([
      [10, 11],
      [8, 9],
    ]);
    expect(before.coverage.missing).toMatchObject([{ province: { code: 'HN' }, behindCursor: true }]);
  });

  it('is told by the cursor of an edge that is selected apart from its node', async () => {
    take('GD');
    const { data } = await federation.query(
      `query ($wanted: Boolean!) {
        rows(first: 3) { edges @include(if: $wanted) { cursor } edges { node { rank } } pageInfo { endCursor } }
      }`,
      { wanted: true },
    );

    const { edges, pageInfo } = (data as unknown as { rows: Page }).rows;
    expect(edges.at(-1)?.cursor).toBe(pageInfo.endCursor);
    expect(pageInfo.endCursor).toContain('.GD-');
  });

  it('keeps its own reason while it is still missing, and is not mentioned when nobody asks it', async () => {
    take('GD');
    const first = await readPage('first: 3');
    const { endCursor } = first.pageInfo;
    const second = await readPage(`first: 3, after: "${endCursor}"`);
    const narrowed = await readPage(`first: 3, after: "${endCursor}", provinces: ["BJ"]`);

    expect(second.coverage.missing).toMatchObject([{ reason: 'UNREACHABLE', behindCursor: true }]);
    expect(narrowed.coverage).toMatchObject({ exact: true, missing: [] });
  });

  it('is told again when all are asked, after pages for which it was not', async () => {
    take('GD');
    const first = await readPage('first: 3');
    federation.province('GD').misbehave(undefined);
    const narrowed = await readPage(`first: 1, after: "${first.pageInfo.endCursor}", provinces: ["BJ"]`);
    const whole = await readPage(`first: 9, after: "${narrowed.pageInfo.endCursor}"`);

    expect(whole.coverage).toMatchObject({ exact: false, missing: [{ province: { code: 'GD' }, behindCursor: true }] });
  });

  it('is behind since it was missing first, however often it comes and goes', async () => {
    take('GD');
    const first = await readPage('first: 1');
    const since = first.coverage.missing.map((missing) => (missing as { since: string }).since);
    federation.province('GD').misbehave(undefined);
    await readPage('first: 1');
    federation.passTime(60_000);
    take('GD');
    const second = await readPage(`first: 1, after: "${first.pageInfo.endCursor}"`);
    federation.province('GD').misbehave(undefined);
    const third = await readPage(`first: 9, after: "${second.pageInfo.endCursor}"`);

    expect(third.coverage.missing).toMatchObject(since.map((at) => ({ since: at, reason: 'BEHIND_CURSOR' })));
  });

  it('sees the bare cursor only, as every province does', async () => {
    take('GD');
    const { pageInfo } = await readPage('first: 3');
    await readPage(`first: 3, after: "${pageInfo.endCursor}"`);

    const sent = ['BJ', 'HN'].map((code) => federation.province(code).requests.at(-1)?.variables['__after']);
    expect(sent).toEqual([pageInfo.endCursor.split('.')[0], pageInfo.endCursor.split('.')[0]]);
    expect(pageInfo.endCursor).toMatch(/^[\w-]+\.GD-[0-9a-z]+$/);
  });

  it.each(['x', 'W10.', 'W10.gd-1', 'W10.GD', 'W10.GD-!', `W10${'.GD-1'.repeat(65)}`])(
    'cannot be claimed by a cursor that is not one: %s',
    async (cursor) => {
      const { errors } = await federation.query('query ($c: String) { rows(after: $c) { totalCount } }', { c: cursor });

      expect(errors).toMatchObject([{ path: ['rows'], extensions: { code: 'BAD_CURSOR' } }]);
    },
  );
});

describe('paging both ways', () => {
  it.each([
    ['first: 2, last: 2', 'BAD_PAGE_SIZE'],
    ['last: 201', 'BAD_PAGE_SIZE'],
    ['last: 2, after: "x"', 'BAD_CURSOR'],
    ['before: "x"', 'BAD_CURSOR'],
  ])('refuses %s before anybody is asked', async (window, code) => {
    const asked = federation.province('BJ').requests.length;
    const { errors } = await federation.query(`{ rows(${window}) { totalCount } }`);

    expect(errors).toMatchObject([{ path: ['rows'], extensions: { code } }]);
    expect(federation.province('BJ').requests.length).toBe(asked);
  });
});
