import type { CaseState, LegState } from '../../../schema/case-lists.js';

/** States of a case that has ended, for whatever reason. One that is completed may still be delivered. */
export const endedCaseStates: readonly (keyof typeof CaseState.entries)[] = [
  'NOT_ACCEPTED',
  'COMPLETED',
  'DELIVERED',
  'WITHDRAWN',
  'ABORTED',
  'CLOSED',
];

/** States of a leg of a joint case with which its participant has nothing more to do, unless it is called upon again. */
export const endedLegStates: readonly (keyof typeof LegState.entries)[] = [
  'DONE',
  'REFUSED',
  'EXPIRED',
  'CANCELLED',
  'COMPENSATED',
];
