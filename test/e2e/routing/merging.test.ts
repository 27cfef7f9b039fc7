import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareCodePoints, compareKeys } from '../../../schema/cursor.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { RANK_BOUNDS, type Row } from '../../support/stand-in-province.js';

const CODES = ['BJ', 'GD', 'HN', 'SC'];

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation(Object.fromEntries(CODES.map((code) => [code, []])));
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

type Fields = Readonly<Record<string, unknown>>;

/** Gives each province its rows, and lets those in `stopped` hang up. */
function settle(rows: readonly (readonly Omit<Row, 'id'>[])[], stopped: readonly string[] = []): Row[] {
  return CODES.flatMap((code, index) => {
    const own = (rows[index] ?? []).map((row, local) => ({ ...row, id: `${code}:Row:${local}` }));
    federation.province(code).setRows(own);
    const isStopped = stopped.includes(code);
    federation.province(code).misbehave(isStopped ? (response) => (response.destroy(), 'handled') : undefined);
    return isStopped ? [] : own;
  });
}

/** Lets a province answer with other totals than its own. */
function distort(code: string, change: (totals: Record<string, Record<string, unknown>>) => void): void {
  federation.province(code).misbehave((_response, { data }) => {
    change((data as unknown as { totals: Record<string, Record<string, unknown>> }).totals);
    return undefined;
  });
}

async function totals(selection: string, variables?: Fields): Promise<Fields> {
  const answer = await federation.query(selection, variables);
  expect(answer.errors).toBeUndefined();
  return (answer.data as unknown as { totals: Fields }).totals;
}

const bucketOf = (rank: number): number => {
  const found = RANK_BOUNDS.findIndex((bound) => rank <= bound);
  return found === -1 ? RANK_BOUNDS.length : found;
};

/** What the whole must be, computed over all rows at once. */
function ranksOver(rows: readonly Row[]): Fields {
  const ranks = rows.flatMap(({ rank }) => rank ?? []);
  const sum = ranks.reduce((all, rank) => all + rank, 0);
  return {
    count: ranks.length,
    greatest: ranks.length > 0 ? Math.max(...ranks) : null,
    freshest: ranks.length > 0 ? rows.find(({ rank }) => rank === Math.max(...ranks))?.label : null,
    counts: [...RANK_BOUNDS, Infinity].map(
      (_bound, bucket) => ranks.filter((rank) => bucketOf(rank) === bucket).length,
    ),
    mean: ranks.length > 0 ? sum / ranks.length : null,
  };
}

function totalsOver(rows: readonly Row[]): Fields {
  const labels = [...new Set(rows.map(({ label }) => label))].sort(compareCodePoints);
  const keys = [...new Set(rows.map(({ rank, label }) => JSON.stringify([rank, label])))]
    .map((key) => JSON.parse(key) as [number | null, string])
    .sort((a, b) => compareKeys(a[0], b[0]) || compareCodePoints(a[1], b[1]));
  return {
    distinctLabels: labels,
    items: labels.map((code) => ({ text: `about ${code}` })),
    buckets: keys.map(([rank, label]) => {
      const own = rows.filter((row) => row.rank === rank && row.label === label);
      return { item: { text: `about ${label}` }, count: own.length, ranks: ranksOver(own) };
    }),
  };
}

const world = fc.record({
  rows: fc.array(
    fc.array(
      fc.record({
        rank: fc.oneof(
          { weight: 1, arbitrary: fc.constant(null) },
          { weight: 5, arbitrary: fc.integer({ min: -3, max: 5 }) },
        ),
        label: fc.constantFrom('a', 'b', '豈', '𠀀'),
      }),
      { maxLength: 6 },
    ),
    { minLength: 1, maxLength: CODES.length },
  ),
  stopped: fc.subarray(CODES, { maxLength: CODES.length - 1 }),
  q: fc.double({ min: 0, max: 1, noNaN: true }),
});

const ranks = '{ count greatest freshest counts mean }';

describe('aggregates over any federation', () => {
  it('are those of all rows of the provinces that answered', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ rows, stopped, q }) => {
        const union = settle(rows, stopped);

        const joined = await totals(
          `query ($q: Float!) { totals { distinctLabels items { text } buckets { item { text } count ranks ${ranks} }
            whole: ranks ${ranks} quantile: ranks { quantile(q: $q) } coverage { answered { code } } } }`,
          { q },
        );

        const { whole, quantile, coverage, ...rest } = joined;
        expect(coverage).toEqual({
          answered: CODES.filter((code) => !stopped.includes(code)).map((code) => ({ code })),
        });
        expect(rest).toEqual(totalsOver(union));
        expect(whole).toEqual(ranksOver(union));
        expectInBucket((quantile as { quantile: number | null }).quantile, q, union);
      }),
      { numRuns: 150, seed: 20261123 },
    );
  });
});

/** The estimate lies in the bucket in which the true quantile lies; the open one has nothing but its lower end. */
function expectInBucket(estimate: number | null, q: number, rows: readonly Row[]): void {
  const sorted = rows.flatMap(({ rank }) => rank ?? []).sort((a, b) => a - b);
  const truth = sorted[Math.max(Math.ceil(q * sorted.length) - 1, 0)];
  if (truth === undefined) {
    expect(estimate).toBeNull();
    return;
  }
  const bucket = bucketOf(truth);
  const last = RANK_BOUNDS.at(-1) ?? 0;
  const upper = RANK_BOUNDS[bucket] ?? last;
  const lower = bucket === RANK_BOUNDS.length ? last : (RANK_BOUNDS[bucket - 1] ?? Math.min(0, upper));
  expect(estimate).toBeGreaterThanOrEqual(lower);
  expect(estimate).toBeLessThanOrEqual(upper);
}

