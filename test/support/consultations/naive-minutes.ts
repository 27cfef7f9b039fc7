import type { Ledger } from '../../../subgraphs/province/consultations/thread-clock.rules.js';
import { createNaiveCalendar } from '../naive-calendar.js';

const MINUTE = 60_000;

const calendars = new Map<string, ReturnType<typeof createNaiveCalendar>>();

function calendarOf(province: string) {
  const known = calendars.get(province) ?? createNaiveCalendar(province);
  calendars.set(province, known);
  return known;
}

/** The working minutes of a thread, minute by minute: each is of whoever has it when the minute is over. */
export function naiveMinutes({ first, handoffs }: Ledger, fromMs: number, toMs: number): number {
  let minutes = 0;
  for (let minute = Math.floor(fromMs / MINUTE) * MINUTE; minute + MINUTE <= toMs; minute += MINUTE) {
    let { province } = first;
    for (const { to, acknowledgedAt } of handoffs)
      if (acknowledgedAt !== null && acknowledgedAt < minute + MINUTE) ({ province } = to);
    if (calendarOf(province).isWorkingMinute(minute)) minutes += 1;
  }
  return minutes;
}
