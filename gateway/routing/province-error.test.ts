import { expect, it } from '@jest/globals';
import { provinceErrorEntry, refusalCode } from './province-error.js';

it.each([
  ['BAD_CURSOR', 'BAD_CURSOR'],
  ['NO_PERSON', 'NO_PERSON'],
  ['TRAIL_UNAVAILABLE', 'TRAIL_UNAVAILABLE'],
  ['INTERNAL', 'PROVINCE_FAULT'],
  ['UNAUTHENTICATED', 'PROVINCE_FAULT'],
  ['what is this', 'PROVINCE_FAULT'],
])('tells clients of a %s of a province as %s, in words of ours', (code, told) => {
  const entry = provinceErrorEntry({ code, message: 'select * from person', path: undefined }, 'GD', ['case']);

  expect(entry.extensions.code).toBe(told);
  expect(JSON.stringify(entry)).not.toContain('select');
});

it('takes no trouble of a province for a mistake of the caller', () => {
  expect(refusalCode('TRAIL_UNAVAILABLE')).toBeUndefined();
  expect(refusalCode('NO_PERSON')).toBe('NO_PERSON');
});
