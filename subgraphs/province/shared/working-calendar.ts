import { chinaDayOf, chinaInstant, dateOf, dayOfDate, MS_PER_MINUTE, yearOf } from './calendar.js';
import { localHolidays } from './local-holidays.js';
import { type DaySpan, holidayNotices } from './national-holidays.js';
import { type OfficeHours, officeHoursOf, type OpenPeriod, openPeriodsOn } from './office-hours.js';

/**
 * The working days and office hours of one province, for the years whose holidays have been published. Made by
 * {@link calendarOf}; never changed. Running totals make every question a look-up or a bisection.
 */
export interface WorkingCalendar {
  readonly province: string;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly hours: OfficeHours;
  /** At index i: the working days, and the working minutes, of all covered days before `firstDay + i`. */
  readonly daysBefore: Int32Array;
  readonly minutesBefore: Int32Array;
}

/**
 * The question reaches into a year whose holidays are not known here. A fault, because weekends alone would give a
 * wrong answer that nobody notices; the cure is the year's notice in `national-holidays.ts`.
 */
export class CalendarGap extends Error {
  override readonly name = 'CalendarGap';

  /** `notBeforeMs`: were every day of the unknown years worked, what was asked for would still not come earlier. */
  constructor(
    readonly province: string,
    readonly year: number,
    readonly notBeforeMs: number,
  ) {
    super(`The working days of ${String(year)} are not known.`);
  }
}

/** How long something may take. */
export interface TimeLimit {
  readonly value: number;
  readonly unit: 'WORKING_DAY' | 'CALENDAR_DAY';
}

const MINUTES_PER_DAY = 24 * 60;

const daysOf = (spans: readonly DaySpan[]): readonly number[] =>
  spans.flatMap((span) => {
    const [first, last] = typeof span === 'string' ? [span, span] : span;
    const from = dayOfDate(first);
    return Array.from({ length: dayOfDate(last) - from + 1 }, (_, offset) => from + offset);
  });

const isWeekday = (day: number): boolean => (day + 3) % 7 < 5; // day 0 was a Thursday

function createCalendar(province: string): WorkingCalendar {
  const local = localHolidays.filter((holiday) => holiday.province === province && holiday.confirmed);
  const nationalOff = new Set(holidayNotices.flatMap(({ daysOff }) => daysOf(daysOff)));
  const nationalWork = new Set(holidayNotices.flatMap(({ makeUpDays }) => daysOf(makeUpDays)));
  const localOff = new Set(local.flatMap(({ daysOff }) => daysOf(daysOff)));
  const localWork = new Set(local.flatMap(({ makeUpDays }) => daysOf(makeUpDays)));
  // The special before the general: what the province orders prevails over what the State Council arranges.
  const isWorked = (day: number): boolean => {
    if (localWork.has(day)) return true;
    if (localOff.has(day)) return false;
    return nationalWork.has(day) || (!nationalOff.has(day) && isWeekday(day));
  };
  const years = holidayNotices.map(({ year }) => year);
  const firstDay = dayOfDate(`${String(Math.min(...years))}-01-01`);
  const lastDay = dayOfDate(`${String(Math.max(...years))}-12-31`);
  const hours = officeHoursOf(province);
  const daysBefore = new Int32Array(lastDay - firstDay + 2);
  const minutesBefore = new Int32Array(daysBefore.length);
  for (let day = firstDay; day <= lastDay; day += 1) {
    const index = day - firstDay;
    const minutes = isWorked(day) ? openMinutes(openPeriodsOn(hours, dateOf(day)), Infinity) : 0;
    daysBefore[index + 1] = (daysBefore[index] ?? 0) + Number(minutes > 0);
    minutesBefore[index + 1] = (minutesBefore[index] ?? 0) + minutes;
  }
  return { province, firstDay, lastDay, hours, daysBefore, minutesBefore };
}

// How many minutes of a working day have been worked by a minute of that day.
const openMinutes = (periods: readonly OpenPeriod[], until: number): number =>
  periods.reduce((sum, { opens, closes }) => sum + Math.max(0, Math.min(until, closes) - opens), 0);

/** A way to the calendars of all provinces: each is made on first use and kept, since it never changes. */
function createCalendarShelf(): (province: string) => WorkingCalendar {
  const shelf = new Map<string, WorkingCalendar>();
  return (province) => {
    const known = shelf.get(province) ?? createCalendar(province);
    shelf.set(province, known);
    return known;
  };
}

/** The working calendar of a province: national holidays, confirmed local ones, its office hours. */
export const calendarOf = createCalendarShelf();

function indexOf(calendar: WorkingCalendar, day: number): number {
  if (day >= calendar.firstDay && day <= calendar.lastDay) return day - calendar.firstDay;
  throw new CalendarGap(calendar.province, yearOf(day), chinaInstant(day, 0));
}

const total = (totals: Int32Array, index: number): number => totals[index] ?? 0;

