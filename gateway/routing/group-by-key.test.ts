import { describe, expect, it } from '@jest/globals';
import { groupByKey } from './group-by-key.js';

describe('things of equal key', () => {
  it('come together in the order in which they came', () => {
    expect(groupByKey(['b1', 'a1', 'b2'], (text) => [text.slice(0, 1)])).toEqual([['a1'], ['b1', 'b2']]);
  });

  it('are sorted by key: nulls, numbers by value, text by code point, truth values after falsehood', () => {
    const keys = ['𠀀', 10, '豈', null, 9, '10'];

    expect(groupByKey(keys, (key) => [key]).flat()).toEqual([null, 9, 10, '10', '豈', '𠀀']);
    expect(groupByKey([true, false], (key) => ['same', key]).flat()).toEqual([false, true]);
  });
});
