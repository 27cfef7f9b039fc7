import { expect, it } from '@jest/globals';
import type { MonthsQuery } from '../operations/answers.js';
import { drawTrend, leastShare, monthsUpTo, readMonths } from './month-line.js';

const rating = (rated: number, satisfied: number, suppressedIn = 0) => ({
  rated,
  satisfied,
  suppressedIn,
  share: rated === 0 ? null : satisfied / rated,
});

function answer(rows: MonthsQuery['caseStatistics']['rows'], answered: readonly string[]): MonthsQuery {
  return {
    caseStatistics: {
      rows,
      ...{ smallestCell: 10, asOf: null, lastMonth: '2026-02', refusals: [] },
      coverage: { answered: answered.map((code) => ({ code })), missing: [] },
    },
  };
}

it('reads the months without a gap, each with what is known of it', () => {
  const rows = [
    { month: '2026-02', cases: 90, suppressedIn: 0, ratings: rating(40, 38) },
    { month: '2025-12', cases: 0, suppressedIn: 2, ratings: rating(0, 0, 2) },
    { month: '2025-11', cases: 12, suppressedIn: 0, ratings: rating(0, 0) },
  ];

  const months = readMonths(answer(rows, ['GD']), ['GD']);

  expect(months.slice(-4)).toEqual([
    { month: '2025-11', cases: known(12), rated: known(0), satisfied: undefined },
    { month: '2025-12', cases: { kind: 'hidden' }, rated: { kind: 'hidden' }, satisfied: { kind: 'hidden' } },
    { month: '2026-01', cases: known(0), rated: known(0), satisfied: undefined },
    { month: '2026-02', cases: known(90), rated: known(40), satisfied: known(0.95) },
  ]);
  expect(months[0]?.month).toBe('2024-09');
});

it('calls months missing, not zero, when nobody answered', () => {
  const months = readMonths(answer([], []), ['GD', 'HN']);

  expect(new Set(months.map(({ cases }) => cases.kind))).toEqual(new Set(['missing']));
});

it('counts months over the turn of the year', () => {
  expect(monthsUpTo('2026-02', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});

it('breaks the line where a number is not known, instead of drawing through it or to zero', () => {
  const { segments, dots } = drawTrend([1, 0.5, undefined, 0.75, undefined, 1, 1], {
    width: 60,
    height: 100,
    least: 0.5,
  });

  expect(segments).toEqual(['M0,0L10,100', 'M50,0L60,0']);
  expect(dots.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [10, 100],
    [30, 50],
    [50, 0],
    [60, 0],
  ]);
});

it('leaves room below the least share', () => {
  expect([[0.93, 1], [0.9], [undefined], [0.04], []].map(leastShare)).toEqual([0.9, 0.8, 0.9, 0, 0.9]);
});

function known(value: number) {
  return { kind: 'known', value, isLowerBound: false };
}
