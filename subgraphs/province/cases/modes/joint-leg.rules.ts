import { type Machine, move, type Row, type Trigger } from '../machine/machine.rules.js';

/** States of one leg of a joint case. */
export type JointLegState =
  | 'PLANNED'
  | 'READY'
  | 'DISPATCHED'
  | 'ACKNOWLEDGED'
  | 'WORKING'
  | 'WAITING_INFO'
  | 'DONE'
  | 'REFUSED'
  | 'EXPIRED'
  | 'CANCELLED'
  | 'COMPENSATED';

const undispatched = ['PLANNED', 'READY'] as const;
const running = ['DISPATCHED', 'ACKNOWLEDGED', 'WORKING', 'WAITING_INFO'] as const;
const settled = ['DONE', 'REFUSED', 'CANCELLED', 'COMPENSATED'] as const;
const triggers: readonly Trigger[] = [{ leg: 'CASE', event: 'assessLegs' }];

// Both sides keep the leg and each follows the other's envelopes. So that they always agree in the end, one side at a
// time moves it: the lead until it is dispatched and while information is awaited, the participant otherwise. What the
// lead does beyond that (expire, recall, order) either changes no state or gives way to what the participant has done.
const leadRows: readonly Row<JointLegState>[] = [
  ...move<JointLegState>('PLANNED', 'readyLeg', 'SYSTEM').to('READY', { guards: ['areDependenciesDone'] }),
  ...move<JointLegState>('READY', 'dispatchLeg', ['SYSTEM', 'LEAD_OFFICER']).to('DISPATCHED', {
    guards: ['hasBasis', 'hasLegLimit', 'areDependenciesDone', 'isSigned'],
    clocks: ['start LEG'],
    sends: 'legDispatched',
    triggers,
  }),
  ...move<JointLegState>(undispatched, 'cancelLeg', ['SYSTEM', 'LEAD_OFFICER']).to('CANCELLED', { triggers }),
  ...move<JointLegState>('WAITING_INFO', 'supplyInfo', ['LEAD_OFFICER', 'APPLICANT']).to('WORKING', {
    guards: ['isSigned'],
    clocks: ['stop INFO', 'resume LEG'],
    sends: 'infoSupplied',
  }),
  ...move<JointLegState>('WAITING_INFO', 'expireInfo', 'SYSTEM').to('WORKING', {
    guards: ['isInfoOut'],
    clocks: ['stop INFO', 'resume LEG'],
    sends: 'infoExpired',
  }),
  ...move<JointLegState>(running, 'expireLeg', 'SYSTEM').to('EXPIRED', {
    guards: ['isLegOut'],
    clocks: ['stop ALL'],
    sends: 'legExpired',
    alerts: ['R2'],
    triggers,
  }),
  ...move<JointLegState>([...running, 'EXPIRED'], 'recallLeg', 'LEAD_OFFICER').stay({
    guards: ['isSigned'],
    sends: 'legRecalled',
  }),
  ...move<JointLegState>('DONE', 'orderCompensation', ['SYSTEM', 'LEAD_OFFICER']).stay({
    guards: ['isReversible', 'isSigned'],
    sends: 'compensationOrdered',
  }),
];

const participantRows: readonly Row<JointLegState>[] = [
  ...move<JointLegState>('DISPATCHED', 'acknowledgeLeg', ['SYSTEM', 'HANDLING_OFFICER']).to('ACKNOWLEDGED', {
    guards: ['isDigestEqual', 'isSigned'],
    sends: 'legAcknowledged',
    triggers,
  }),
  ...move<JointLegState>('ACKNOWLEDGED', 'startLeg', 'HANDLING_OFFICER').to('WORKING', { sends: 'legStarted' }),
  ...move<JointLegState>('WORKING', 'requestInfo', 'HANDLING_OFFICER').to('WAITING_INFO', {
    guards: ['hasInfoRound', 'isSigned'],
    clocks: ['pause LEG', 'start INFO'],
    sends: 'infoRequested',
  }),
  ...move<JointLegState>(['WORKING', 'EXPIRED'], 'completeLeg', 'HANDLING_OFFICER').to('DONE', {
    guards: ['hasResult', 'areMaterialsHere', 'isSigned'],
    clocks: ['stop ALL'],
    sends: 'legCompleted',
    triggers,
  }),
  ...move<JointLegState>([...running, 'EXPIRED'], 'refuseLeg', 'HANDLING_OFFICER').to('REFUSED', {
    guards: ['isReasoned', 'isSigned'],
    clocks: ['stop ALL'],
    sends: 'legRefused',
    triggers,
  }),
  ...move<JointLegState>([...running, 'EXPIRED'], 'cancelLeg', 'HANDLING_OFFICER').to('CANCELLED', {
    guards: ['isRecalled', 'isSigned'],
    clocks: ['stop ALL'],
    sends: 'legCancelled',
    triggers,
  }),
  ...move<JointLegState>('DONE', 'compensateLeg', 'HANDLING_OFFICER').to('COMPENSATED', {
    guards: ['isReversible', 'isCompensationOrdered', 'isSigned'],
    sends: 'legCompensated',
    triggers,
  }),
];

/**
 * A leg of 多地联办: refusal is a result of its own, and what is done changes no more, except by compensation. The
 * participant's copy begins READY, with the envelope that dispatches it.
 */
export const jointLeg: Machine<JointLegState> = {
  name: 'JOINT_LEG',
  labelZh: '多地联办：环节',
  labelEn: 'Joint handling: a leg',
  initial: 'PLANNED',
  states: [...undispatched, ...running, 'EXPIRED', ...settled],
  final: settled,
  rows: [...leadRows, ...participantRows],
  refusals: [
    {
      from: ['DONE', 'COMPENSATED'],
      events: ['completeLeg', 'refuseLeg', 'cancelLeg', 'expireLeg', 'recallLeg', 'legExpired', 'legRecalled'],
      code: 'LEG_DONE',
    },
    { from: ['PLANNED'], events: ['dispatchLeg'], code: 'LEG_NOT_READY' },
  ],
};
