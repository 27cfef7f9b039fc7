import type { IdentityDocumentType } from '../../../schema/person-lists.js';
import { isCreditCode } from '../shared/credit-code.js';
import { normaliseNumber } from '../shared/normalise-number.js';

/** The kind of a document that names a person. */
export type DocumentType = keyof typeof IdentityDocumentType.entries;

/** An identity document as it was stated. */
export interface StatedDocument {
  readonly type: DocumentType;
  readonly number: string;
}

// GB 11643-1999, 4: weights of the first seventeen digits by ISO 7064, MOD 11-2, and the character for each remainder.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';

/** The check character of a citizen identification number, of its first seventeen digits (GB 11643-1999). */
export function checkCharacterOf(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length);
}

/** True when a document of that kind can bear the number; for a resident identity card, its check character fits. */
export function isDocumentNumber({ type, number }: StatedDocument): boolean {
  const normal = normaliseNumber(number);
  if (type === 'CREDIT_CODE') return isCreditCode(normal);
  return type === 'RESIDENT_ID' ? isCitizenNumber(normal) : OTHER_NUMBER.test(normal);
}

// Passports and permits have 8 to 12 letters and digits; no more is checked, since their forms change with each issue.
const OTHER_NUMBER = /^[0-9A-Z]{5,20}$/;
const CITIZEN_NUMBER = /^\d{6}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dX]$/;

function isCitizenNumber(number: string): boolean {
  const [, year, month, day] = CITIZEN_NUMBER.exec(number) ?? [];
  if (year === undefined) return false;
  const isDay = isDate(Number(year), Number(month), Number(day));
  return isDay && checkCharacterOf(number) === number.at(-1);
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A synthetic area code: no division of the country has one that begins so (GB/T 2260), so nobody has such a number. */
export const SYNTHETIC_AREA = '990000';

/** A synthetic citizen identification number: `birth` is yyyymmdd, `serial` tells those of one day apart. */
export function syntheticNumber(birth: string, serial: number): string {
  const digits = `${SYNTHETIC_AREA}${birth}${String(serial).padStart(3, '0')}`;
  return `${digits}${checkCharacterOf(digits)}`;
}
