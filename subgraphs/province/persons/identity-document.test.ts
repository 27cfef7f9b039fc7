import { expect, it } from '@jest/globals';
import { checkCharacterOf, type DocumentType, isDocumentNumber, syntheticNumber } from './identity-document.rules.js';
import { maskName, maskNumber, maskPhone } from './masking.rules.js';

// The standard's own examples, of area codes and birthdays that nobody can have any more.
it.each([
  ['11010519491231002', 'X'],
  ['44052418800101001', '4'],
])('finds the check character of %s as GB 11643 does', (digits, character) => {
  expect(checkCharacterOf(digits)).toBe(character);
});

it('makes synthetic numbers that are sound, with an area code that is not assigned', () => {
  const number = syntheticNumber('19900101', 7);

  expect(number).toMatch(/^99000019900101007[\dX]$/);
  expect(isDocumentNumber({ type: 'RESIDENT_ID', number })).toBe(true);
});

it.each<readonly [string, DocumentType, string, boolean]>([
  ['a sound number', 'RESIDENT_ID', '11010519491231002X', true],
  ['a small x', 'RESIDENT_ID', '11010519491231002x', true],
  ['blanks and full-width digits', 'RESIDENT_ID', ' １10105 19491231 002X', true],
  ['another check character', 'RESIDENT_ID', '110105194912310021', false],
  ['a day that does not exist', 'RESIDENT_ID', '990000199002300018', false],
  ['fifteen digits', 'RESIDENT_ID', '110105491231002', false],
  ['nothing', 'RESIDENT_ID', '', false],
  ['a sound code', 'CREDIT_CODE', '11220000013544541J', true],
  ['another check character', 'CREDIT_CODE', '11220000013544541K', false],
  ['a passport', 'PASSPORT', 'E12345678', true],
  ['a passport with signs', 'PASSPORT', 'E1234-5678', false],
  ['a long text', 'PASSPORT', 'E'.repeat(21), false],
])('judges %s', (_title, type, number, isSound) => {
  expect(isDocumentNumber({ type, number })).toBe(isSound);
});

it('refuses every change of one digit, and every exchange of two neighbours that differ', () => {
  const number = syntheticNumber('19851017', 123);
  const changed = Array.from(number).flatMap((digit, index) => {
    const others = Array.from('0123456789').filter((other) => other !== digit);
    return others.map((other) => `${number.slice(0, index)}${other}${number.slice(index + 1)}`);
  });
  const exchanged = Array.from(number).flatMap((digit, index) => {
    const next = number[index + 1] ?? digit;
    return next === digit ? [] : [`${number.slice(0, index)}${next}${digit}${number.slice(index + 2)}`];
  });

  const taken = [...changed, ...exchanged].filter((other) => isDocumentNumber({ type: 'RESIDENT_ID', number: other }));

  expect(changed.length).toBeGreaterThan(150);
  expect(taken).toEqual([]);
});

it.each([
  [maskName, '张三丰', '张*'],
  [maskName, '𠮷田', '𠮷*'],
  [maskName, '', '*'],
  [maskNumber, '99000019900101001X', '9****************X'],
  [maskNumber, 'E12345678', 'E****************8'],
  [maskNumber, '123', '****************'],
  [maskPhone, '13900000042', '*********42'],
  [maskPhone, '110', '*********'],
])('masks as %p: %s becomes %s', (mask, text, masked) => {
  expect(mask(text)).toBe(masked);
});
