import { MS_PER_MINUTE } from './calendar.js';
import {
  addWorkingMinutes,
  CalendarGap,
  calendarOf,
  dueInstant,
  type TimeLimit,
  workingMinutesBetween,
} from './working-calendar.js';

/** Administrative Licensing Law, article 42: how far a limit may be extended, once, with approval and reasons. */
export const EXTENSION_AT_MOST = { single: 10, joint: 15 } as const;

/** What a clock begins with; `extensionAtMost` is in the unit of the limit. */
export interface ClockStart {
  readonly province: string;
  readonly startedAt: number;
  readonly limit: TimeLimit;
  readonly extensionAtMost: number;
}

/** What can happen to a running clock; `at` is an instant in milliseconds. */
export type ClockEvent =
  | { readonly kind: 'PAUSED' | 'RESUMED' | 'STOPPED'; readonly at: number }
  | { readonly kind: 'EXTENDED'; readonly at: number; readonly by: number; readonly approvedBy: string };

/** The clock of a case or leg, counted in the calendar of one province. A value: events make new ones. */
export interface Clock extends ClockStart {
  readonly pauses: readonly Pause[];
  readonly extension: { readonly at: number; readonly by: number; readonly approvedBy: string } | null;
  readonly stoppedAt: number | null;
}

interface Pause {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
}

/** Why an event cannot be. */
export type ClockRefusal =
  | 'OUT_OF_ORDER'
  | 'CLOCK_STOPPED'
  | 'ALREADY_PAUSED'
  | 'NOT_PAUSED'
  | 'NO_TIME_LEFT'
  | 'ALREADY_EXTENDED'
  | 'EXTENSION_TOO_LONG'
  | 'EXTENSION_NOT_APPROVED';

/** When something is due: an instant, or OPEN while the holidays of `year` are not published; then not before one. */
export type Due =
  | { readonly kind: 'AT'; readonly at: number }
  | { readonly kind: 'OPEN'; readonly year: number; readonly notBefore: number };

/**
 * A clock as it stood at an instant. Minutes are working minutes, or minutes of the day for a limit in calendar days;
 * they are null where the calendar does not reach. A paused clock is due as if it were resumed at that instant.
 */
export interface ClockReading {
  readonly state: 'RUNNING' | 'PAUSED' | 'STOPPED';
  readonly due: Due;
  readonly isOverdue: boolean;
  readonly remainingMinutes: number | null;
  readonly overdueMinutes: number | null;
  readonly pausedMinutes: number | null;
}

/** A clock that has begun to run. */
export function startClock(start: ClockStart): Clock {
  return { ...start, pauses: [], extension: null, stoppedAt: null };
}

/** The clock after an event, or the reason why the event cannot be. The clock given stays as it is. */
export function advanceClock(
  clock: Clock,
  event: ClockEvent,
): { readonly clock: Clock } | { readonly refusal: ClockRefusal } {
  const refusal = refuseEvent(clock, event);
  return refusal === undefined ? { clock: applyEvent(clock, event) } : { refusal };
}

function applyEvent(clock: Clock, event: ClockEvent): Clock {
  const { at } = event;
  switch (event.kind) {
    case 'PAUSED':
      return { ...clock, pauses: [...clock.pauses, { from: at, to: null }] };
    case 'RESUMED':
      return { ...clock, pauses: clock.pauses.map(({ from, to }) => ({ from, to: to ?? at })) };
    case 'EXTENDED':
      return { ...clock, extension: { at, by: event.by, approvedBy: event.approvedBy } };
    case 'STOPPED':
      return { ...clock, stoppedAt: at };
  }
}

function refuseEvent(clock: Clock, event: ClockEvent): ClockRefusal | undefined {
  if (clock.stoppedAt !== null) return 'CLOCK_STOPPED';
  if (event.at < lastEventAt(clock)) return 'OUT_OF_ORDER';
  const isPaused = clock.pauses.at(-1)?.to === null;
  switch (event.kind) {
    case 'PAUSED':
      return isPaused ? 'ALREADY_PAUSED' : refuseWithoutTime(clock, event.at);
    case 'RESUMED':
      return isPaused ? undefined : 'NOT_PAUSED';
    case 'EXTENDED':
      return refuseExtension(clock, event);
    case 'STOPPED':
      return undefined;
  }
}

// A pause or an extension after the limit would make a broken promise look kept.
function refuseWithoutTime(clock: Clock, at: number): ClockRefusal | undefined {
  const { remainingMinutes, due } = readClock(clock, at);
  return due.kind === 'AT' && remainingMinutes === 0 ? 'NO_TIME_LEFT' : undefined;
}

