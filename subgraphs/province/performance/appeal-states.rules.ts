import type { ScorecardAppealStateCode } from '../../../schema/performance-lists.js';
import { linesOf, type StateTable } from '../shared/state-table.js';

/** The words of the life of an appeal. */
export interface AppealWords {
  readonly state: ScorecardAppealStateCode;
  readonly event: 'uphold' | 'dismiss';
  readonly actor: 'SUPERVISOR';
  readonly guard: 'isOutsideUnit';
  readonly clock: never;
}

const line = linesOf<AppealWords>();

/** The life of an appeal: a supervisor outside the unit decides, once. */
export const appealTable: StateTable<AppealWords> = {
  name: 'SCORECARD_APPEAL',
  labelZh: '绩效申诉',
  labelEn: 'The appeal of a line of a scorecard',
  initial: 'OPEN',
  lines: [
    ...line('OPEN', ['uphold', 'SUPERVISOR'], ['UPHELD', { when: ['isOutsideUnit'] }]),
    ...line('OPEN', ['dismiss', 'SUPERVISOR'], ['DISMISSED', { when: ['isOutsideUnit'] }]),
  ],
};
