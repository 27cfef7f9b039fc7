import type { Clock } from '../../shared/clock.js';
import { type ClockSet, readCaseClock } from './case-clocks.rules.js';
import type { ClockName } from '../machine/clock-face.rules.js';

/** How a leg has kept its time, in working minutes of its province. Told with every letter of the leg. */
export interface LegMeasure {
  /** The most that one of its clocks was overdue. */
  readonly overdueMinutes: number;
  /** The most of a limit that was used, in percent. */
  readonly usedPercent: number;
}

/** Of a leg that has no clocks, or of which nothing is known. */
export const UNMEASURED: LegMeasure = { overdueMinutes: 0, usedPercent: 0 };

// The clocks that the unit of a leg answers for. Corrections and information are waited for from others, and a handoff
// is answered by the other side.
const answeredFor: readonly ClockName[] = ['NOTICE', 'HANDLING', 'STEP', 'DELIVERY', 'FORWARD', 'HANDING', 'LEG'];

/** Measures a leg by its clocks, stopped ones included. */
export function measureLeg(clocks: ClockSet, atMs: number): LegMeasure {
  return mostOf(answeredFor.map((name) => measureClock(clocks[name], atMs)));
}

/** How long the other side has let a handoff wait. */
export function measureHandoff(clocks: ClockSet, atMs: number): LegMeasure {
  return measureClock(clocks.HANDOFF, atMs);
}

/** The worst of several measures, each by itself: clocks that run beside each other count the same minutes. */
export function mostOf(measures: readonly LegMeasure[]): LegMeasure {
  return {
    overdueMinutes: Math.max(0, ...measures.map(({ overdueMinutes }) => overdueMinutes)),
    usedPercent: Math.max(0, ...measures.map(({ usedPercent }) => usedPercent)),
  };
}

function measureClock(clock: Clock | undefined, atMs: number): LegMeasure {
  const reading = clock === undefined ? undefined : readCaseClock(clock, atMs);
  const total = clock === undefined ? undefined : totalOf(clock);
  if (reading === undefined || total === undefined) return UNMEASURED;
  const overdueMinutes = reading.overdueMinutes ?? 0;
  const spent = total - (reading.remainingMinutes ?? total) + overdueMinutes;
  return { overdueMinutes, usedPercent: total === 0 ? 0 : Math.round((100 * Math.max(0, spent)) / total) };
}

// What a clock had in all, its extension included, when it began.
function totalOf(clock: Clock): number | undefined {
  const { startedAt, extension } = clock;
  const whole = {
    ...clock,
    pauses: [],
    stoppedAt: null,
    extension: extension && { ...extension, at: startedAt },
  };
  return readCaseClock(whole, startedAt)?.remainingMinutes ?? undefined;
}
