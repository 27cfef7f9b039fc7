import type { CopyState } from '../../../schema/licence-lists.js';
import type { LicenceRefusalCode } from '../../../schema/licence-refusals.js';
import { chinaDayOf, dateOf } from '../shared/calendar.js';
import { isInForce, type LicenceTerm } from './status.rules.js';

/** What an annotated copy is to be for, and until when. */
export interface Annotation {
  readonly cause: string;
  readonly expiresAtMs: number;
}

// Long enough for the slowest procedure with its extensions; a copy is no second licence.
const MAX_DAYS = 180;
const MS_PER_DAY = 86_400_000;
const MAX_CAUSE = 60;

/** Why a copy of a licence cannot be made; undefined when it can. */
export function refuseCopy(term: LicenceTerm, asked: Annotation, nowMs: number): LicenceRefusalCode | undefined {
  if (!isInForce(term, nowMs)) return 'LICENCE_NOT_IN_FORCE';
  if (!isCause(asked.cause)) return 'CAUSE_MISSING';
  const aheadMs = asked.expiresAtMs - nowMs;
  return aheadMs > 0 && aheadMs <= MAX_DAYS * MS_PER_DAY ? undefined : 'EXPIRY_OUT_OF_RANGE';
}

// The cause becomes part of a watermark: one short line, and nothing that writes it in another direction.
function isCause(text: string): boolean {
  const length = Array.from(text).length;
  return text.trim() === text && length > 0 && length <= MAX_CAUSE && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

/** What a copy says across its face (国办函〔2016〕108号). The day is the last on which it counts. */
export function watermarkOf({ cause, expiresAtMs }: Annotation): string {
  return `仅用于${cause}，有效期至${dateOf(chinaDayOf(expiresAtMs - 1))}`;
}

/** What whoever only verifies a copy for a case sees across its face: until when it counts, and not what it is for. */
export function coveredWatermark(expiresAt: string): string {
  return watermarkOf({ cause: '指定办件', expiresAtMs: Date.parse(expiresAt) });
}

/** Whether a copy counts at an instant. It expires by itself, and never counts for more than its licence. */
export function copyStateAt(
  { expiresAt, term }: { readonly expiresAt: string; readonly term: LicenceTerm },
  atMs: number,
): keyof typeof CopyState.entries {
  if (Date.parse(expiresAt) <= atMs) return 'EXPIRED';
  return isInForce(term, atMs) ? 'COUNTS' : 'LICENCE_NOT_IN_FORCE';
}
