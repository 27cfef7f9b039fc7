import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isKeepable, isWritten } from './written-text.js';

it('takes what somebody has written, over several lines and in any script', () => {
  const written = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !/\p{Cc}/u.test(text));

  fc.assert(fc.property(written, (text) => isWritten(`第一行：\r\n\t${text}`)));
});

it.each([
  ['nothing', ''],
  ['blanks', ' \n\u3000'],
  ['no text', 1],
  ['nobody', null],
  ['half a sign', '说\ud83d'],
])('takes %s for nothing that was written', (_, text) => {
  expect(isWritten(text)).toBe(false);
});

it('keeps blanks where nobody has to say anything', () => {
  expect([isKeepable(''), isKeepable(' \n')]).toEqual([true, true]);
});

it('keeps no sign that no database keeps or nobody sees', () => {
  const controls = [...Array(32).keys(), ...Array.from({ length: 33 }, (_, index) => 0x7f + index)];
  const kept = controls.filter((code) => isKeepable(`a${String.fromCharCode(code)}b`));

  expect(kept).toEqual([0x09, 0x0a, 0x0d]);
});

it('takes a page and not a sign more, or as much as it is told', () => {
  const lengths = [1, 10, 11, 2_000, 2_001];

  expect(lengths.filter((length) => isWritten('说'.repeat(length)))).toEqual([1, 10, 11, 2_000]);
  expect(lengths.filter((length) => isWritten('说'.repeat(length), { most: 10 }))).toEqual([1, 10]);
});
