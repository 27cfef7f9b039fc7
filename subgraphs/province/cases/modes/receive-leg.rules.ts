import { type Machine, move, type Row } from '../machine/machine.rules.js';
import { acceptanceEvents, decidingEvents } from '../machine/vocabulary.rules.js';

/** States of the leg of the receiving place. */
export type ReceiveState =
  | 'NEW'
  | 'RECEIVED'
  | 'AWAITING_APPLICANT'
  | 'IDENTITY_VERIFIED'
  | 'FORM_REVIEWED'
  | 'CHECKED'
  | 'FORWARDED'
  | 'RETURNED'
  | 'HANDED_OVER'
  | 'CORRECTION_REQUESTED'
  | 'RESULT_ARRIVED'
  | 'RESULT_RECEIVED'
  | 'WITHDRAWN'
  | 'CLOSED';

const unchecked = ['RECEIVED', 'IDENTITY_VERIFIED', 'FORM_REVIEWED'] as const;
const beforeHandoff = [...unchecked, 'AWAITING_APPLICANT', 'CHECKED', 'RETURNED'] as const;
const afterHandoff = ['HANDED_OVER', 'CORRECTION_REQUESTED', 'RESULT_ARRIVED', 'RESULT_RECEIVED'] as const;
const check = { guards: ['hasCheckMethod'] } as const;

const windowRows: readonly Row<ReceiveState>[] = [
  ...move<ReceiveState>('NEW', 'receiveCase', 'RECEIVING_CLERK').to('RECEIVED', {
    guards: ['isClerkCertified', 'hasBasis', 'isConsentGiven'],
    clocks: ['start FORWARD'],
  }),
  ...move<ReceiveState>([...unchecked, 'CHECKED'], 'notifyOnce', 'RECEIVING_CLERK').to('AWAITING_APPLICANT', {
    guards: ['isByHandlingList', 'areAllGapsTold', 'areGapsNew', 'areGapsOfCorrection'],
    clocks: ['pause FORWARD', 'start CORRECTION'],
  }),
  // What a handling place sent back may lack what no preflight could see (an illegible page), so a further notice is
  // not bound to what was corrected before.
  ...move<ReceiveState>('RETURNED', 'notifyOnce', 'RECEIVING_CLERK').to('AWAITING_APPLICANT', {
    guards: ['isByHandlingList', 'areAllGapsTold', 'areGapsNew'],
    clocks: ['pause FORWARD', 'start CORRECTION'],
  }),
  ...move<ReceiveState>('AWAITING_APPLICANT', 'correctCase', ['APPLICANT', 'RECEIVING_CLERK']).to('RECEIVED', {
    guards: ['isEverythingCorrected'],
    clocks: ['stop CORRECTION', 'resume FORWARD'],
  }),
  ...move<ReceiveState>('AWAITING_APPLICANT', 'expireCorrection', 'SYSTEM').to('CLOSED', {
    guards: ['isCorrectionOut'],
    clocks: ['stop ALL'],
    completes: 'NOT_CORRECTED',
  }),
  ...move<ReceiveState>('RECEIVED', 'verifyIdentity', 'RECEIVING_CLERK').to('IDENTITY_VERIFIED', check),
  ...move<ReceiveState>('RECEIVED', 'reviewForm', 'RECEIVING_CLERK').to('FORM_REVIEWED', check),
  ...move<ReceiveState>('IDENTITY_VERIFIED', 'reviewForm', 'RECEIVING_CLERK').to('CHECKED', check),
  ...move<ReceiveState>('FORM_REVIEWED', 'verifyIdentity', 'RECEIVING_CLERK').to('CHECKED', check),
  ...move<ReceiveState>('RETURNED', 'reviewForm', 'RECEIVING_CLERK').to('CHECKED', check),
];

// While a handoff is unanswered the receiving place stays responsible; its clock waits, and goes on when it comes back.
const handoffRows: readonly Row<ReceiveState>[] = [
  ...move<ReceiveState>('CHECKED', 'forwardCase', 'RECEIVING_CLERK').to('FORWARDED', {
    guards: ['hasBasis', 'isManifestReconciled', 'isSigned'],
    clocks: ['pause FORWARD', 'start HANDOFF'],
    sends: 'caseForwarded',
  }),
  ...move<ReceiveState>('FORWARDED', 'resendHandoff', 'SYSTEM').stay({
    when: 'isLastTry',
    guards: ['isHandoffOut'],
    clocks: ['stop HANDOFF', 'start HANDOFF'],
    sends: 'caseForwarded',
    alerts: ['R9'],
  }),
  ...move<ReceiveState>('FORWARDED', 'resendHandoff', 'SYSTEM').stay({
    guards: ['isHandoffOut'],
    clocks: ['stop HANDOFF', 'start HANDOFF'],
    sends: 'caseForwarded',
  }),
  ...move<ReceiveState>('FORWARDED', 'handoffAcknowledged', 'OTHER_PROVINCE').to('HANDED_OVER', {
    clocks: ['stop HANDOFF', 'stop FORWARD'],
  }),
  ...move<ReceiveState>('FORWARDED', 'handoffRejected', 'OTHER_PROVINCE').to('RETURNED', {
    clocks: ['stop HANDOFF', 'resume FORWARD'],
  }),
];

