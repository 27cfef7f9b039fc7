import { expect, it } from '@jest/globals';
import { readPlace, writePlace } from './place.js';

it('writes a place into the fragment, which no server sees, and reads it back', () => {
  const place = { province: 'GD', item: 'CN:StandardItem:a b&c', trace: 'KS1' };
  const fragment = writePlace(place);

  expect(fragment).toBe('#province=GD&trace=KS1&item=CN%3AStandardItem%3Aa+b%26c');
  expect(readPlace(fragment)).toEqual(place);
});

it('takes nothing for a place that is none', () => {
  expect([readPlace(''), readPlace('#matrix'), readPlace('#province=')]).toEqual([{}, {}, {}]);
  expect(writePlace({ province: undefined, trace: '' })).toBe('');
});
