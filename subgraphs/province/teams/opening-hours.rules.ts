import { dateOf, dayOfDate } from '../shared/calendar.js';
import { openPeriodsOn } from '../shared/office-hours.js';
import { addWorkingDays, CalendarGap, calendarOf, isWorkingDay } from '../shared/working-calendar.js';
import type { DutyPeriod } from './roster.rules.js';

/**
 * When a window is open on a day: not at all on a day off, else by its own hours, or as the offices of its province are.
 * Undefined for a year whose holidays are not published.
 */
export function openingOn(
  province: string,
  day: number,
  own: readonly DutyPeriod[] | null,
): readonly DutyPeriod[] | undefined {
  const calendar = calendarOf(province);
  const isWorked = withinCalendar(() => isWorkingDay(calendar, day));
  if (isWorked === undefined) return undefined;
  return isWorked ? (own ?? openPeriodsOn(calendar.hours, dateOf(day))) : [];
}

/** The `count`-th working day after a day; undefined where that is not published. */
export function workingDaysAhead(province: string, day: number, count: number): number | undefined {
  return withinCalendar(() => addWorkingDays(calendarOf(province), day, count));
}

function withinCalendar<Value>(ask: () => Value): Value | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof CalendarGap) return undefined;
    throw error;
  }
}

/** The day that a date such as `2026-03-02` names; undefined for anything else. */
export function parseDay(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const day = dayOfDate(date);
  return Number.isNaN(day) || dateOf(day) !== date ? undefined : day;
}
