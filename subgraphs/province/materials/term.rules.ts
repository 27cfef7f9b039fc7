const DAY_MS = 86_400_000;

/** What the right of a province to fetch a listed file hangs on. Times are ISO 8601 in UTC. */
export interface Listed {
  readonly listedAt: string;
  /** When the case has ended here; null while it goes on; undefined where nothing of it is here. */
  readonly endedAt: string | null | undefined;
}

/**
 * True while what was listed may be fetched: until so many days after the end of the case, or after the list where that
 * came later. A list of which no case is here has its own time only.
 */
export function isWithinTerm({ listedAt, endedAt }: Listed, { days, nowMs }: { days: number; nowMs: number }): boolean {
  if (endedAt === null) return true;
  const from = Math.max(Date.parse(listedAt), Date.parse(endedAt ?? listedAt));
  return nowMs <= from + days * DAY_MS;
}

/** So many months before an instant, in UTC; of a month that is shorter its last day. */
export function monthsBefore(nowMs: number, months: number): number {
  const then = new Date(nowMs);
  const day = then.getUTCDate();
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  return then.setUTCDate(Math.min(day, lastDay));
}