describe('a joined object', () => {
  const rows = [[{ rank: 1, label: 'a' }], [{ rank: 2, label: 'a' }], [{ rank: 2, label: 'b' }], []];

  it('keeps aliases, fragments, __typename and conditions at every depth, and shows nothing injected', async () => {
    settle(rows);

    const joined = await totals(
      `query ($yes: Boolean!, $no: Boolean!) { totals {
        t: __typename
        ranks @include(if: $yes) { once: count twice: count(times: 2) ... { low: quantile(q: 0) } mean @include(if: $no) }
        ranks @include(if: $no) { greatest }
        ranks { __typename high: quantile(q: 1) }
        b: buckets { __typename r: rank ...F ranks { m: mean } }
        buckets { item { c: code } }
        items @skip(if: $no) { __typename }
      } }
      fragment F on Bucket { n: count @skip(if: $no) item @skip(if: $yes) { code } }`,
      { yes: true, no: false },
    );

    expect(joined).toEqual({
      t: 'Totals',
      ranks: { once: 3, twice: 6, low: 0, __typename: 'Ranks', high: 2 },
      b: [
        { __typename: 'Bucket', r: 1, n: 1, ranks: { m: 1 } },
        { __typename: 'Bucket', r: 2, n: 1, ranks: { m: 2 } },
        { __typename: 'Bucket', r: 2, n: 1, ranks: { m: 2 } },
      ],
      buckets: [{ item: { c: 'a' } }, { item: { c: 'a' } }, { item: { c: 'b' } }],
      items: [{ __typename: 'Item' }, { __typename: 'Item' }],
    });
    expect(federation.province('BJ').requests.at(-1)?.query).not.toMatch(/mean|quantile/);
  });

  it('has its empty sums where nobody answers', async () => {
    settle(rows, CODES);

    const joined = await totals(
      '{ totals { buckets { rank } distinctLabels ranks { count mean counts bounds greatest } } }',
    );

    const empty = { count: 0, mean: null, counts: [], bounds: null, greatest: null };
    expect(joined).toEqual({ buckets: [], distinctLabels: [], ranks: empty });
  });

  it.each(['{ ranks { quantile(q: 1.01) } }', '{ buckets { ranks { quantile(q: -1) } } }'])(
    'refuses a quantile outside 0 and 1 before any province is asked: %s',
    async (selection) => {
      settle(rows);
      const before = CODES.map((code) => federation.province(code).requests.length);

      const answer = await federation.query(`{ totals ${selection} }`);

      expect(answer.errors).toMatchObject([{ path: ['totals'], extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(CODES.map((code) => federation.province(code).requests.length)).toEqual(before);
    },
  );
});

describe('a province whose partial values cannot be joined', () => {
  const rows = CODES.map(() => [{ rank: 1, label: 'a' }]);
  const coverage = 'coverage { missing { province { code } reason } }';
  const missing = (code: string, reason: string): Fields => ({ missing: [{ province: { code }, reason }] });

  it.each([
    ['other bounds', { __by_bounds: [0, 1, 2] }],
    ['too few counts', { counts: [0, 0, 1] }],
    ['negative counts', { counts: [0, 0, 2, -1] }],
    ['no bounds', { __by_bounds: null }],
    ['bounds that do not rise', { __by_bounds: [0, 0, 2] }],
  ])('for it has %s is missing, and the others are joined', async (_what, wrong) => {
    settle(rows);
    distort('BJ', ({ ranks: own }) => void Object.assign(own ?? {}, wrong));

    const joined = await totals(`{ totals { ranks { counts } ${coverage} } }`);

    expect(joined).toEqual({ ranks: { counts: [0, 0, 3, 0] }, coverage: missing('BJ', 'CONTRACT_BREACH') });
  });

  it('for its bounds differ is found where most are against it, and not where it stands first of two', async () => {
    settle([
      [
        { rank: 1, label: 'a' },
        { rank: 1, label: 'b' },
      ],
      [{ rank: 1, label: 'a' }],
      ...rows.slice(2).map(() => [{ rank: 1, label: 'b' }]),
    ]);
    distort('BJ', ({ buckets }) => {
      for (const bucket of Object.values(buckets ?? {}))
        Object.assign((bucket as { ranks: object }).ranks, { __by_bounds: [7, 8, 9] });
    });

    const joined = await totals(`{ totals { buckets { item { code } ranks { counts } } ${coverage} } }`);

    expect(joined).toEqual({
      buckets: [
        { item: { code: 'a' }, ranks: { counts: [0, 0, 1, 0] } },
        { item: { code: 'b' }, ranks: { counts: [0, 0, 2, 0] } },
      ],
      coverage: missing('BJ', 'CONTRACT_BREACH'),
    });
  });

  it.each(['ranks { mean }', 'ranks { sum }', 'buckets { ranks { mean } }'])(
    'for an error stands at one of them at any depth is missing: %s',
    async (selection) => {
      settle([...rows.slice(1), [{ rank: 9, label: 'broken' }]]);

      const joined = await totals(`{ totals { ${selection} ${coverage} } }`);

      expect(joined['coverage']).toEqual(missing('SC', 'FAULT'));
      expect(JSON.stringify(joined)).not.toContain('9');
    },
  );

  it('is not missing for an error inside a value that is taken whole', async () => {
    settle([[{ rank: 9, label: 'broken' }]]);

    const answer = await federation.query('{ totals { items { code text } coverage { exact } } }');

    expect(answer.data).toEqual({ totals: { items: [{ code: 'broken', text: null }], coverage: { exact: true } } });
    expect(answer.errors).toMatchObject([{ path: ['totals', 'items'], extensions: { province: 'BJ' } }]);
  });
});