function refuseExtension(
  clock: Clock,
  { at, by, approvedBy }: ClockEvent & { readonly kind: 'EXTENDED' },
): ClockRefusal | undefined {
  if (clock.extension !== null) return 'ALREADY_EXTENDED';
  if (!Number.isInteger(by) || by < 1 || by > clock.extensionAtMost) return 'EXTENSION_TOO_LONG';
  if (approvedBy.trim() === '') return 'EXTENSION_NOT_APPROVED';
  return refuseWithoutTime(clock, at);
}

function lastEventAt({ startedAt, pauses, extension, stoppedAt }: Clock): number {
  const paused = pauses.flatMap(({ from, to }) => [from, to ?? from]);
  return Math.max(startedAt, ...paused, extension?.at ?? startedAt, stoppedAt ?? startedAt);
}

/** The clock as it stood at an instant, also one in the past: what happened later is left out. */
export function readClock(clock: Clock, at: number): ClockReading {
  const now = asOf(clock, Math.max(at, clock.startedAt));
  const end = now.stoppedAt ?? Math.max(at, clock.startedAt);
  const pausedSince = now.pauses.find(({ to }) => to === null)?.from;
  const due = dueOf(now, end);
  // While a clock is paused, what remains is what remained when the pause began.
  const hand = pausedSince ?? end;
  const dueAtHand = dueOf(now, hand);
  const running = pausedSince === undefined ? 'RUNNING' : 'PAUSED';
  return {
    state: now.stoppedAt === null ? running : 'STOPPED',
    due,
    isOverdue: isPast(now, dueAtHand, hand),
    remainingMinutes: dueAtHand.kind === 'OPEN' ? null : minutesOf(now, hand, Math.max(hand, dueAtHand.at)),
    overdueMinutes: dueAtHand.kind === 'OPEN' ? 0 : minutesOf(now, Math.min(hand, dueAtHand.at), hand),
    pausedMinutes: sumOf(now.pauses.map(({ from, to }) => minutesOf(now, from, to ?? end))),
  };
}

function asOf(clock: Clock, at: number): Clock {
  const { pauses, extension, stoppedAt } = clock;
  return {
    ...clock,
    pauses: pauses
      .filter(({ from }) => from <= at)
      .map(({ from, to }) => ({ from, to: to !== null && to <= at ? to : null })),
    extension: extension !== null && extension.at <= at ? extension : null,
    stoppedAt: stoppedAt !== null && stoppedAt <= at ? stoppedAt : null,
  };
}

function dueOf(clock: Clock, at: number): Due {
  const { limit, extension } = clock;
  try {
    const whole = { value: limit.value + (extension?.by ?? 0), unit: limit.unit };
    let dueAt = dueInstant(calendarOf(clock.province), clock.startedAt, whole);
    for (const { from, to } of clock.pauses) dueAt = postpone(clock, dueAt, measure(clock, from, to ?? at));
    return { kind: 'AT', at: dueAt };
  } catch (error) {
    if (!(error instanceof CalendarGap)) throw error;
    return { kind: 'OPEN', year: error.year, notBefore: error.notBeforeMs };
  }
}

// Before the earliest possible instant an open limit is certainly kept; after it nobody can say.
function isPast({ province }: Clock, due: Due, at: number): boolean {
  if (due.kind === 'AT') return at > due.at;
  if (at < due.notBefore) return false;
  throw new CalendarGap(province, due.year, due.notBefore);
}

function postpone({ province, limit }: Clock, dueAt: number, minutes: number): number {
  const calendar = calendarOf(province);
  if (limit.unit === 'WORKING_DAY') return addWorkingMinutes(calendar, dueAt, minutes);
  if (minutes === 0) return dueAt;
  const later = dueAt + minutes * MS_PER_MINUTE;
  // A limit in days ends when a working day ends, as it would have without the pause, and never before its time.
  return dueInstant(calendar, later, { value: 0, unit: 'CALENDAR_DAY' });
}

function measure({ province, limit }: Clock, from: number, to: number): number {
  if (limit.unit === 'WORKING_DAY') return workingMinutesBetween(calendarOf(province), from, to);
  return Math.floor(to / MS_PER_MINUTE) - Math.floor(from / MS_PER_MINUTE);
}

function minutesOf(clock: Clock, from: number, to: number): number | null {
  try {
    return measure(clock, from, to);
  } catch (error) {
    if (error instanceof CalendarGap) return null;
    throw error;
  }
}

const sumOf = (parts: readonly (number | null)[]): number | null =>
  parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
