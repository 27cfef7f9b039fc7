import { type Machine, move, type Row } from '../machine/machine.rules.js';
import {
  annulmentRows,
  type CaseStateName,
  deliveryRows,
  extensionRows,
  intakeRows,
  issueRows,
  withdrawalRows,
} from './shared-rows.rules.js';

const beforeLegs = ['DRAFT', 'SUBMITTED', 'CORRECTION', 'ACCEPTED'] as const;
const withLegs = ['LEGS_DISPATCHED', 'IN_PROGRESS', 'BLOCKED', 'ALL_REQUIRED_DONE'] as const;
const afterDecision = ['DECIDED', 'COMPLETED', 'DELIVERED'] as const;

// The state of a joint case follows its legs: it is assessed after every move of one.
const assessment = (from: CaseStateName): ReturnType<typeof move<CaseStateName>> =>
  move<CaseStateName>(from, 'assessLegs', 'SYSTEM');

const progressRows: readonly Row<CaseStateName>[] = [
  ...assessment('ACCEPTED').to('LEGS_DISPATCHED', { when: 'isAnyDispatched' }),
  ...assessment('ACCEPTED').stay(),
  ...(['LEGS_DISPATCHED', 'IN_PROGRESS'] as const).flatMap((from) => [
    ...assessment(from).to('ALL_REQUIRED_DONE', { when: 'isSatisfied' }),
    ...assessment(from).to('BLOCKED', { when: 'isImpossible' }),
  ]),
  ...assessment('LEGS_DISPATCHED').to('IN_PROGRESS', { when: 'isAnyAcknowledged' }),
  ...assessment('LEGS_DISPATCHED').stay(),
  ...assessment('IN_PROGRESS').stay(),
  // A leg that ran out of time may still be done, late.
  ...assessment('BLOCKED').to('ALL_REQUIRED_DONE', { when: 'isSatisfied' }),
  ...assessment('BLOCKED').to('IN_PROGRESS', { when: 'isOpen' }),
  ...assessment('BLOCKED').stay(),
];

const notice = { clocks: ['stop ALL', 'start DELIVERY'] } as const;
const isOver = ['isNoLegAtWork', 'isNothingIrreversible'] as const;

const decisionRows: readonly Row<CaseStateName>[] = [
  ...move<CaseStateName>('ALL_REQUIRED_DONE', 'decideCase', 'LEAD_OFFICER').to('DECIDED', {
    guards: ['hasOutcome', 'isReasonedIfRefused', 'areMaterialsHereIfGranted'],
    clocks: ['stop HANDLING', 'start DELIVERY'],
  }),
  ...move<CaseStateName>('BLOCKED', 'decideAfterRefusal', 'LEAD_OFFICER').to('COMPENSATING', {
    when: 'isCompensationOutstanding',
    guards: ['isReasoned', ...isOver],
    ...notice,
  }),
  ...move<CaseStateName>('BLOCKED', 'decideAfterRefusal', 'LEAD_OFFICER').to('ABORTED', {
    guards: ['isReasoned', ...isOver],
    ...notice,
    completes: 'RETURNED',
  }),
];

const compensationRows: readonly Row<CaseStateName>[] = [
  ...move<CaseStateName>(withLegs, 'withdrawCase', 'APPLICANT').to('COMPENSATING', {
    when: 'isCompensationOutstanding',
    guards: isOver,
    ...notice,
  }),
  ...move<CaseStateName>(withLegs, 'withdrawCase', 'APPLICANT').to('WITHDRAWN', {
    guards: isOver,
    clocks: ['stop ALL'],
    completes: 'COMPLETED_OTHER',
  }),
  ...assessment('COMPENSATING').stay({ when: 'isCompensationOutstanding' }),
  ...assessment('COMPENSATING').to('WITHDRAWN', {
    when: 'isWithdrawing',
    clocks: ['stop ALL'],
    completes: 'COMPLETED_OTHER',
  }),
  ...assessment('COMPENSATING').to('ABORTED', { completes: 'RETURNED' }),
  ...move<CaseStateName>('ABORTED', 'deliverResult', ['SYSTEM', 'LEAD_OFFICER']).to('DELIVERED', {
    guards: ['isDeliveryProved'],
    clocks: ['stop DELIVERY'],
  }),
];

/** JOINT_HANDLING 多地联办: the lead accepts, and its case follows the legs of all places. */
export const jointCase: Machine<CaseStateName> = {
  name: 'JOINT_HANDLING',
  labelZh: '多地联办：办件',
  labelEn: 'Joint handling: the case',
  initial: 'NEW',
  states: [
    'NEW',
    ...beforeLegs,
    ...withLegs,
    'COMPENSATING',
    ...afterDecision,
    'ABORTED',
    'NOT_ACCEPTED',
    'WITHDRAWN',
    'CLOSED',
  ],
  final: ['DELIVERED', 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED'],
  rows: [
    ...intakeRows('LEAD_OFFICER', ['areConditionsMet', 'isFlowValid', 'hasBasis']),
    ...progressRows,
    ...extensionRows(withLegs, 'LEAD_OFFICER'),
    ...decisionRows,
    ...compensationRows,
    ...issueRows('LEAD_OFFICER'),
    ...deliveryRows('LEAD_OFFICER'),
    ...withdrawalRows(beforeLegs),
    ...annulmentRows([...beforeLegs, ...withLegs, ...afterDecision, 'ABORTED'], 'LEAD_OFFICER', [
      'isNoLegAtWork',
      'isNothingToCompensate',
    ]),
  ],
  refusals: [
    { from: [...afterDecision, 'ABORTED', 'COMPENSATING'], events: ['withdrawCase'], code: 'DECISION_STANDS' },
  ],
};
