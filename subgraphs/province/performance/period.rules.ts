import type { Period } from './score.rules.js';

const MAX_DAYS = 366;
const DAY_MS = 86_400_000;

/** True for a period that begins before it ends, and is not longer than a year. */
export function isPeriod({ from, to }: Period): boolean {
  const lengthMs = Date.parse(to) - Date.parse(from);
  return lengthMs > 0 && lengthMs <= MAX_DAYS * DAY_MS;
}
