import { expect, it } from '@jest/globals';
import { shadeBreaks, shadeOf } from './shades.js';

it.each([
  [[], []],
  [[0, 0], []],
  [[7], [5]],
  [
    [1, 1000],
    [1, 2, 10, 50, 200],
  ],
  [
    [10, 12, 100_000],
    [10, 50, 200, 1000, 10_000],
  ],
])('gives %j the round breaks %j', (values, breaks) => {
  const found = shadeBreaks(values);

  expect(found.slice(0, 1)).toEqual(breaks.slice(0, 1));
  expect(found.every((one, index) => index === 0 || one > (found[index - 1] ?? 0))).toBe(true);
  expect(found.every((one) => /^[125]0*$/.test(String(one)))).toBe(true);
  expect(found.length).toBe(breaks.length);
});

it('gives every value that is not zero a shade, the greatest the darkest, and zero none', () => {
  const breaks = shadeBreaks([3, 40, 9000]);

  expect([0, 3, 9000].map((value) => shadeOf(value, breaks))).toEqual([0, 1, 5]);
});
