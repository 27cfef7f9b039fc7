/** Days as China counts them: one time zone for the whole country, UTC+8 without summer time. */
export const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const CHINA_OFFSET_MS = 8 * 60 * MS_PER_MINUTE;

/** Number of the day in China that contains this instant; day 0 is 1970-01-01, a Thursday. */
export function chinaDayOf(instantMs: number): number {
  return Math.floor((instantMs + CHINA_OFFSET_MS) / MS_PER_DAY);
}

/** The instant of a minute of a day in China. */
export function chinaInstant(day: number, minuteOfDay: number): number {
  return day * MS_PER_DAY - CHINA_OFFSET_MS + minuteOfDay * MS_PER_MINUTE;
}

/** `2025-03-12`: a day as dates write it. */
export function dateOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The day that a date such as `2025-03-12` names. */
export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

/** The year that a day belongs to. */
export function yearOf(day: number): number {
  return new Date(day * MS_PER_DAY).getUTCFullYear();
}

/** `20250312`: a day in China as case numbers write it. */
export function compactDate(day: number): string {
  return dateOf(day).replaceAll('-', '');
}
