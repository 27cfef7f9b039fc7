import { chinaDayOf } from '../shared/calendar.js';
import { type Clock, type Due, readClock } from '../shared/clock.js';
import { attributeTime, type Handoff, type Holder, type Responsibility } from '../shared/responsibility.js';
import { addWorkingMinutes, CalendarGap, calendarOf, workingDaysBetween } from '../shared/working-calendar.js';

/** Who has held a thread: the first, and every handing over in its order. */
export interface Ledger {
  readonly first: Holder;
  readonly startedAt: number;
  readonly handoffs: readonly Handoff[];
}

/** Where the clock of a thread stands. Minutes are working minutes, each of the province that held the thread then. */
export interface ThreadReading {
  readonly isStopped: boolean;
  readonly due: Due;
  readonly isOverdue: boolean;
  /** Working days, begun ones too, since it was due; 0 until then. */
  readonly overdueDays: number;
  readonly usedMinutes: number;
  /** What the limit is worth in the calendar in which it began, extension included. */
  readonly grantedMinutes: number;
}

/**
 * Reads the clock of a thread at an instant. A transfer neither stops it nor begins it anew: what one province has used
 * is gone for the next one, which counts on by its own calendar. Undefined where no calendar reaches.
 */
export function readThreadClock(ledger: Ledger, clock: Clock, at: number): ThreadReading | undefined {
  try {
    return read(ledger, clock, at);
  } catch (error) {
    if (error instanceof CalendarGap) return undefined;
    throw error;
  }
}

function read(ledger: Ledger, clock: Clock, at: number): ThreadReading | undefined {
  const grantedMinutes = grantedBy(clock);
  if (grantedMinutes === null) return undefined;
  const end = Math.max(clock.startedAt, Math.min(clock.stoppedAt ?? at, at));
  const intervals = intervalsFrom(ledger, clock.startedAt, end);
  const usedMinutes = intervals.reduce((sum, { workingMinutes }) => sum + workingMinutes, 0);
  const due = dueWithin(intervals, grantedMinutes);
  const isOverdue = usedMinutes > grantedMinutes;
  return {
    isStopped: clock.stoppedAt !== null && clock.stoppedAt <= at,
    due,
    isOverdue,
    overdueDays: isOverdue && due.kind === 'AT' ? daysSince(intervals, due.at, end) : 0,
    usedMinutes,
    grantedMinutes,
  };
}

// Whole from its start: what is left at the first instant is all that there is.
function grantedBy(clock: Clock): number | null {
  const { extension } = clock;
  const value = clock.limit.value + (extension?.by ?? 0);
  const whole = { ...clock, limit: { ...clock.limit, value }, extension: null, stoppedAt: null };
  return readClock(whole, clock.startedAt).remainingMinutes;
}

/** Who held a thread from one instant to another: one holder at every instant. */
export function intervalsFrom(ledger: Ledger, from: number, to: number): readonly Responsibility[] {
  const acknowledged = ledger.handoffs.filter(({ acknowledgedAt }) => acknowledgedAt !== null && acknowledgedAt <= to);
  const later = acknowledged.filter(({ acknowledgedAt }) => (acknowledgedAt ?? 0) > from);
  const first = acknowledged.findLast(({ acknowledgedAt }) => (acknowledgedAt ?? 0) <= from)?.to ?? ledger.first;
  const attributed = attributeTime({ first, startedAt: from, endedAt: to, handoffs: later });
  if ('refusal' in attributed) throw new Error(`The handings over of a thread are none: ${attributed.refusal}.`);
  return attributed.intervals;
}

/** Who holds a thread at an instant. */
export function holderAt({ first, handoffs }: Ledger, at: number): Holder {
  return handoffs.findLast(({ acknowledgedAt }) => acknowledgedAt !== null && acknowledgedAt <= at)?.to ?? first;
}

function dueWithin(intervals: readonly Responsibility[], granted: number): Due {
  let left = granted;
  for (const [index, { holder, from, workingMinutes }] of intervals.entries()) {
    const isLast = index === intervals.length - 1;
    if (isLast || workingMinutes >= left) return dueFrom(holder.province, from, left);
    left -= workingMinutes;
  }
  throw new Error('A thread is held by somebody.');
}

function dueFrom(province: string, from: number, minutes: number): Due {
  try {
    return { kind: 'AT', at: addWorkingMinutes(calendarOf(province), from, minutes) };
  } catch (error) {
    if (!(error instanceof CalendarGap)) throw error;
    return { kind: 'OPEN', year: error.year, notBefore: error.notBeforeMs };
  }
}

function daysSince(intervals: readonly Responsibility[], dueAt: number, end: number): number {
  const province = intervals.at(-1)?.holder.province ?? '';
  return Math.max(1, workingDaysBetween(calendarOf(province), chinaDayOf(dueAt), chinaDayOf(end)));
}
