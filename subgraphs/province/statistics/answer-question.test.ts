import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  chooseQuestions,
  countRegion,
  type Publication,
  publicationsOf,
} from '../../../test/support/statistics/publications.js';
import { anyWorld, cellsOf, type SmallWorld } from '../../../test/support/statistics/small-world.js';
import { type AnswerRow, answerQuestion, boundHistogram, namesTooMany, shareOf } from './answer-question.rules.js';
import { closeDimensions, durationBounds } from './dimensions.rules.js';
import { type ProtectedTable, protectTable, type StatisticsCell } from './protect-table.rules.js';

const RUNS = Number(process.env['RUNS'] ?? 15);

function protect(world: SmallWorld): ProtectedTable {
  return protectTable({ cells: cellsOf(world), dimensions: world.dimensions, smallCell: world.smallCell });
}

/** Two numbers of which the second is a part of the first, and the rest is small: what must never be published. */
function findSmallRest(said: readonly Publication[], smallCell: number): string | undefined {
  const isSmall = (count: number): boolean => count > 0 && count < smallCell;
  const alone = said.find(({ count }) => isSmall(count));
  if (alone !== undefined) return `${alone.source} is ${alone.count}`;
  for (const whole of said) {
    for (const part of said) {
      if (!isSmall(whole.count - part.count) || (whole.region & part.region) !== part.region) continue;
      return `${whole.source} is ${whole.count}, ${part.source} is ${part.count}`;
    }
  }
  return undefined;
}

it('gives no small number away, whichever two numbers of whichever answers are subtracted', () => {
  const property = fc.property(anyWorld, fc.nat(), (world, seed) => {
    const table = protect(world);
    const said = new Map<bigint, Publication>();
    for (const question of chooseQuestions(world, 40, seed)) {
      for (const publication of publicationsOf(world, table, question)) said.set(publication.region, publication);
    }

    expect(findSmallRest([...said.values()], world.smallCell)).toBeUndefined();
  });
  fc.assert(property, { numRuns: RUNS });
});

it('publishes no number but the true one', () => {
  const property = fc.property(anyWorld, fc.nat(), (world, seed) => {
    const table = protect(world);
    for (const question of chooseQuestions(world, 40, seed)) {
      const wrong = publicationsOf(world, table, question).filter(({ region, count, minutes }) => {
        const truth = countRegion(world, region);
        return truth.count !== count || truth.minutes !== minutes;
      });
      expect(wrong).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: RUNS });
});

/** Cases of four items in three provinces: with 10 as the smallest number, one cell is small. */
const counts: Readonly<Record<string, readonly number[]>> = {
  I1: [40, 30, 20],
  I2: [25, 4, 15],
  I3: [60, 12, 11],
  I4: [0, 17, 30],
};
const dimensions = closeDimensions(['ITEM', 'RECEIVING_PROVINCE', 'TIMELINESS']);

function cellsIn(of: typeof counts, late: (count: number) => number = () => 0): readonly StatisticsCell[] {
  return Object.entries(of).flatMap(([item, row]) =>
    row.flatMap((count, place) => {
      const values = [item, 'A1', 'M1', ['GD', 'HN', 'SC'][place] ?? ''];
      return [
        { values: [...values, 'ENDED', 'OVERDUE'], count: late(count), minutes: 0 },
        { values: [...values, 'ENDED', 'ON_TIME'], count: count - late(count), minutes: 0 },
      ];
    }),
  );
}

function said(rows: readonly AnswerRow[]): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(rows.map(({ key, whole }) => [Object.values(key).join(' '), whole?.count]));
}

