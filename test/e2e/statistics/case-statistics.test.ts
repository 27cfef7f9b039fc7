// Numbers over several provinces through a gateway, held against a plain count over the rows of all of them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openProvinceStorage, readInstance } from '../../../subgraphs/province/province.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { type Asked, askStatistics, type SeenRow, untilGathered } from '../../support/statistics/ask-statistics.js';
import { countPlainly, type PlainCase, plainCellOf, readPlainCases } from '../../support/statistics/count-plainly.js';

const codes = ['GD', 'HN', 'JX'];
// What a province publishes unless it has set another: docs/policy.md.
const SMALL_CELL = 10;

let network: TestNetwork;
const cases: PlainCase[] = [];
beforeAll(async () => {
  network = await startNetwork({ provinces: codes, cases: 600, isGuarded: true });
  for (const code of codes) {
    const place = { instance: readInstance(code), dataDir: network.dataDir, database: network.databaseOf(code) };
    const orm = await openProvinceStorage(place);
    cases.push(...(await readPlainCases(code, orm)));
    await orm.close(true);
  }
  await untilGathered(network);
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const questions: readonly (readonly [string, Asked])[] = [
  ['all cases', {}],
  ['years', { groupBy: ['YEAR'] }],
  ['months', { groupBy: ['MONTH'] }],
  ['items', { groupBy: ['ITEM'] }],
  ['authorities and modes', { groupBy: ['AUTHORITY', 'MODE'] }],
  ['flows', { groupBy: ['RECEIVING_PROVINCE', 'HANDLING_PROVINCE'] }],
  ['states', { groupBy: ['STATE', 'HANDLING_PROVINCE'] }],
  ['satisfaction by month', { groupBy: ['MONTH', 'SATISFACTION'] }],
  ['modes of a year', { groupBy: ['MODE'], period: { from: '2025-01', to: '2025-12' } }],
  ['modes of some months', { groupBy: ['MODE'], period: { from: '2024-11', to: '2025-04' } }],
  ['receiving provinces of one mode', { groupBy: ['RECEIVING_PROVINCE'], filter: { modes: ['FULLY_ONLINE'] } }],
  ['months of two receiving provinces', { groupBy: ['MONTH'], filter: { receivingProvinces: ['GD', 'HN'] } }],
  ['what was received where nobody is', { groupBy: ['MODE'], filter: { receivingProvinces: [] } }],
  ['one province', { groupBy: ['MONTH', 'MODE'], provinces: ['HN'] }],
];

const rowsByCell = (rows: readonly SeenRow[]): ReadonlyMap<string, SeenRow> =>
  new Map(rows.map((row) => [plainCellOf(row), row]));

describe.each(questions)('%s', (_what, asked) => {
  it('are in each province what all of its rows come to, or are kept back; what is too small always is', async () => {
    for (const code of asked.provinces ?? codes) {
      const only = { ...asked, provinces: [code] };
      const { rows, refusals } = await askStatistics(network, only);
      const seen = rowsByCell(rows);
      const plain = countPlainly(cases, only);

      expect(refusals).toEqual([]);
      for (const [cell, { cases: count, suppressedIn }] of seen) {
        const all = plain.get(cell)?.length ?? 0;
        if (all > 0 && all < SMALL_CELL) expect([cell, count, suppressedIn]).toEqual([cell, 0, 1]);
        if (suppressedIn === 0) expect([cell, count]).toEqual([cell, all]);
      }
      expect([...plain.keys()].filter((cell) => !seen.has(cell))).toEqual([]);
    }
  });

  it('are over all provinces the sum of what each of them says, cell by cell, with who is silent', async () => {
    const whole = rowsByCell((await askStatistics(network, asked)).rows);
    const sums = new Map<string, readonly [number, number]>();
    for (const code of asked.provinces ?? codes) {
      for (const [cell, row] of rowsByCell((await askStatistics(network, { ...asked, provinces: [code] })).rows)) {
        const [count, silent] = sums.get(cell) ?? [0, 0];
        sums.set(cell, [count + row.cases, silent + row.suppressedIn]);
      }
    }

    expect(new Map([...whole].map(([cell, row]) => [cell, [row.cases, row.suppressedIn]]))).toEqual(sums);
  });
});

it('equals the plain count over the union of all rows where no province has a small cell', async () => {
  for (const groupBy of [[], ['YEAR'], ['MODE'], ['MONTH'], ['HANDLING_PROVINCE']]) {
    const { rows } = await askStatistics(network, { groupBy });
    const plain = countPlainly(cases, { groupBy });

    expect(new Map(rows.map((row) => [plainCellOf(row), [row.cases, row.suppressedIn]]))).toEqual(
      new Map([...plain].map(([cell, all]) => [cell, [all.length, 0]])),
    );
  }
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

it.each([[[]], [['YEAR']], [['MONTH']]])(
  'gives time, lateness and satisfaction by %j as rows have them',
  async (groupBy) => {
    let published = 0;
    for (const code of codes) {
      const asked = { groupBy, provinces: [code] };
      const plain = countPlainly(cases, asked);
      for (const row of (await askStatistics(network, asked, { metrics: true })).rows) {
        const all = plain.get(plainCellOf(row)) ?? [];
        const timed = all.flatMap(({ minutes }) => minutes ?? []);
        const decided = all.filter(({ isLate }) => isLate !== null);
        const late = decided.filter(({ isLate }) => isLate);
        const { workingMinutes, overdue, ratings } = row;
        if (workingMinutes.suppressedIn === 0) {
          published += 1;
          expect(workingMinutes).toMatchObject({ cases: timed.length, sum: sumOf(timed) });
          expect(workingMinutes.mean).toBeCloseTo(sumOf(timed) / timed.length, 6);
          const { bounds, counts } = workingMinutes.least;
          expect(sumOf(counts)).toBe(timed.length);
          expect(sumOf(workingMinutes.greatest.counts)).toBe(timed.length);
          const median = timed.toSorted((a, b) => a - b)[Math.ceil(timed.length / 2) - 1] ?? 0;
          const edges = [0, ...bounds, Infinity];
          const bucket = edges.findIndex((edge, at) => median <= (edges[at + 1] ?? Infinity) && median >= edge);
          expect(workingMinutes.least.quantile).toBeLessThanOrEqual(edges[bucket + 1] ?? Infinity);
          expect(workingMinutes.greatest.quantile).toBeGreaterThanOrEqual(
            Math.min(edges[bucket] ?? 0, bounds.at(-1) ?? 0),
          );
        }
        if (overdue.suppressedIn === 0) {
          expect(overdue).toMatchObject({ decided: decided.length, overdue: late.length });
          expect(late.length === 0 || late.length >= SMALL_CELL).toBe(true);
          expect(overdue.share).toBeCloseTo(late.length / decided.length, 6);
        }
        expect(ratings).toEqual({ rated: 0, satisfied: 0, share: null, suppressedIn: 0 });
      }
    }
    expect(published).toBeGreaterThan(0);
  },
);
