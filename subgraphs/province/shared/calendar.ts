/**
 * Days as the offices of China count them: one time zone for the whole country, UTC+8 without summer time. Statutory
 * holidays and make-up working days are not known here; only weekends are skipped.
 */
const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const CHINA_OFFSET_MS = 8 * 60 * MS_PER_MINUTE;

// 17:30 in China: what falls due on a day falls due when the offices close.
const CLOSING_MINUTE = 17 * 60 + 30;

/** Number of the day in China that contains this instant; day 0 is 1970-01-01, a Thursday. */
export function chinaDayOf(instantMs: number): number {
  return Math.floor((instantMs + CHINA_OFFSET_MS) / MS_PER_DAY);
}

/** The instant of a minute of a day in China. */
export function chinaInstant(day: number, minuteOfDay: number): number {
  return day * MS_PER_DAY - CHINA_OFFSET_MS + minuteOfDay * MS_PER_MINUTE;
}

/** True for Monday to Friday. */
export function isWorkingDay(day: number): boolean {
  const weekday = (day + 3) % 7; // 0 is Monday
  return weekday < 5;
}

/** The day that is `count` working days after `day`; with `count` 0 the day itself, or the next working day. */
export function addWorkingDays(day: number, count: number): number {
  let result = day;
  while (!isWorkingDay(result)) result += 1;
  for (let left = count; left > 0; left -= 1) {
    do result += 1;
    while (!isWorkingDay(result));
  }
  return result;
}

/** When something due `limit` after an instant falls due: at closing time of that day. */
export function dueInstant(fromMs: number, limit: { readonly value: number; readonly unit: string }): number {
  const from = chinaDayOf(fromMs);
  const day = limit.unit === 'CALENDAR_DAY' ? from + limit.value : addWorkingDays(from, limit.value);
  return chinaInstant(day, CLOSING_MINUTE);
}

/** `20250312`: a day in China as case numbers write it. */
export function compactDate(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10).replaceAll('-', '');
}
