import { chinaDayOf, chinaInstant, dateOf, dayOfDate } from '../shared/calendar.js';
import { openPeriodsOn } from '../shared/office-hours.js';
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from '../shared/working-calendar.js';
import type { Random } from './random.js';

// The first and the last day on which seeded cases are submitted.
const FIRST_DAY = dayOfDate('2024-01-01');
const LAST_DAY = dayOfDate('2026-06-30');

/** The moment at which the seeded world stands still: after office hours of the last day, also in the far west. */
export const worldEnd = chinaInstant(LAST_DAY, 20 * 60 + 30);

/** When things happen in the seeded cases of a province: in its office hours, on its working days. */
export interface Timeline {
  readonly calendar: WorkingCalendar;
  /**
   * The submission time of case `index` of `count`: spread evenly over the office hours of all days, never earlier than
   * that of the case before, so that cases come in the order of their time and numbers.
   */
  submissionTime(index: number, count: number, random: Random): number;
  /** A moment in office hours, some working days after another and always later than it. */
  laterTime(afterMs: number, days: number, random: Random): number;
}

/** The timeline of the province whose calendar it is. */
export function createTimeline(calendar: WorkingCalendar): Timeline {
  const days = Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, (_, offset) => FIRST_DAY + offset);
  const workingDays = days.filter((day) => isWorkingDay(calendar, day));
  return {
    calendar,
    submissionTime(index, count, random) {
      const position = ((index + random.next()) / count) * workingDays.length;
      return officeTime(calendar, workingDays[Math.floor(position)] ?? LAST_DAY, position % 1);
    },
    laterTime(afterMs, count, random) {
      const day = chinaDayOf(afterMs);
      if (count > 0) return officeTime(calendar, addWorkingDays(calendar, day, count), random.next());
      // Half of what is left before the office closes at most, so that any number of steps fits in.
      const leftMs = closingAfter(calendar, day, afterMs) - afterMs;
      return afterMs + 1 + Math.floor(random.next() * Math.min(20 * 60_000, leftMs / 2));
    },
  };
}

// A moment of a working day; `share` of its office hours have passed by then.
function officeTime({ hours }: WorkingCalendar, day: number, share: number): number {
  const periods = openPeriodsOn(hours, dateOf(day));
  let minute = share * periods.reduce((sum, { opens, closes }) => sum + closes - opens, 0);
  for (const { opens, closes } of periods) {
    if (minute < closes - opens) return Math.floor(chinaInstant(day, opens + minute));
    minute -= closes - opens;
  }
  return chinaInstant(day, periods[0].opens);
}

// When the office that is open at this moment closes, be it for the break at noon.
function closingAfter({ hours }: WorkingCalendar, day: number, instantMs: number): number {
  const closings = openPeriodsOn(hours, dateOf(day)).map(({ closes }) => chinaInstant(day, closes));
  return closings.find((closing) => closing > instantMs) ?? instantMs;
}
