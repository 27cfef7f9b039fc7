import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCollaborationNo } from '../../../schema/collaboration-no.js';
import { letterCodes } from '../../../schema/province-codes.js';
import { findPersonalNumbers, namesCase, type PersonalNumber } from './personal-numbers.js';

const two = (value: number): string => String(value).padStart(2, '0');
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const day = fc.record({
  year: fc.integer({ min: 1901, max: 2098 }),
  month: fc.integer({ min: 1, max: 12 }),
  date: fc.integer({ min: 1, max: 28 }),
});
const compactDay = day.map(({ year, month, date }) => `${year}${two(month)}${two(date)}`);
const gbCode = fc.constantFrom(...letterCodes.keys());
const serial = fc.integer({ min: 1, max: 99_999_999 });

const dates = fc.oneof(
  day.map(({ year, month, date }) => `${year}-${two(month)}-${two(date)}`),
  day.map(({ year, month, date }) => `${year}.${month}.${date}`),
  day.map(({ year, month, date }) => `${year}年${month}月${date}日`),
  day.map(({ year, month }) => `${year}-${two(month)}`),
  day.map(({ year }) => `${year}-${year + 1}年`),
  compactDay,
);
const cases = fc.oneof(
  fc
    .tuple(compactDay, gbCode, serial)
    .map(([date, code, no]) => formatCollaborationNo({ date, gbCode: code, serial: no })),
  fc.tuple(gbCode, compactDay, serial).map((parts) => `${parts[0]}-${parts[1]}-${String(parts[2]).padStart(8, '0')}`),
  fc.uuid({ version: 7 }).map((local) => `GD:Case:${local}`),
);
const standards = fc.constantFrom('GB 11643-1999', 'GB/T 33190-2016', 'GA/T 2000.156-2016', 'DB44/T 2270-2021');
const words = fc.constantFrom('办理', '，', '。', '超期12个工作日', '退费 1200 元', ' see ', '第3项', '\n', '；另见');

const identity = fc
  .tuple(digits(6), compactDay, digits(3), fc.constantFrom(...Array.from('0123456789Xx')))
  .map((parts) => parts.join(''));
const mobile = fc.tuple(fc.constantFrom('13', '15', '18', '19'), digits(9)).map((parts) => parts.join(''));
const personal: readonly (readonly [PersonalNumber, fc.Arbitrary<string>])[] = [
  ['IDENTITY_NUMBER', identity],
  ['IDENTITY_NUMBER', digits(15)],
  ['BANK_CARD', fc.tuple(fc.constantFrom('62', '43', '51'), digits(17)).map((parts) => parts.join(''))],
  ['BANK_CARD', fc.tuple(fc.constantFrom('62', '43', '51'), digits(14)).map((parts) => parts.join(''))],
  ['PHONE', mobile],
  ['PHONE', fc.tuple(fc.constantFrom('020', '0755'), digits(8)).map((parts) => parts.join(''))],
  ['PHONE', fc.tuple(fc.constantFrom('8', '3'), digits(7)).map((parts) => parts.join(''))],
];
const passport = fc.tuple(fc.constantFrom('E', 'G', 'EA', 'H', 'd'), digits(8)).map((parts) => parts.join(''));

const wide = (number: string): string => number.replace(/\d/g, (one) => String.fromCharCode(0xff10 + Number(one)));
const spelt = (number: string): string => number.replace(/\d/g, (one) => '零一二三四五六七八九'.charAt(Number(one)));

// In groups of four, as people write them, from the end or from the beginning.
const disguises: fc.Arbitrary<(number: string) => string> = fc.constantFrom(
  (number: string) => number,
  wide,
  spelt,
  (number: string) => number.replace(/(?=(?:.{4})+$)/g, ' ').trim(),
  (number: string) => number.replace(/.{4}/g, '$&-').replace(/-$/, ''),
  (number: string) => wide(number).replace(/.{3}/g, '$& · '),
  (number: string) => Array.from(number).join('\u200b'),
  (number: string) => spelt(number).replace(/.{3}(?=.{3})/g, '$&-'),
);

it('finds nothing in dates, numbers of cases and standards, however many stand together', () => {
  const harmless = fc.tuple(fc.oneof(dates, dates, cases, standards), words);
  const texts = fc.array(harmless, { minLength: 1, maxLength: 6 }).map((parts) => parts.flat().join(''));

  fc.assert(fc.property(texts, (text) => expect(findPersonalNumbers(text)).toEqual([])));
});

it.each(['2026-03-02', '2026-03-02 2026-03-09', '2026-01—2026-03', '2026-03-02 15 个工作日', '20260302T103000'])(
  'takes %s for no number of a person',
  (text) => {
    expect(findPersonalNumbers(text)).toEqual([]);
  },
);

describe.each(personal)('a number of the kind %s', (kind, numbers) => {
  it('is found by itself', () => {
    fc.assert(fc.property(numbers.filter(isNoDay), (number) => expect(findPersonalNumbers(number)).toContain(kind)));
  });

  it('is found in a sentence, beside a date, and however it is written', () => {
    const sentences = fc.tuple(words, numbers.filter(isNoDay), disguises, words, fc.oneof(dates, cases));

    fc.assert(
      fc.property(sentences, ([before, number, disguise, after, beside]) => {
        expect(findPersonalNumbers(`联系${before}人${disguise(number)}。${after}${beside}`)).not.toEqual([]);
        expect(findPersonalNumbers(`${beside} ${disguise(number)}`)).not.toEqual([]);
        expect(findPersonalNumbers(`${disguise(number)} ${beside}`)).not.toEqual([]);
      }),
    );
  });
});

// Eight digits that are a day are one.
const isNoDay = (number: string): boolean => !/^(19|20)/.test(number);

it('finds passports and permits, also such with digits like a day', () => {
  const passports = fc.oneof(
    passport,
    compactDay.map((date) => `E${date}`),
  );

  fc.assert(fc.property(passports, (number) => expect(findPersonalNumbers(`护照${number}，`)).toContain('PASSPORT')));
});

it('finds a telephone that ends like a day, and an identity number with its day apart', () => {
  expect(findPersonalNumbers('138 20260302')).toEqual(['PHONE']);
  expect(findPersonalNumbers('440103-19900101-1234')).toContain('IDENTITY_NUMBER');
  expect(findPersonalNumbers('440103 1990-01-01 1234')).not.toEqual([]);
});

it('takes nothing for the number of a case because of what stands in front of it', () => {
  const text = 'KS2026030244000000000001';

  expect(['0', '1'].flatMap((check) => findPersonalNumbers(`${text}${check}`))).not.toEqual([]);
  expect(findPersonalNumbers('440103-19900101-12345678')).not.toEqual([]);
});

it('tells where a case is named', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 0, max: 99 }), (number, count) => namesCase(`见 ${number} ${count}份`)),
  );

  expect(namesCase('2026-03-02 收件 3 份')).toBe(false);
});
