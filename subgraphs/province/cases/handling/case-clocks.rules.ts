import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import {
  advanceClock,
  type Clock,
  type ClockEvent,
  type ClockReading,
  type Due,
  EXTENSION_AT_MOST,
  readClock,
  startClock,
} from '../../shared/clock.js';
import { chinaDayOf } from '../../shared/calendar.js';
import { dueAfter } from '../../shared/deadlines.js';
import { CalendarGap, calendarOf, type TimeLimit, workingDaysBetween } from '../../shared/working-calendar.js';
import type { ClockName } from '../machine/clock-face.rules.js';
import type { ClockEffect } from '../machine/clocks.rules.js';
import type { Facts } from '../machine/facts.rules.js';
import type { Act } from '../machine/vocabulary.rules.js';

/** The clocks of a course by name, the stopped ones included. */
export type ClockSet = Readonly<Partial<Record<ClockName, Clock>>>;

/** In whose calendar clocks are turned, and when. */
export interface Turning {
  readonly province: string;
  readonly atMs: number;
  readonly facts: Facts;
}

/** The clocks after these effects, or why the legal clock cannot do what is asked of it. */
export function turnCaseClocks(
  clocks: ClockSet,
  effects: readonly ClockEffect[],
  turning: Turning,
): { readonly clocks: ClockSet } | { readonly refusal: RefusalCode } {
  let next: ClockSet = clocks;
  for (const effect of effects) {
    const turned = turnOne(next, effect, turning);
    if (typeof turned === 'string') return { refusal: turned };
    if (turned !== undefined) next = { ...next, [effect.clock]: turned };
  }
  return { clocks: next };
}

function turnOne(clocks: ClockSet, effect: ClockEffect, turning: Turning): Clock | RefusalCode | undefined {
  if (effect.verb === 'start' || effect.verb === 'startAtReceipt') return begin(clocks, effect, turning);
  const clock = clocks[effect.clock];
  if (clock === undefined) return undefined;
  const event = effect.verb === 'extend' ? extensionOf(effect, clock, turning) : { kind: kinds[effect.verb] };
  if (typeof event === 'string') return event;
  return advance(effect.clock, clock, { ...event, at: turning.atMs });
}

const kinds = { stop: 'STOPPED', pause: 'PAUSED', resume: 'RESUMED' } as const;

function begin(
  clocks: ClockSet,
  effect: ClockEffect & { readonly limits: readonly TimeLimit[] },
  { province, atMs, facts }: Turning,
): Clock | undefined {
  // What counts as accepted was accepted on the day of its receipt, when the clock for the notice began.
  const startedAt = effect.verb === 'startAtReceipt' ? (clocks.NOTICE?.startedAt ?? atMs) : atMs;
  const dated = effect.limits.map((limit) => ({ limit, due: boundOf(dueAfter(province, startedAt, limit)) }));
  const [earliest] = dated.sort((one, other) => one.due - other.due);
  if (earliest === undefined) return undefined;
  const extensionAtMost = facts.isJoint === true ? EXTENSION_AT_MOST.joint : EXTENSION_AT_MOST.single;
  return startClock({ province, startedAt, limit: earliest.limit, extensionAtMost });
}

function extensionOf(
  { limits }: ClockEffect & { readonly limits: readonly TimeLimit[] },
  clock: Clock,
  { facts }: Turning,
): { readonly kind: 'EXTENDED'; readonly by: number; readonly approvedBy: string } | RefusalCode {
  const [limit] = limits;
  if (limit === undefined || limit.unit !== clock.limit.unit) return 'EXTENSION_TOO_LONG';
  return { kind: 'EXTENDED', by: limit.value, approvedBy: facts.extension?.approvedBy ?? '' };
}

// Only the legal clock can hold a move up. Any other that is out of time runs on instead of pausing, so that what is
// late can still be done and stays late.
function advance(name: ClockName, clock: Clock, event: ClockEvent): Clock | RefusalCode | undefined {
  try {
    const advanced = advanceClock(clock, event);
    if ('clock' in advanced) return advanced.clock;
    if (name !== 'HANDLING') return undefined;
    return advanced.refusal === 'NO_TIME_LEFT' ? 'NO_TIME_LEFT' : refuseExtension(advanced.refusal);
  } catch (error) {
    if (!(error instanceof CalendarGap)) throw error;
    return name === 'HANDLING' ? 'CALENDAR_UNKNOWN' : undefined;
  }
}

