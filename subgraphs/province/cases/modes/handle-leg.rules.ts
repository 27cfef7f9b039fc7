import { type Machine, move, type Row } from '../machine/machine.rules.js';
import type { EnvelopeEvent } from '../machine/vocabulary.rules.js';
import {
  acceptanceRows,
  annulmentRows,
  type CaseStateName,
  issueRows,
  reviewRows,
  withdrawalRows,
} from './shared-rows.rules.js';

/** States of the leg of the handling place. */
export type HandleState =
  | 'EXPECTED'
  | 'OFFERED'
  | 'SUBMITTED'
  | 'CORRECTION'
  | 'ACCEPTED'
  | 'IN_REVIEW'
  | 'SUSPENDED'
  | 'DECIDED'
  | 'COMPLETED'
  | 'RESULT_RETURNED'
  | 'RESULT_HANDED_OVER'
  | 'DELIVERED'
  | 'NOT_ACCEPTED'
  | 'WITHDRAWN'
  | 'CLOSED';

const beforeDecision = ['SUBMITTED', 'CORRECTION', 'ACCEPTED', 'IN_REVIEW', 'SUSPENDED'] as const;
const afterDecision = ['DECIDED', 'COMPLETED', 'RESULT_RETURNED', 'RESULT_HANDED_OVER', 'DELIVERED'] as const;

// What the receiving place is told of each move of the one table that both modes share.
const reports: Readonly<Partial<Record<string, EnvelopeEvent>>> = {
  requestCorrection: 'correctionRequested',
  expireCorrection: 'caseClosed',
  acceptCase: 'caseAccepted',
  deemAccepted: 'caseAccepted',
  refuseAcceptance: 'acceptanceRefused',
  suspendCase: 'caseSuspended',
  resumeCase: 'caseResumed',
  extendCase: 'caseExtended',
  forwardToSuperior: 'caseClosed',
  voidCase: 'caseClosed',
  deleteCase: 'caseClosed',
  withdrawCase: 'caseClosed',
};

// The rows of a case that one province handles alone, with the report that the receiving place gets of each.
function reported(rows: readonly Row<CaseStateName>[]): readonly Row<HandleState>[] {
  return rows.map((row) => {
    const sends = reports[row.event];
    const detail = sends === undefined ? row.detail : { ...row.detail, sends };
    return { ...row, from: row.from as HandleState, next: row.next as HandleState, detail };
  });
}

const handoffRows: readonly Row<HandleState>[] = [
  ...move<HandleState>(['EXPECTED', 'OFFERED'], 'caseForwarded', 'OTHER_PROVINCE').to('OFFERED'),
  ...move<HandleState>('OFFERED', 'acknowledgeHandoff', ['SYSTEM', 'HANDLING_OFFICER']).to('SUBMITTED', {
    guards: ['hasBasis', 'isDigestEqual', 'isSigned'],
    clocks: ['start NOTICE'],
    sends: 'handoffAcknowledged',
  }),
  ...move<HandleState>('OFFERED', 'rejectHandoff', ['SYSTEM', 'HANDLING_OFFICER']).to('EXPECTED', {
    guards: ['hasRejection', 'isSigned'],
    sends: 'handoffRejected',
  }),
  ...move<HandleState>('CORRECTION', 'caseCorrected', 'OTHER_PROVINCE').to('SUBMITTED', {
    clocks: ['stop CORRECTION', 'start NOTICE'],
  }),
  ...move<HandleState>(beforeDecision, 'withdrawalRequested', 'OTHER_PROVINCE').to('WITHDRAWN', {
    clocks: ['stop ALL'],
    completes: 'COMPLETED_OTHER',
    sends: 'caseClosed',
  }),
];

// An unacknowledged result stays with the place that sends it, so its clock runs until the receiving place has signed.
const resultRows: readonly Row<HandleState>[] = [
  ...move<HandleState>('COMPLETED', 'returnResult', 'HANDLING_OFFICER').to('RESULT_RETURNED', {
    when: 'isRefused',
    guards: ['isSigned'],
    sends: 'refusalReturned',
  }),
  ...move<HandleState>('COMPLETED', 'returnResult', 'HANDLING_OFFICER').to('RESULT_RETURNED', {
    guards: ['isSigned'],
    sends: 'resultReturned',
  }),
  ...move<HandleState>('RESULT_RETURNED', 'resultAcknowledged', 'OTHER_PROVINCE').to('RESULT_HANDED_OVER', {
    clocks: ['stop DELIVERY'],
  }),
  ...move<HandleState>('RESULT_HANDED_OVER', 'resultDelivered', 'OTHER_PROVINCE').to('DELIVERED'),
  ...move<HandleState>('DELIVERED', 'caseRated', 'OTHER_PROVINCE').stay({ guards: ['isNotRated'] }),
  ...(['resultAcknowledged', 'resultDelivered', 'caseRated'] as const).flatMap((event) =>
    move<HandleState>('NOT_ACCEPTED', event, 'OTHER_PROVINCE').stay(),
  ),
];

/** HANDLE of 异地代收代办: accepts and decides by the rules of a case of its own, once the handoff is acknowledged. */
export const handleLeg: Machine<HandleState> = {
  name: 'HANDLE',
  labelZh: '异地代收代办：办理',
  labelEn: 'Receive and forward: the handling place',
  initial: 'EXPECTED',
  states: ['EXPECTED', 'OFFERED', ...beforeDecision, ...afterDecision, 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED'],
  final: ['DELIVERED', 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED'],
  rows: [
    ...handoffRows,
    ...reported([
      ...acceptanceRows('HANDLING_OFFICER', ['areConditionsMet', 'hasBasis', 'areMaterialsHere']),
      ...reviewRows,
      ...issueRows('HANDLING_OFFICER'),
      ...withdrawalRows(beforeDecision),
      ...annulmentRows([...beforeDecision, 'DECIDED', 'COMPLETED', 'DELIVERED'], 'HANDLING_OFFICER'),
    ]),
    ...reportedAnnulment(),
    ...resultRows,
  ],
  refusals: [{ from: afterDecision, events: ['withdrawCase', 'withdrawalRequested'], code: 'DECISION_STANDS' }],
};

function reportedAnnulment(): readonly Row<HandleState>[] {
  const detail = { guards: ['areTwoPersons'], clocks: ['stop ALL'], sends: 'caseClosed' } as const;
  const from = ['RESULT_RETURNED', 'RESULT_HANDED_OVER'] as const;
  return [
    ...move<HandleState>(from, 'voidCase', 'HANDLING_OFFICER').to('CLOSED', { ...detail, completes: 'VOIDED' }),
    ...move<HandleState>(from, 'deleteCase', 'HANDLING_OFFICER').to('CLOSED', { ...detail, completes: 'DELETED' }),
  ];
}
