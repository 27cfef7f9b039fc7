import { describe, expect, it } from '@jest/globals';
import { quantileOf } from './quantile.js';

describe('a quantile', () => {
  it.each([
    [0.5, [0, 4, 0], [10, 20], 15],
    [0.25, [2, 2, 0], [10, 20], 5],
    [0, [0, 4, 0], [10, 20], 10],
    [1, [2, 2, 0], [10, 20], 20],
    [1, [2, 2, 1], [10, 20], 20],
    [0.5, [3, 0], [-5], -5],
    [0.5, [0, 0, 0], [10, 20], null],
    [0.5, [7], [], null],
    [0.5, [], [], null],
  ])('%d of counts %j up to bounds %j is %j', (q, counts, bounds, expected) => {
    expect(quantileOf(q, { counts, bounds })).toBe(expected);
  });
});
