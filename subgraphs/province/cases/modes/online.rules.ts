import type { Machine } from '../machine/machine.rules.js';
import {
  annulmentRows,
  type CaseStateName,
  deliveryRows,
  intakeRows,
  issueRows,
  reviewRows,
  withdrawalRows,
} from './shared-rows.rules.js';

const beforeDecision = ['DRAFT', 'SUBMITTED', 'CORRECTION', 'ACCEPTED', 'IN_REVIEW', 'SUSPENDED'] as const;
const afterDecision = ['DECIDED', 'COMPLETED', 'DELIVERED'] as const;

/** FULLY_ONLINE 全程网办: one province accepts, decides and delivers. */
export const onlineCase: Machine<CaseStateName> = {
  name: 'FULLY_ONLINE',
  labelZh: '全程网办',
  labelEn: 'Fully online',
  initial: 'NEW',
  states: ['NEW', ...beforeDecision, ...afterDecision, 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED'],
  final: ['DELIVERED', 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED'],
  rows: [
    ...intakeRows('HANDLING_OFFICER', ['areConditionsMet']),
    ...reviewRows,
    ...issueRows('HANDLING_OFFICER'),
    ...deliveryRows('HANDLING_OFFICER'),
    ...withdrawalRows(beforeDecision),
    ...annulmentRows([...beforeDecision, ...afterDecision], 'HANDLING_OFFICER'),
  ],
  refusals: [{ from: afterDecision, events: ['withdrawCase'], code: 'DECISION_STANDS' }],
};
