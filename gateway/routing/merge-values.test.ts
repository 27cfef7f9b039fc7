import { describe, expect, it } from '@jest/globals';
import { latest, mergeValues } from './merge-values.js';

describe('partial values', () => {
  it.each([
    ['SUM', [1, 2, null, 4], 7],
    ['SUM', [], 0],
    ['MIN', [5, null, 3], 3],
    ['MIN', ['2026-01-02', '2026-01-01'], '2026-01-01'],
    ['MIN', [null], null],
    ['MAX', [5, 9, 3], 9],
    ['MAX', ['2026-01-02', '2026-01-03', '2026-01-01'], '2026-01-03'],
    ['MIN', ['𠀀', '豈'], '豈'],
    ['MIN', [true, null, false], false],
    ['MAX', [false, true, null], true],
    ['ANY', [null, { id: 1 }, { id: 1 }], { id: 1 }],
    ['ANY', [], null],
    ['CONCAT', [[1], null, [2, 3]], [1, 2, 3]],
    ['CONCAT', [], []],
  ] as const)('%s of %j is %j', (how, values, expected) => {
    expect(mergeValues(how, values)).toEqual(expected);
  });

  it.each([
    [
      'the greatest',
      [
        [1, 'a'],
        [3, 'b'],
        [2, 'c'],
      ],
      'b',
    ],
    [
      'the greatest text',
      [
        ['2026-01-02', 'a'],
        ['2026-01-10', 'b'],
      ],
      'b',
    ],
    [
      'the first of equals',
      [
        [2, 'a'],
        [2, 'b'],
      ],
      'a',
    ],
    [
      'anything before nothing',
      [
        [null, 'a'],
        [0, 'b'],
      ],
      'b',
    ],
    [
      'null where the greatest has it',
      [
        [1, 'a'],
        [2, null],
      ],
      null,
    ],
    ['nothing of nobody', [], null],
  ] as const)('LATEST takes %s', (_what, values, expected) => {
    expect(latest(values.map(([by, value]) => ({ by, value })))).toBe(expected);
  });
});