// The first index from which the running total is at least `target`; one beyond the end when none is.
function firstReaching(totals: Int32Array, target: number): number {
  let low = 0;
  let high = totals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (total(totals, middle) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether offices work on a day; throws a {@link CalendarGap} for a year that is not covered. */
export function isWorkingDay(calendar: WorkingCalendar, day: number): boolean {
  const index = indexOf(calendar, day);
  return total(calendar.daysBefore, index + 1) > total(calendar.daysBefore, index);
}

/** The working days after `from` up to and including `to`; negative when `to` is earlier. */
export function workingDaysBetween(calendar: WorkingCalendar, from: number, to: number): number {
  const { daysBefore } = calendar;
  return total(daysBefore, indexOf(calendar, to) + 1) - total(daysBefore, indexOf(calendar, from) + 1);
}

/**
 * The `count`-th working day after `day`, which is itself not counted (Civil Code, article 201); with `count` 0 the
 * day itself, or the next working day when it is none.
 */
export function addWorkingDays(calendar: WorkingCalendar, day: number, count: number): number {
  const { daysBefore, firstDay, lastDay, province } = calendar;
  const index = indexOf(calendar, day);
  const target = count === 0 ? total(daysBefore, index) + 1 : total(daysBefore, index + 1) + count;
  const reached = firstReaching(daysBefore, target);
  if (reached < daysBefore.length) return firstDay + reached - 1;
  const missing = target - total(daysBefore, daysBefore.length - 1);
  throw new CalendarGap(province, yearOf(lastDay + 1), chinaInstant(lastDay + missing, 0));
}

// Working minutes from the first covered day to an instant, whose seconds do not count.
function minutesUntil(calendar: WorkingCalendar, instantMs: number): number {
  const day = chinaDayOf(instantMs);
  const minute = Math.floor((instantMs - chinaInstant(day, 0)) / MS_PER_MINUTE);
  const before = total(calendar.minutesBefore, indexOf(calendar, day));
  if (!isWorkingDay(calendar, day)) return before;
  return before + openMinutes(openPeriodsOn(calendar.hours, dateOf(day)), minute);
}

/**
 * Working minutes from one instant to another, negative when `toMs` is earlier. Instants count by their minute, so that
 * parts always add up to the whole.
 */
export function workingMinutesBetween(calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  return minutesUntil(calendar, toMs) - minutesUntil(calendar, fromMs);
}

/** The earliest instant by which `minutes` working minutes have passed: closing time rather than the next opening. */
export function addWorkingMinutes(calendar: WorkingCalendar, fromMs: number, minutes: number): number {
  const { minutesBefore, firstDay, lastDay, province } = calendar;
  const target = minutesUntil(calendar, fromMs) + minutes;
  if (minutes === 0) return Math.floor(fromMs / MS_PER_MINUTE) * MS_PER_MINUTE;
  const reached = firstReaching(minutesBefore, target);
  if (reached === minutesBefore.length) {
    const missing = target - total(minutesBefore, reached - 1);
    // No day has more than 24 hours of work, so this is a bound even if office hours should change.
    const days = Math.ceil(missing / MINUTES_PER_DAY);
    throw new CalendarGap(province, yearOf(lastDay + 1), chinaInstant(lastDay + days, 0));
  }
  const day = firstDay + reached - 1;
  const periods = openPeriodsOn(calendar.hours, dateOf(day));
  return chinaInstant(day, minuteReaching(periods, target - total(minutesBefore, reached - 1)));
}

function minuteReaching(periods: readonly OpenPeriod[], worked: number): number {
  let left = worked;
  for (const { opens, closes } of periods) {
    if (left <= closes - opens) return opens + left;
    left -= closes - opens;
  }
  return MINUTES_PER_DAY;
}

/** Closing time of a day, by the hours of its season; the day need not be a working day. */
export function closingTime(calendar: WorkingCalendar, day: number): number {
  const periods = openPeriodsOn(calendar.hours, dateOf(day));
  return chinaInstant(day, Math.max(...periods.map(({ closes }) => closes)));
}

/** When the offices close on the `count`-th working day after an instant. */
export function endOfWorkingDay(calendar: WorkingCalendar, fromMs: number, count: number): number {
  return closingTime(calendar, addWorkingDays(calendar, chinaDayOf(fromMs), count));
}

/**
 * When something falls due that has a limit from an instant on: at closing time of its last day, and on the next
 * working day when a limit in calendar days ends on a day off (Civil Code, article 203).
 */
export function dueInstant(calendar: WorkingCalendar, fromMs: number, limit: TimeLimit): number {
  const day = chinaDayOf(fromMs);
  const [skipped, counted] = limit.unit === 'WORKING_DAY' ? [0, limit.value] : [limit.value, 0];
  const due = closingTime(calendar, addWorkingDays(calendar, day + skipped, counted));
  // What begins after closing time and is due the same day is due the next one, not before it has begun.
  return due >= fromMs ? due : endOfWorkingDay(calendar, fromMs, 1);
}
