import { localHolidays } from '../../subgraphs/province/shared/local-holidays.js';
import { type DaySpan, holidayNotices } from '../../subgraphs/province/shared/national-holidays.js';
import { officeHoursOf } from '../../subgraphs/province/shared/office-hours.js';

/**
 * Working days and minutes as one would find them with a finger on the notices: every day is looked up anew, as text,
 * and minutes are stepped through one by one. Slow, and without a line in common with the calendar that it checks.
 */
export interface NaiveCalendar {
  isWorkingDay(date: string): boolean;
  /** Whether the minute that begins at this instant is worked. */
  isWorkingMinute(instantMs: number): boolean;
  countMinutes(fromMs: number, toMs: number): number;
  /** The instant at which the offices close on the `count`-th working day after the day of an instant. */
  closingAfter(fromMs: number, count: number): number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const holds = (spans: readonly DaySpan[], date: string): boolean =>
  spans.some((span) => (typeof span === 'string' ? span === date : span[0] <= date && date <= span[1]));

/** `2025-01-26 17:30` in China, of an instant. */
const chinaText = (instantMs: number): string =>
  new Date(instantMs + 8 * 60 * MINUTE).toISOString().slice(0, 16).replace('T', ' ');

/** The naive calendar of a province. */
export function createNaiveCalendar(province: string): NaiveCalendar {
  const local = localHolidays.filter((holiday) => holiday.province === province && holiday.confirmed);

  function isWorkingDay(date: string): boolean {
    for (const { daysOff, makeUpDays } of [...local, ...holidayNotices]) {
      if (makeUpDays.includes(date)) return true;
      if (holds(daysOff, date)) return false;
    }
    const weekday = new Date(date).getUTCDay();
    return weekday !== 0 && weekday !== 6;
  }

  function isOpen(text: string): boolean {
    const minute = Number(text.slice(11, 13)) * 60 + Number(text.slice(14));
    const { seasons } = officeHoursOf(province);
    let { periods } = seasons.at(-1) ?? seasons[0];
    for (const season of seasons) if (season.from <= text.slice(5, 10)) periods = season.periods;
    return periods.some(({ opens, closes }) => opens <= minute && minute < closes);
  }

  function isWorkingMinute(instantMs: number): boolean {
    const text = chinaText(instantMs);
    return isOpen(text) && isWorkingDay(text.slice(0, 10));
  }

  const floor = (instantMs: number): number => instantMs - (((instantMs % MINUTE) + MINUTE) % MINUTE);

  return {
    isWorkingDay,
    isWorkingMinute,
    countMinutes(fromMs, toMs) {
      let count = 0;
      for (let at = floor(fromMs); at < floor(toMs); at += MINUTE) if (isWorkingMinute(at)) count += 1;
      return count;
    },
    closingAfter(fromMs, count) {
      let day = Date.parse(`${chinaText(fromMs).slice(0, 10)}T00:00:00+08:00`);
      let left = count;
      const isWorked = (): boolean => isWorkingDay(chinaText(day).slice(0, 10));
      while (left > 0 || !isWorked()) {
        day += DAY;
        if (left > 0 && isWorked()) left -= 1;
      }
      let closing = day;
      for (let at = day; at < day + DAY; at += MINUTE) if (isWorkingMinute(at)) closing = at + MINUTE;
      return closing;
    },
  };
}