function refuseExtension(refusal: string): RefusalCode | undefined {
  if (refusal === 'EXTENSION_TOO_LONG') return 'EXTENSION_TOO_LONG';
  if (refusal === 'ALREADY_EXTENDED') return 'EXTENDED_BEFORE';
  return refusal === 'EXTENSION_NOT_APPROVED' ? 'EXTENSION_NOT_APPROVED' : undefined;
}

const boundOf = (due: Due): number => (due.kind === 'AT' ? due.at : due.notBefore);

/** What a clock shows at an instant; what depends on a calendar that is not published yet is unknown. */
export function readCaseClock(clock: Clock, atMs: number): ClockReading | undefined {
  try {
    return readClock(clock, atMs);
  } catch (error) {
    if (error instanceof CalendarGap) return undefined;
    throw error;
  }
}

/** When a clock is due; an open time while it reaches into a year that is not published. */
export function dueOfClock(clock: Clock, atMs: number): Due {
  return readCaseClock(clock, atMs)?.due ?? dueAfter(clock.province, clock.startedAt, clock.limit);
}

/** What time itself brings about, by the clock that runs out. */
export const expiries: Readonly<Partial<Record<ClockName, readonly Act[]>>> = {
  NOTICE: ['deemAccepted'],
  CORRECTION: ['expireCorrection'],
  HANDOFF: ['resendHandoff'],
  LEG: ['expireLeg'],
  INFO: ['expireInfo'],
};

const isRunning = ({ stoppedAt, pauses }: Clock): boolean => stoppedAt === null && pauses.at(-1)?.to !== null;

/** The running clocks that are out at an instant. */
export function clocksOut(clocks: ClockSet, atMs: number): readonly ClockName[] {
  return namesOf(clocks).filter((name) => {
    const clock = clocks[name];
    return clock !== undefined && isRunning(clock) && readCaseClock(clock, atMs)?.isOverdue === true;
  });
}

/** When the next clock that brings something about may be out; null when none runs. */
export function nextDueMs(clocks: ClockSet, atMs: number): number | null {
  const dues = namesOf(clocks).flatMap((name) => {
    const clock = clocks[name];
    if (clock === undefined || expiries[name] === undefined || !isRunning(clock)) return [];
    return [boundOf(dueOfClock(clock, atMs))];
  });
  return dues.length === 0 ? null : Math.min(...dues);
}

const namesOf = (clocks: ClockSet): readonly ClockName[] => Object.keys(clocks) as ClockName[];

// What people look at first: the legal limit, then whatever else counts now.
const order: readonly ClockName[] = [
  'HANDLING',
  'NOTICE',
  'CORRECTION',
  'INFO',
  'LEG',
  'HANDOFF',
  'FORWARD',
  'DELIVERY',
  'HANDING',
  'STEP',
];

/** The clock to show of a course: the first that has not been stopped; the legal one even then. */
export function mainClock(clocks: ClockSet): readonly [ClockName, Clock] | undefined {
  const live = order.flatMap((name): (readonly [ClockName, Clock])[] => {
    const clock = clocks[name];
    return clock?.stoppedAt === null ? [[name, clock]] : [];
  });
  const [first] = live;
  if (first !== undefined) return first;
  return clocks.HANDLING === undefined ? undefined : ['HANDLING', clocks.HANDLING];
}

/**
 * When what counts now is due, in milliseconds; null when nothing runs, since a pause moves every due time, and while it
 * depends on a calendar that is not published yet.
 */
export function dueNowMs(clocks: ClockSet, atMs: number): number | null {
  const [, clock] = mainClock(clocks) ?? [];
  if (clock === undefined || !isRunning(clock)) return null;
  const due = dueOfClock(clock, atMs);
  return due.kind === 'AT' ? due.at : null;
}

/** The working days that a clock has left, 0 when it is out; undefined where its calendar does not reach. */
export function workingDaysLeft(clock: Clock, atMs: number): number | undefined {
  const due = readCaseClock(clock, atMs)?.due;
  if (due?.kind !== 'AT') return undefined;
  return Math.max(0, workingDaysBetween(calendarOf(clock.province), chinaDayOf(atMs), chinaDayOf(due.at)));
}
