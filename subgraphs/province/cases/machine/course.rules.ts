import type { CaseOutcome } from '../../../../schema/case-lists.js';
import type { CompletionCode } from '../../../../schema/code-lists.js';
import type { ClockFace } from './clock-face.rules.js';
import type { Facts, Gap } from './facts.rules.js';
import type { CaseEvent } from './vocabulary.rules.js';

/** What a case or leg has come to: its state, its clocks, and what later moves must remember. */
export interface Course<State extends string = string> {
  readonly state: State;
  readonly clocks: ClockFace;
  readonly completion: keyof typeof CompletionCode.entries | null;
  /** Everything that the applicant was ever told to be missing. */
  readonly told: readonly Gap[];
  /** What the applicant has still to bring. */
  readonly awaited: readonly string[];
  /** What the applicant brought last; null before the first correction. */
  readonly corrected: readonly string[] | null;
  readonly outcome: keyof typeof CaseOutcome.entries | null;
  readonly isDeemedAccepted: boolean;
  readonly isExtended: boolean;
  readonly isRated: boolean;
  /** How many visits at a counter have been rated; absent before the first. */
  readonly visitsRated?: number;
  readonly isWithdrawing: boolean;
  readonly isRecalled: boolean;
  readonly isCompensationOrdered: boolean;
  readonly resends: number;
  readonly infoRounds: number;
  readonly result: string | null;
}

/** The course of a case or leg of which nothing has happened yet. */
export function beginCourse<State extends string>(state: State): Course<State> {
  return {
    state,
    clocks: {},
    completion: null,
    told: [],
    awaited: [],
    corrected: null,
    outcome: null,
    isDeemedAccepted: false,
    isExtended: false,
    isRated: false,
    isWithdrawing: false,
    isRecalled: false,
    isCompensationOrdered: false,
    resends: 0,
    infoRounds: 0,
    result: null,
  };
}

type Memory = Partial<Omit<Course, 'state' | 'clocks' | 'completion'>>;

const tell = (course: Course, { gaps = [] }: Facts): Memory => ({
  told: [...course.told, ...gaps],
  awaited: [...new Set(gaps.map(({ subject }) => subject))],
});
const correct = (course: Course): Memory => ({ corrected: course.awaited, awaited: [] });

const memories: Readonly<Partial<Record<CaseEvent, (course: Course, facts: Facts) => Memory>>> = {
  notifyOnce: tell,
  requestCorrection: tell,
  correctionRequested: tell,
  correctCase: correct,
  caseCorrected: correct,
  deemAccepted: () => ({ isDeemedAccepted: true }),
  extendCase: () => ({ isExtended: true }),
  decideCase: (_course, { outcome = null }) => ({ outcome }),
  decideAfterRefusal: () => ({ outcome: 'REFUSED' }),
  rateCase: ({ visitsRated = 0 }, { ratedService }) =>
    ratedService === 'COUNTER' ? { visitsRated: visitsRated + 1 } : { isRated: true },
  withdrawCase: () => ({ isWithdrawing: true }),
  recallLeg: () => ({ isRecalled: true }),
  orderCompensation: () => ({ isCompensationOrdered: true }),
  resendHandoff: ({ resends }) => ({ resends: resends + 1 }),
  // Each handoff is tried anew: what happened to an earlier one says nothing of this one.
  forwardCase: () => ({ resends: 0 }),
  requestInfo: ({ infoRounds }) => ({ infoRounds: infoRounds + 1 }),
  completeLeg: (_course, { result = null }) => ({ result }),
};

/** What the course remembers of a move. */
export function remember(course: Course, event: CaseEvent, facts: Facts): Memory {
  return memories[event]?.(course, facts) ?? {};
}
