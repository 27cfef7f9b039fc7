import { addWorkingDays, chinaDayOf, chinaInstant, isWorkingDay } from '../shared/calendar.js';
import type { Random } from './random.js';

// The first and the last day on which seeded cases are submitted: 2024-01-01 and 2026-06-30.
const FIRST_DAY = Date.UTC(2024, 0, 1) / 86_400_000;
const LAST_DAY = Date.UTC(2026, 5, 30) / 86_400_000;

/** The moment at which the seeded world stands still: after office hours of the last day. */
export const worldEnd = chinaInstant(LAST_DAY, 18 * 60);

const MORNING = { start: 9 * 60, minutes: 180 };
const AFTERNOON = { start: 14 * 60, minutes: 210 };
const MINUTES_PER_DAY = MORNING.minutes + AFTERNOON.minutes;

const workingDays: readonly number[] = Array.from(
  { length: LAST_DAY - FIRST_DAY + 1 },
  (_, offset) => FIRST_DAY + offset,
).filter(isWorkingDay);

/**
 * The submission time of case `index` of `count`: spread evenly over the office hours of all days, never earlier than
 * that of the case before, so that cases come in the order of their time and numbers.
 */
export function submissionTime(index: number, count: number, random: Random): number {
  const minute = ((index + random.next()) / count) * workingDays.length * MINUTES_PER_DAY;
  const day = workingDays[Math.floor(minute / MINUTES_PER_DAY)] ?? LAST_DAY;
  return officeTime(day, minute % MINUTES_PER_DAY);
}

/** A moment in office hours, some working days after another and always later than it. */
export function laterTime(afterMs: number, days: number, random: Random): number {
  const day = chinaDayOf(afterMs);
  if (days > 0) return officeTime(addWorkingDays(day, days), random.next() * MINUTES_PER_DAY);
  // Half of what is left of the day at most, so that any number of steps fits before the office closes.
  const leftMs = chinaInstant(day, AFTERNOON.start + AFTERNOON.minutes) - afterMs;
  return afterMs + 1 + Math.floor(random.next() * Math.min(20 * 60_000, leftMs / 2));
}

function officeTime(day: number, minute: number): number {
  const isMorning = minute < MORNING.minutes;
  const clock = isMorning ? MORNING.start + minute : AFTERNOON.start + minute - MORNING.minutes;
  return Math.floor(chinaInstant(day, clock));
}
