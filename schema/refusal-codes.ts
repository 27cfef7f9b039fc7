import { agreementRefusals } from './agreement-refusals.js';
import { caseRefusals } from './case-refusals.js';
import { commandRefusals } from './command-refusals.js';
import { legRefusals } from './leg-refusals.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const rows = { ...caseRefusals, ...legRefusals, ...commandRefusals, ...agreementRefusals };

/** The name of a refusal; clients act on it. */
export type RefusalCode = keyof typeof rows;

/** Every refusal that a case can meet, once. Both sides read it; codes of faults are in `error-codes.ts`. */
export const refusalCodes = Object.fromEntries(
  Object.entries<RefusalRow>(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<RefusalCode, RefusalEntry>>;

/** True for a code of the published list. */
export function isRefusalCode(value: unknown): value is RefusalCode {
  return typeof value === 'string' && Object.hasOwn(rows, value);
}
