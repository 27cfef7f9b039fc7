import type { RuleSource } from './refusal.js';

/** A basis upon which a supervisor's order may have an access withheld from the person for a time. */
export interface WithholdingEntry {
  readonly zh: string;
  readonly en: string;
  readonly source: RuleSource;
  /** After that it appears by itself. The laws name no number of days; these are proposed by this project. */
  readonly max: { readonly value: number; readonly mark: 'P' };
}

const rows = {
  CONFIDENTIAL_BY_LAW: {
    zh: '法律、行政法规规定应当保密',
    en: 'a law or administrative regulation has it kept secret',
    source: { text: 'Personal Information Protection Law, article 18, paragraph 1', mark: 'M' },
    max: { value: 180, mark: 'P' },
  },
  WOULD_IMPEDE_DUTY: {
    zh: '告知将妨碍国家机关履行法定职责',
    en: 'telling would impede a state organ in its statutory duty',
    source: { text: 'Personal Information Protection Law, article 35', mark: 'M' },
    max: { value: 90, mark: 'P' },
  },
} as const satisfies Record<string, WithholdingEntry>;

/** A basis of the table. */
export type WithholdingCode = keyof typeof rows;

/** Every basis there is. What is not in this table withholds nothing. */
export const withholdings: Readonly<Record<WithholdingCode, WithholdingEntry>> = rows;

/** True for a basis of the table. */
export function isWithholdingCode(code: string): code is WithholdingCode {
  return Object.hasOwn(rows, code);
}
