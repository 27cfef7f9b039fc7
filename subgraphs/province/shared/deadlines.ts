import { CalendarGap, calendarOf, dueInstant, type TimeLimit } from './working-calendar.js';
import type { Due } from './clock.js';

const workingDays = (value: number): TimeLimit => ({ value, unit: 'WORKING_DAY' });

/**
 * Limits that do not depend on the item. Law: Administrative Licensing Law, articles 32 (notice), 42 (decision, joint
 * handling) and 44 (delivery). Rule: the notice on recognising orphans across provinces. Policy: ours, for want of one.
 */
export const limits = {
  /** Law: all defects are named at once within this, or the application counts as accepted. */
  notice: workingDays(5),
  /** Law: the decision, and that of several authorities together. */
  decision: workingDays(20),
  jointDecision: workingDays(45),
  /** Law: handing over the document after the decision. */
  delivery: workingDays(10),
  /** Rule: the receiving place passes a complete file on, and hands over what comes back. */
  forward: workingDays(3),
  returnToApplicant: workingDays(3),
  /** Policy: the other side acknowledges a handoff before it is sent again. */
  acknowledgement: workingDays(1),
  /** Policy: the applicant completes the file. */
  correction: workingDays(15),
} as const satisfies Readonly<Record<string, TimeLimit>>;

/** When a limit from an instant on is due in a province, or from when on it may be while a year is unpublished. */
export function dueAfter(province: string, fromMs: number, limit: TimeLimit): Due {
  try {
    return { kind: 'AT', at: dueInstant(calendarOf(province), fromMs, limit) };
  } catch (error) {
    if (!(error instanceof CalendarGap)) throw error;
    return { kind: 'OPEN', year: error.year, notBefore: error.notBeforeMs };
  }
}

/** Where an application stands between receipt and acceptance. */
export type Acceptance =
  /** The authority can still name defects. */
  | { readonly kind: 'PENDING'; readonly noticeDue: Due }
  /** It named them in time. */
  | { readonly kind: 'NOTIFIED'; readonly noticeDue: Due }
  /** It did not: accepted on the day of receipt, which no later notice undoes. */
  | { readonly kind: 'DEEMED'; readonly acceptedAt: number };

/** Article 32: without a notice of defects within five working days an application is accepted from its receipt. */
export function judgeAcceptance(
  receipt: { readonly province: string; readonly receivedAt: number; readonly noticeAt: number | null },
  at: number,
): Acceptance {
  const { province, receivedAt, noticeAt } = receipt;
  const noticeDue = dueAfter(province, receivedAt, limits.notice);
  const given = noticeAt !== null && noticeAt <= at ? noticeAt : null;
  const judgedAt = given ?? at;
  if (noticeDue.kind === 'OPEN' && judgedAt >= noticeDue.notBefore) {
    throw new CalendarGap(province, noticeDue.year, noticeDue.notBefore);
  }
  if (noticeDue.kind === 'AT' && judgedAt > noticeDue.at) return { kind: 'DEEMED', acceptedAt: receivedAt };
  return { kind: given === null ? 'PENDING' : 'NOTIFIED', noticeDue };
}

/** One leg of a case that several places handle; it begins when all that it waits for have been done. */
export interface PlannedLeg {
  readonly name: string;
  readonly province: string;
  readonly limit: TimeLimit;
  readonly after: readonly string[];
  /** Null as long as it is not done; the due time of the legs that wait for it counts from here. */
  readonly doneAt: number | null;
}

/** The due times of legs, or the legs that wait for each other or for one that is not in the plan. */
export type LegPlan =
  | { readonly dues: ReadonlyMap<string, Due>; readonly due: Due }
  | { readonly refusal: 'NEVER_READY'; readonly legs: readonly string[] };

/**
 * The latest time at which each leg is due: a leg that waits begins when the last of those is done, or due while it is
 * not. `due` is that of the whole, the critical path; recomputed as legs are done.
 */
export function planLegs(startedAt: number, legs: readonly PlannedLeg[]): LegPlan {
  const ends = new Map<string, Due>();
  const dues = new Map<string, Due>();
  let waiting = legs;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ after }) => after.every((name) => ends.has(name)));
    if (ready.length === 0) return { refusal: 'NEVER_READY', legs: waiting.map(({ name }) => name) };
    for (const leg of ready) {
      const begin = latest(
        startedAt,
        leg.after.flatMap((name) => ends.get(name) ?? []),
      );
      const due = begin.kind === 'AT' ? dueAfter(leg.province, begin.at, leg.limit) : begin;
      dues.set(leg.name, due);
      ends.set(leg.name, leg.doneAt === null ? due : { kind: 'AT', at: leg.doneAt });
    }
    waiting = waiting.filter((leg) => !ready.includes(leg));
  }
  return { dues, due: latest(startedAt, [...ends.values()]) };
}

// One open end leaves the whole open; its bound is the latest of all bounds.
function latest(startedAt: number, ends: readonly Due[]): Due {
  const at = Math.max(startedAt, ...ends.map((end) => (end.kind === 'AT' ? end.at : end.notBefore)));
  const open = ends.find((end) => end.kind === 'OPEN');
  return open === undefined ? { kind: 'AT', at } : { kind: 'OPEN', year: open.year, notBefore: at };
}
