import { describe, expect, it } from '@jest/globals';
import { mergeHistograms } from './merge-histograms.js';

const bounds = [1, 2];

describe('histograms', () => {
  it('add up bucket by bucket, and who has none takes no part', () => {
    const merged = mergeHistograms([
      { province: 'GD', counts: [1, 2, 3], bounds },
      { province: 'HN', counts: null, bounds: null },
      { province: 'SC', counts: [0, 1, 0], bounds },
    ]);

    expect(merged).toEqual({ counts: [1, 3, 3], outvoted: new Map() });
  });

  it('of other bounds than most have are reported with the votes against them', () => {
    const merged = mergeHistograms([
      { province: 'BJ', counts: [9, 9, 9], bounds: [1, 3] },
      { province: 'GD', counts: [1, 2, 3], bounds },
      { province: 'SC', counts: [0, 1, 0], bounds },
    ]);

    expect(merged).toEqual({ counts: [1, 3, 3], outvoted: new Map([['BJ', 1]]) });
  });

  it('of one vote each are those of the first province', () => {
    const merged = mergeHistograms([
      { province: 'BJ', counts: [9, 9, 9], bounds: [1, 3] },
      { province: 'GD', counts: [1, 2, 3], bounds },
    ]);

    expect(merged).toEqual({ counts: [9, 9, 9], outvoted: new Map([['GD', 0]]) });
  });

  it('of one province have one vote, however many they are, and cost no more than they are long', () => {
    const own = Array.from({ length: 100_000 }, () => ({ province: 'BJ', counts: [1], bounds: [] }));
    const others = ['GD', 'SC'].map((province) => ({ province, counts: [1, 2, 3], bounds }));

    const merged = mergeHistograms([...own, ...others]);

    expect(merged).toEqual({ counts: [2, 4, 6], outvoted: new Map([['BJ', 1]]) });
  });

  it.each([
    [[1, 2], bounds],
    [[1, -2, 3], bounds],
    [
      [1, 2, 3],
      [2, 1],
    ],
    [[1, 2, 3], null],
    [null, bounds],
  ])('that are none, such as %j over %j, are found without a vote', (counts, own) => {
    const merged = mergeHistograms([{ province: 'GD', counts, bounds: own }]);

    expect(merged).toEqual({ counts: [], outvoted: new Map([['GD', Infinity]]) });
  });
});