describe('a filter', () => {
  const table = protectTable({ cells: cellsIn(counts), dimensions, smallCell: 10 });
  const groupBy = ['ITEM', 'RECEIVING_PROVINCE'] as const;
  const unfiltered = said(answerQuestion(table, { groupBy, filter: {} }));

  it('shows the cells that are shown without it, and hides those that are hidden', () => {
    for (const province of ['GD', 'HN', 'SC']) {
      const filter = { RECEIVING_PROVINCE: new Set([province]) };
      const rows = said(answerQuestion(table, { groupBy: ['ITEM'], filter }));

      expect(rows).toEqual(
        Object.fromEntries(
          Object.entries(unfiltered).flatMap(([key, count]) =>
            key.endsWith(province) ? [[key.split(' ')[0], count]] : [],
          ),
        ),
      );
    }
    expect(Object.values(unfiltered).filter((count) => count === undefined)).not.toHaveLength(0);
  });

  it('adds up nothing that is hidden, even where the sum is large', () => {
    const filter = { RECEIVING_PROVINCE: new Set(['GD', 'HN']) };

    expect(said(answerQuestion(table, { groupBy: ['ITEM'], filter }))).toMatchObject({ I2: undefined });
  });

  it('gives the margin when it cuts nothing off', () => {
    const filter = { RECEIVING_PROVINCE: new Set(['GD', 'HN', 'SC']) };

    expect(said(answerQuestion(table, { groupBy: ['ITEM'], filter }))).toEqual({ I1: 90, I2: 44, I3: 83, I4: 47 });
  });

  it('counts as dimensions of the question', () => {
    const filter = { STATE: new Set(['ACCEPTED']), MODE: new Set(['JOINT_HANDLING']) };

    expect(namesTooMany({ groupBy: ['ITEM', 'MONTH'], filter })).toBe(false);
    expect(namesTooMany({ groupBy: ['ITEM', 'MONTH'], filter: { ...filter, RECEIVING_PROVINCE: new Set() } })).toBe(
      true,
    );
  });
});

describe('a share', () => {
  const shares = (late: (count: number) => number): readonly unknown[] => {
    const table = protectTable({ cells: cellsIn(counts, late), dimensions, smallCell: 10 });
    const rows = answerQuestion(table, { groupBy: ['RECEIVING_PROVINCE'], filter: {}, divideBy: 'TIMELINESS' });
    return rows.map((row) => shareOf(row, 'OVERDUE', 'ON_TIME'));
  };

  it('is shown when its number and the rest are large', () => {
    expect(shares((count) => Math.floor(count / 2))).toEqual([
      { of: 62, all: 125 },
      { of: 31, all: 63 },
      { of: 37, all: 76 },
    ]);
  });

  it('is not shown when its number is small', () => {
    expect(shares((count) => (count === 30 ? 3 : 0))).toContain(undefined);
  });

  it('is not shown when the rest is small', () => {
    expect(shares((count) => (count === 4 ? 0 : count))).toContain(undefined);
  });

  it('is nothing of nothing where there is neither', () => {
    const table = protectTable({ cells: cellsIn(counts), dimensions, smallCell: 10 });
    const [row] = answerQuestion(table, { groupBy: [], filter: {}, divideBy: 'TIMELINESS' });

    expect(row && shareOf(row, 'OVERDUE', 'OPEN')).toEqual({ of: 0, all: 0 });
  });
});

it('bounds every histogram from both sides, and leaves no small number between', () => {
  const worlds = anyWorld.filter(({ dimensions: all }) => all.includes('DURATION'));
  const property = fc.property(worlds, (world) => {
    const table = protect(world);
    for (const groupBy of [[], ...world.visible.map((dimension) => [dimension])]) {
      const rows = answerQuestion(table, { groupBy, filter: {}, divideBy: 'DURATION' });
      const ended = answerQuestion(table, { groupBy, filter: {}, divideBy: 'PROGRESS' });
      for (const [place, row] of rows.entries()) {
        const figure = ended[place]?.parts.get('ENDED');
        const bounds = boundHistogram(row, figure);
        if (bounds === undefined || figure === undefined) continue;
        const truth = durationBounds.map((_, bucket) =>
          world.atoms
            .filter(({ values }) => groupBy.every((dimension) => values[dimension] === row.key[dimension]))
            .filter(({ values }) => Number(values.DURATION) <= bucket)
            .reduce((sum, { count }) => sum + count, 0),
        );
        const cumulate = (counted: readonly number[]): readonly number[] =>
          durationBounds.map((_, bucket) => counted.slice(0, bucket + 1).reduce((sum, count) => sum + count, 0));
        const [most, fewest] = [cumulate(bounds.least), cumulate(bounds.greatest)];
        expect(bounds.least.reduce((sum, count) => sum + count, 0)).toBe(figure.count);
        expect(bounds.greatest.reduce((sum, count) => sum + count, 0)).toBe(figure.count);
        expect(truth.every((count, bucket) => count <= (most[bucket] ?? 0) && count >= (fewest[bucket] ?? 0))).toBe(
          true,
        );
        expect([...bounds.least, ...bounds.greatest].filter((count) => count > 0 && count < world.smallCell)).toEqual(
          [],
        );
      }
    }
  });
  fc.assert(property, { numRuns: RUNS });
});