const afterwardsRows: readonly Row<ReceiveState>[] = [
  ...move<ReceiveState>('HANDED_OVER', 'correctionRequested', 'OTHER_PROVINCE').to('CORRECTION_REQUESTED'),
  ...move<ReceiveState>('CORRECTION_REQUESTED', 'correctCase', ['APPLICANT', 'RECEIVING_CLERK']).to('HANDED_OVER', {
    guards: ['isEverythingCorrected', 'isSigned'],
    sends: 'caseCorrected',
  }),
  ...(['caseAccepted', 'caseSuspended', 'caseResumed', 'caseExtended'] as const).flatMap((event) =>
    move<ReceiveState>('HANDED_OVER', event, 'OTHER_PROVINCE').stay(),
  ),
  ...(['resultReturned', 'refusalReturned', 'acceptanceRefused'] as const).flatMap((event) =>
    move<ReceiveState>('HANDED_OVER', event, 'OTHER_PROVINCE').to('RESULT_ARRIVED', { clocks: ['start HANDING'] }),
  ),
  ...move<ReceiveState>('RESULT_ARRIVED', 'acknowledgeResult', ['RECEIVING_CLERK', 'SYSTEM']).to('RESULT_RECEIVED', {
    guards: ['isDigestEqual', 'areMaterialsHere', 'isSigned'],
    clocks: ['stop HANDING'],
    sends: 'resultAcknowledged',
    triggers: [{ leg: 'DELIVER', event: 'prepareDelivery' }],
  }),
  ...move<ReceiveState>(['HANDED_OVER', 'CORRECTION_REQUESTED'], 'withdrawCase', 'APPLICANT').stay({
    sends: 'withdrawalRequested',
  }),
  ...move<ReceiveState>(afterHandoff, 'caseClosed', 'OTHER_PROVINCE').to('CLOSED', {
    clocks: ['stop ALL'],
    triggers: [{ leg: 'DELIVER', event: 'cancelDelivery' }],
  }),
];

const endRows: readonly Row<ReceiveState>[] = [
  ...move<ReceiveState>(beforeHandoff, 'withdrawCase', 'APPLICANT').to('WITHDRAWN', {
    clocks: ['stop ALL'],
    completes: 'COMPLETED_OTHER',
  }),
  ...move<ReceiveState>(beforeHandoff, 'deleteCase', 'RECEIVING_CLERK').to('CLOSED', {
    guards: ['areTwoPersons'],
    clocks: ['stop ALL'],
    completes: 'DELETED',
  }),
];

const decisions = [...decidingEvents].filter((event) => !acceptanceEvents.has(event));

/** RECEIVE of 异地代收代办: the window checks form and identity and forwards. It can decide nothing, in any state. */
export const receiveLeg: Machine<ReceiveState> = {
  name: 'RECEIVE',
  labelZh: '异地代收代办：收件',
  labelEn: 'Receive and forward: the receiving place',
  initial: 'NEW',
  states: ['NEW', ...beforeHandoff, 'FORWARDED', ...afterHandoff, 'WITHDRAWN', 'CLOSED'],
  final: ['RESULT_RECEIVED', 'WITHDRAWN', 'CLOSED'],
  rows: [...windowRows, ...handoffRows, ...afterwardsRows, ...endRows],
  refusals: [
    { from: 'ANY', events: [...acceptanceEvents], code: 'RECEIPT_IS_NOT_ACCEPTANCE' },
    { from: 'ANY', events: [...decisions, 'requestCorrection'], code: 'RECEIVING_PLACE_DECIDES_NOT' },
    { from: ['FORWARDED'], events: ['withdrawCase', 'deleteCase', 'forwardCase'], code: 'HANDOFF_UNDERWAY' },
    { from: ['RESULT_ARRIVED', 'RESULT_RECEIVED'], events: ['withdrawCase'], code: 'DECISION_STANDS' },
  ],
};
