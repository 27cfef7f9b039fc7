import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePositions, directionsOf, encodeCursor, parseCursor, type Position } from '../../schema/cursor.js';
import { mergeRows, type ProvinceRows } from './merge-rows.js';

const CODES = ['GD', 'HN', 'SC', 'XJ', 'BJ'];

/** Provinces with random rows, many ties and nulls among them, each in the order of its own list. */
const federation = fc
  .record({
    order: fc.constantFrom('DUE_AT_ASC', 'DUE_AT_DESC'),
    sizes: fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: CODES.length }),
    keys: fc.infiniteStream(fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 5 }))),
  })
  .map(({ order, sizes, keys }) => {
    const directions = directionsOf(order) ?? [];
    const provinces = sizes.map((size, index) => {
      const province = CODES[index] ?? 'GD';
      const rows = Array.from({ length: size }, (_, row): Position => {
        const key = keys.next().value as number | null;
        return { order, keys: [key], id: `${province}:Case:${row}` };
      });
      return { province, rows: rows.sort((a, b) => comparePositions(a, b, directions)) };
    });
    return { directions, provinces };
  });

const sent = (rows: readonly Position[], first: number): string[] => rows.slice(0, first).map(encodeCursor);

/** A province that sends these cursors. */
const rowsOf = (province: string, cursors: readonly unknown[]): ProvinceRows => ({
  province,
  rows: { has: (index) => index in cursors, count: () => cursors.length, cursorAt: (index) => cursors[index] },
});

describe('merged rows', () => {
  it('are the sorted union of all provinces, page after page, with no row lost or shown twice', () => {
    fc.assert(
      fc.property(federation, fc.integer({ min: 1, max: 7 }), ({ directions, provinces }, first) => {
        const union = provinces.flatMap(({ rows }) => rows).sort((a, b) => comparePositions(a, b, directions));
        const shown: string[] = [];
        for (let after: Position | undefined, hasNext = true; hasNext; ) {
          const remaining = provinces.map(({ province, rows }) => ({
            province,
            rows: rows.filter((row) => after === undefined || comparePositions(after, row, directions) < 0),
          }));
          const page = mergeRows(
            remaining.map(({ province, rows }) => rowsOf(province, sent(rows, first))),
            { size: first, position: after },
          );
          hasNext = page.hasMore || remaining.some(({ rows }) => rows.length > first);
          shown.push(...page.rows.map(({ cursor }) => parseCursor(cursor)?.id ?? ''));
          after = parseCursor(page.rows.at(-1)?.cursor);

          expect(page.breaches.size).toBe(0);
        }

        expect(shown).toEqual(union.map(({ id }) => id));
      }),
      { numRuns: 300 },
    );
  });

  const row = (province: string, key: number, order = 'A_ASC'): string =>
    encodeCursor({ order, keys: [key], id: `${province}:Case:${key}` });
  const good = rowsOf('GD', [row('GD', 1), row('GD', 4)]);

  it.each([
    ['whose first cursor is no cursor', ['nonsense']],
    ['that answers in another order', [row('HN', 2, 'B_ASC')]],
    ['whose rows fall', [row('HN', 3), row('HN', 2)]],
    ['that repeats a row', [row('HN', 2), row('HN', 2)]],
    ['that shows rows of another province', [row('SC', 2)]],
  ])('name a province %s, and keep the others', (_what, cursors) => {
    const page = mergeRows([good, rowsOf('HN', cursors), rowsOf('BJ', [row('BJ', 2)])], {
      size: 10,
    });

    expect([...page.breaches]).toEqual(['HN']);
    expect(page.rows.filter(({ province }) => province !== 'HN').map(({ cursor }) => cursor)).toEqual([
      row('GD', 1),
      row('BJ', 2),
      row('GD', 4),
    ]);
  });
});
