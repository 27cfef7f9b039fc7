import { parseCollaborationNo } from '../../../schema/collaboration-no.js';
import { letterCodes } from '../../../schema/province-codes.js';

/** A number of a person. `OTHER` is one too long to be nobody's: an account, a card, a telephone abroad. */
export type PersonalNumber = 'IDENTITY_NUMBER' | 'PASSPORT' | 'BANK_CARD' | 'PHONE' | 'OTHER';

// Digits that belong together are written apart: by spaces, dashes, dots, or signs that nobody sees.
const SEPARATORS = /(?<=[0-9Xx])[\s\-‐-―−.·_\u00AD\u200B-\u200D\u2060\uFEFF]+(?=[0-9Xx])/gu;

const HAN_DIGITS: Readonly<Record<string, string>> = {
  ...{ 〇: '0', 零: '0', 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' },
  ...{ 壹: '1', 贰: '2', 叁: '3', 肆: '4', 伍: '5', 陆: '6', 柒: '7', 捌: '8', 玖: '9', 幺: '1' },
};

// A number that is spelt out has groups of several signs; a sentence has one or two in a row.
const SPELT = /[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{3,}/gu;

const YEAR = '(?:19|20)\\d\\d';
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12]\\d|3[01])';

const alone = (pattern: string): RegExp => new RegExp(`(?<![A-Za-z\\d])${pattern}(?!\\d)`, 'gu');

const DATES = [
  alone(`${YEAR}([-.])(?:0?[1-9]|1[0-2])\\1(?:0?[1-9]|[12]\\d|3[01])`),
  alone(`${YEAR}[-.]${MONTH}`),
  alone(`${YEAR}\\s*[-~–—]\\s*${YEAR}(?=\\s*年)`),
] as const;
const DAY_IN_ONE = alone(`${YEAR}${MONTH}${DAY}`);

// GB/T 33190-2016 is of nobody.
const STANDARD = /(?<![A-Za-z])(?:GB|GA|DB\d\d|WS|MZ)(?:\/[TZ])?\s*\d{1,5}(?:\.\d{1,3})?-(?:19|20)\d\d(?!\d)/gu;

// 440000-20260302-00000001: the province, the day, and the how manieth it was.
const CASE_NO = alone(`(?:${[...letterCodes.keys()].join('|')})(-?)${YEAR}${MONTH}${DAY}\\1\\d{8}`);
const CASE_ID = /(?<![A-Za-z])[A-Z]{2,4}:[A-Z][A-Za-z]+:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w-])/gu;
const COLLABORATION_NO = /(?<![A-Za-z\d])KS\d{22}[\dA-Z](?![A-Za-z\d])/giu;

// Mobile telephones, and others with their area.
const PHONES = [/(?<!\d)(?:\+?86)?1\d{10}(?!\d)/u, /(?<!\d)0\d{9,11}(?!\d)/u].map(
  (pattern) => ['PHONE', pattern] as const,
);

type Kinds = readonly (readonly [PersonalNumber, RegExp])[];

// Found whatever looks like a day in them: 138 20260302 is a telephone.
const aroundDays: Kinds = [
  ...PHONES,
  ['IDENTITY_NUMBER', new RegExp(`(?<!\\d)\\d{6}${YEAR}${MONTH}${DAY}\\d{3}[\\dXx](?!\\d)`, 'u')],
  // Passports and permits: letters and digits (GA/T 2000.156).
  ['PASSPORT', /(?<![A-Za-z\d])[A-Za-z]{1,2}\d{7,10}(?![A-Za-z\d])/u],
];

const besidesDays: Kinds = [
  ...PHONES,
  // Residents' numbers of 18 and 15 digits (GB 11643), and whatever else is as long: too much is safer than too little.
  ['IDENTITY_NUMBER', /(?<!\d)\d{14,17}[\dXx](?!\d)/u],
  // ISO/IEC 7812, as banks here use it.
  ['BANK_CARD', /(?<!\d)\d{16,19}(?!\d)/u],
  // Without an area code.
  ['PHONE', /(?<!\d)\d{7,8}(?!\d)/u],
];
const MANY_DIGITS = /\d{7}/u;

/**
 * The kinds of numbers of persons in a text, however they are written. Days, months, standards and numbers of cases are
 * none; every other number of seven digits or more is one, since most numbers of persons cannot be told by their form.
 */
export function findPersonalNumbers(text: string): readonly PersonalNumber[] {
  const withDays = [...DATES, STANDARD, CASE_NO, CASE_ID].reduce(without, withoutCollaborations(plainText(text)));
  const rest = without(withDays, DAY_IN_ONE);
  const kindsIn = (part: string, kinds: Kinds) =>
    kinds.filter(([, pattern]) => isIn(part, pattern)).map(([kind]) => kind);
  const found = new Set([...kindsIn(withDays, aroundDays), ...kindsIn(rest, besidesDays)]);
  return found.size === 0 && isIn(rest, MANY_DIGITS) ? ['OTHER'] : [...found];
}

// What may be a part of a number is one here: nobody needs it where no case may be named.
const CASES = [CASE_NO, /KS\d/iu, /(?<!\d)\d{22}(?!\d)/u, /(?<![A-Za-z])[A-Z]{2,4}:[A-Z][A-Za-z]+:[\w.-]+/u] as const;

/** True for a text in which a case is named, by a number of any kind or what may be a part of one. */
export function namesCase(text: string): boolean {
  const plain = plainText(text);
  return CASES.some((pattern) => isIn(plain, pattern));
}

// Full-width signs are the same signs (NFKC); spelt digits are digits.
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(SPELT, (digits) => Array.from(digits, (digit) => HAN_DIGITS[digit] ?? digit).join(''));
}

const isIn = (plain: string, pattern: RegExp): boolean =>
  plain.search(pattern) !== -1 || plain.replace(SEPARATORS, '').search(pattern) !== -1;

// By a blank, over which digits before and behind it are still one number: an identity number has a day in its middle.
const without = (text: string, harmless: RegExp): string => text.replace(harmless, ' ');

// Only what its check character proves: letters in front make no number harmless.
const withoutCollaborations = (text: string): string =>
  text.replace(COLLABORATION_NO, (number) => (parseCollaborationNo(number.toUpperCase()) === undefined ? number : ' '));
