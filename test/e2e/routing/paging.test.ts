import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePositions, directionsOf } from '../../../schema/cursor.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import type { Row } from '../../support/stand-in-province.js';

const CODES = ['BJ', 'GD', 'HN', 'SC', 'XJ', 'XPCC'];

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation(Object.fromEntries(CODES.map((code) => [code, []])));
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

/** Ways to select the rows of a page; each gives back ids in the order of the page. */
const selections = {
  nodes: { text: 'list: nodes { key: id }', read: (page: PageAnswer) => page.list?.map(({ key }) => key) },
  edges: { text: 'edges { cursor node { id } }', read: (page: PageAnswer) => page.edges?.map(({ node }) => node?.id) },
  both: {
    text: 'edges { node { id } } ... on RowConnection { nodes { id label } }',
    read: (page: PageAnswer) => page.nodes?.map(({ id }) => id),
  },
} as const;

interface PageAnswer {
  readonly list?: readonly { readonly key: string }[];
  readonly nodes?: readonly { readonly id: string }[];
  readonly edges?: readonly { readonly node?: { readonly id: string } }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly coverage: { readonly exact: boolean };
}

/** A federation that might be: how many rows each province has, with many ties and nulls, and how one pages through it. */
const world = fc.record({
  rows: fc.array(
    fc.array(
      fc.record({
        rank: fc.oneof(
          { weight: 1, arbitrary: fc.constant(null) },
          { weight: 3, arbitrary: fc.integer({ min: -2, max: 3 }) },
        ),
        label: fc.constantFrom('a', 'b'),
      }),
      { maxLength: 9 },
    ),
    { minLength: 1, maxLength: CODES.length },
  ),
  size: fc.integer({ min: 1, max: 8 }),
  isBackward: fc.boolean(),
  order: fc.constantFrom('RANK_ASC', 'RANK_DESC'),
  label: fc.constantFrom(undefined, 'a'),
  selection: fc.constantFrom(...(Object.keys(selections) as (keyof typeof selections)[])),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function settle({ rows }: World): Row[] {
  const all = CODES.map((code, index) =>
    (rows[index] ?? []).map((row, local) => ({ ...row, id: `${code}:Row:${local}` })),
  );
  for (const [index, code] of CODES.entries()) federation.province(code).setRows(all[index] ?? []);
  return all.flat();
}

function sortedUnion(all: readonly Row[], { order, label }: World): string[] {
  const directions = directionsOf(order) ?? [];
  const positions = all
    .filter((row) => label === undefined || row.label === label)
    .map(({ id, rank }) => ({ order, keys: [rank], id }));
  return positions.sort((a, b) => comparePositions(a, b, directions)).map(({ id }) => id);
}

async function readPage(given: World, cursor: string | null): Promise<PageAnswer> {
  const { size, isBackward, order, label, selection } = given;
  const query = `query ($first: Int, $after: String, $last: Int, $before: String, $label: String) {
    page: rows(first: $first, after: $after, last: $last, before: $before, label: $label, orderBy: [${order}]) {
      ${selections[selection].text} totalCount coverage { exact }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
  const window = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
  const answer = await federation.query(query, { ...window, label });
  expect(answer.errors).toBeUndefined();
  return (answer.data as unknown as { page: PageAnswer }).page;
}

/** Where the next page is, in the direction in which the list is read; undefined behind the last one. */
function nextCursor({ pageInfo }: PageAnswer, { isBackward }: World): string | undefined {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  if (!(isBackward ? hasPreviousPage : hasNextPage)) return undefined;
  const cursor = isBackward ? startCursor : endCursor;
  expect(cursor).not.toBeNull();
  return cursor ?? undefined;
}

describe('pages over any federation', () => {
  it('are the sorted union of all rows, each province asked once a page and for no more than the page', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const union = sortedUnion(settle(given), given);
        const seen: (string | undefined)[] = [];
        for (let cursor: string | null | undefined = null; cursor !== undefined; ) {
          const before = CODES.map((code) => federation.province(code).requests.length);
          const page = await readPage(given, cursor);
          const shown = selections[given.selection].read(page) ?? [];
          if (given.isBackward) seen.unshift(...shown);
          else seen.push(...shown);

          expect(page.totalCount).toBe(union.length);
          expect(page.coverage.exact).toBe(true);
          for (const [index, code] of CODES.entries()) {
            const asked = federation.province(code).requests.slice(before[index]);
            expect(asked.map(({ variables }) => variables[given.isBackward ? 'last' : 'first'])).toEqual([given.size]);
          }
          const { hasNextPage, hasPreviousPage } = page.pageInfo;
          expect(given.isBackward ? hasNextPage : hasPreviousPage).toBe(cursor !== null);
          cursor = nextCursor(page, given);
        }

        expect(seen).toEqual(union);
      }),
      { numRuns: 150, seed: 20261123 },
    );
  });

  it('show no row twice and lose none that was behind the cursor, while rows come and go', async () => {
    const changes = fc.array(
      fc.record({ at: fc.nat({ max: CODES.length - 1 }), rank: fc.integer({ min: -2, max: 3 }), drop: fc.boolean() }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(world, fc.array(changes, { minLength: 1, maxLength: 4 }), async (given, rounds) => {
        let rows = settle(given);
        const standing = new Set(sortedUnion(rows, given));
        const seen: string[] = [];
        let serial = 1000;
        for (let cursor: string | null | undefined = null, turn = 0; cursor !== undefined; turn += 1) {
          const page = await readPage(given, cursor);
          seen.push(...(selections[given.selection].read(page) ?? []).flatMap((id) => id ?? []));
          cursor = nextCursor(page, given);
          for (const { at, rank, drop } of rounds[turn] ?? []) {
            const code = CODES[at] ?? 'BJ';
            const victim = rows.find(({ id }) => id.startsWith(`${code}:`));
            if (drop && victim !== undefined) {
              rows = rows.filter((row) => row !== victim);
              standing.delete(victim.id);
            } else rows = [...rows, { id: `${code}:Row:${(serial += 1)}`, rank, label: 'a' }];
          }
          for (const code of CODES)
            federation.province(code).setRows(rows.filter(({ id }) => id.startsWith(`${code}:`)));
        }

        expect(new Set(seen).size).toBe(seen.length);
        expect([...standing].filter((id) => !seen.includes(id))).toEqual([]);
      }),
      { numRuns: 100, seed: 20261123 },
    );
  });
});
