// Lists of cases by time are read in stretches where the server keeps times as times. Whatever the stretches are, the
// pages are those of the whole list.
import { expect, it } from '@jest/globals';
import { randomNumbers } from '../../test/support/random-numbers.js';
import { type AdapterWorld, openAdapterWorld } from '../../test/support/exchange-tables/adapter-world.js';
import { aCase, together } from '../../test/support/exchange-tables/exchange-rows.js';

const CASES = 120;
const PAGE = 7;
const BEGAN = Date.parse('2026-05-01T00:00:00.000Z');

interface Told {
  readonly no: string;
  readonly atMs: number;
}

// A server keeps more of a time than the contract tells: rows that are told alike lie apart there.
const beijing = (atMs: number, micros: number): string =>
  `${new Date(atMs + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 23)}${String(micros).padStart(3, '0')}`;

/** Cases that crowd into few seconds, of which some were sent again with another time. */
function crowdedCases(seed: number): { readonly told: readonly Told[]; readonly rows: ReturnType<typeof aCase> } {
  const numbers = randomNumbers(seed, 14 * CASES).values();
  const below = (limit: number): number => (numbers.next().value ?? 0) % limit;
  const told: Told[] = [];
  const rows: ReturnType<typeof aCase>[] = [];
  for (let index = 0; index < CASES; index += 1) {
    const no = `N${String(below(5000)).padStart(4, '0')}${index}`;
    // A millisecond apart, in the same second, or days apart.
    const time = (): number => BEGAN + below(3) * 86_400_000 + below(4) * 1000 + below(5);
    const [first, last] = [time(), time()];
    const isAgain = below(3) === 0;
    if (isAgain)
      rows.push(
        aCase({ accept: { project_no: no, apply_date: beijing(first, below(1000)), cd_time: '2026-05-20 00:00:00' } }),
      );
    rows.push(
      aCase({ accept: { project_no: no, apply_date: beijing(last, below(1000)), cd_time: '2026-05-21 00:00:00' } }),
    );
    told.push({ no, atMs: last });
  }
  return { told, rows: together(...rows) };
}

async function walk(world: AdapterWorld, order: string, isBackward: boolean): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const window: string = isBackward
      ? `last: ${PAGE}${cursor === null ? '' : `, before: "${cursor}"`}`
      : `first: ${PAGE}${cursor === null ? '' : `, after: "${cursor}"`}`;
    const { data } = await world.ask(`{ cases(orderBy: [${order}], ${window}) {
      edges { cursor node { caseNo } } pageInfo { hasNextPage hasPreviousPage } } }`);
    const { edges, pageInfo } = data?.['cases'] as {
      readonly edges: readonly { readonly cursor: string; readonly node: { readonly caseNo: string } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
    };
    const page = edges.map(({ node }) => node.caseNo);
    found[isBackward ? 'unshift' : 'push'](...page);
    if (!(isBackward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return found;
    cursor = (isBackward ? edges.at(0) : edges.at(-1))?.cursor ?? null;
  }
}

it.each([1, 2, 3])('has the pages of the whole list, in both orders and both directions: cases %i', async (seed) => {
  const { told, rows } = crowdedCases(seed);
  await using world = await openAdapterWorld(rows, { shape: { times: 'NATIVE' } });
  const later = (a: Told, b: Told): number => b.atMs - a.atMs || (a.no < b.no ? 1 : -1);
  const expected = told.toSorted(later).map(({ no }) => no);

  const walks = await Promise.all([
    walk(world, 'SUBMITTED_AT_DESC', false),
    walk(world, 'SUBMITTED_AT_DESC', true),
    walk(world, 'SUBMITTED_AT_ASC', false),
    walk(world, 'SUBMITTED_AT_ASC', true),
  ]);

  expect(walks).toEqual([expected, expected, expected.toReversed(), expected.toReversed()]);
});

it.each([
  ['submittedFrom: "2026-05-02T00:00:01Z"', ({ atMs }: Told) => atMs >= Date.parse('2026-05-02T00:00:01Z')],
  ['submittedTo: "2026-05-02T00:00:01.002Z"', ({ atMs }: Told) => atMs < Date.parse('2026-05-02T00:00:01.002Z')],
])('keeps to a filter by time: %s', async (filter, isWanted) => {
  const { told, rows } = crowdedCases(4);
  await using world = await openAdapterWorld(rows, { shape: { times: 'NATIVE' } });

  const { data } = await world.ask(`{ cases(first: ${CASES}, filter: { ${filter} }) { nodes { caseNo } totalCount } }`);

  const wanted = told.filter(isWanted).map(({ no }) => no);
  const { nodes, totalCount } = data?.['cases'] as {
    readonly nodes: readonly { caseNo: string }[];
    totalCount: number;
  };
  expect(nodes.map(({ caseNo }) => caseNo).toSorted()).toEqual(wanted.toSorted());
  expect(totalCount).toBe(wanted.length);
});
