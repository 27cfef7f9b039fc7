import type { Role } from '../../schema/roles.js';

/** Where a unit is found: the service centre of the province, or the authority of the item; applicants have none. */
type Unit = 'HALL' | 'ITEM' | null;

/** Somebody does something in a province: on the case there, or on a leg. */
export interface Act {
  readonly do: string;
  readonly in: string;
  readonly role: Role;
  readonly unit: Unit;
  readonly leg?: string;
  readonly says?: Readonly<Record<string, unknown>>;
  /** The state afterwards, or the code of the refusal that belongs to the story. */
  readonly then: string;
}

/** What another province told must have arrived: the leg, as this province knows it, is in this state. */
export interface Arrival {
  readonly awaits: string;
  readonly in: string;
  readonly leg: string;
}

/** A case from its draft to its end, as people live it. */
export interface Journey {
  readonly name: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly itemCode: string;
  /** The province whose list says what has to be brought. */
  readonly listOf: string;
  readonly draft: Readonly<Record<string, unknown>> & { readonly province: string };
  readonly steps: readonly (Act | Arrival)[];
}

type Doer = Pick<Act, 'in' | 'role' | 'unit'>;

const act = (doer: Doer, what: string, rest: Omit<Act, 'do' | keyof Doer>): Act => ({ ...doer, do: what, ...rest });
const arrival = (province: string, leg: string, awaits: string): Arrival => ({ in: province, leg, awaits });

const person = (province: string): Doer => ({ in: province, role: 'citizen', unit: null });
const clerk = (province: string): Doer => ({ in: province, role: 'clerk', unit: 'HALL' });
const officer = (province: string): Doer => ({ in: province, role: 'officer', unit: 'ITEM' });
// An officer of the place that leads is its lead officer; the story says which of the two he is.
const lead = officer;

const step = { step: { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } } };
const reasons = { reasons: { code: 'NOT_RESIDENT', text: '不符合条件', remedies: '六十日内可申请行政复议' } };

const satisfied = { level: 'VERY_SATISFIED', channel: 'MOBILE', indicators: ['ONLINE_EFFICIENCY'] };

const applied = {
  applicantKind: 'NATURAL_PERSON',
  channel: 'ONLINE_COMPUTER',
  realName: true,
  consent: true,
} as const;

/** FULLY_ONLINE: one province handles what somebody of another one applies for. */
export const online: Journey = {
  name: 'online',
  titleZh: '全程网办：在湖南的人向广东申请',
  titleEn: 'Fully online: somebody in Hunan applies to Guangdong',
  itemCode: 'mohrss-unemployment-registration',
  listOf: 'GD',
  draft: { ...applied, province: 'GD', applicantProvince: 'HN', mode: 'FULLY_ONLINE' },
  steps: [
    act(person('GD'), 'submitCase', { then: 'SUBMITTED' }),
    act(officer('GD'), 'acceptCase', { then: 'ACCEPTED' }),
    act(officer('GD'), 'startReview', { says: step, then: 'IN_REVIEW' }),
    act(officer('GD'), 'decideCase', { then: 'OUTCOME_MISSING' }),
    act(officer('GD'), 'decideCase', { says: { outcome: 'REFUSED', ...reasons }, then: 'DECIDED' }),
    act(officer('GD'), 'issueResult', { then: 'COMPLETED' }),
    act(person('GD'), 'confirmDelivery', { says: { deliveryProof: '电子送达回执' }, then: 'DELIVERED' }),
    act(person('GD'), 'rateCase', { says: satisfied, then: 'DELIVERED' }),
    act(person('GD'), 'rateCase', { says: satisfied, then: 'ALREADY_RATED' }),
  ],
};

/** RECEIVE_AND_FORWARD: a window receives, the other province decides; receipt is not acceptance. */
export const forwarded: Journey = {
  name: 'forwarded',
  titleZh: '异地代收代办：广东窗口收件，湖南办理',
  titleEn: 'Receive and forward: a window in Guangdong receives, Hunan decides',
  itemCode: 'mca-orphan-recognition',
  listOf: 'HN',
  draft: { ...applied, province: 'GD', applicantProvince: 'HN', handlingProvince: 'HN', mode: 'RECEIVE_AND_FORWARD' },
  steps: [
    act(clerk('GD'), 'receiveCase', { then: 'SUBMITTED' }),
    act(clerk('GD'), 'verifyIdentity', { says: { checkMethod: '身份证读卡' }, then: 'SUBMITTED' }),
    act(clerk('GD'), 'acceptCase', { then: 'FORBIDDEN' }),
    act(clerk('GD'), 'decideCase', { says: { outcome: 'GRANTED' }, then: 'FORBIDDEN' }),
    act(clerk('GD'), 'reviewForm', { says: { checkMethod: '逐项核对' }, then: 'SUBMITTED' }),
    act(clerk('GD'), 'forwardCase', { says: { manifest: 'ALL' }, then: 'SUBMITTED' }),
    arrival('HN', 'handle', 'OFFERED'),
    act(officer('HN'), 'rejectHandoff', { says: { rejection: 'ILLEGIBLE' }, then: 'SUBMITTED' }),
    arrival('GD', 'receive', 'RETURNED'),
    act(clerk('GD'), 'reviewForm', { says: { checkMethod: '重新扫描' }, then: 'SUBMITTED' }),
    act(clerk('GD'), 'forwardCase', { says: { manifest: 'ALL' }, then: 'SUBMITTED' }),
    arrival('HN', 'handle', 'OFFERED'),
    act(officer('HN'), 'acknowledgeHandoff', { then: 'SUBMITTED' }),
    arrival('GD', 'receive', 'HANDED_OVER'),
    act(officer('HN'), 'requestCorrection', {
      says: { gaps: [{ subject: '照片', defect: 'ILLEGIBLE' }] },
      then: 'CORRECTION',
    }),
    arrival('GD', 'receive', 'CORRECTION_REQUESTED'),
    act(clerk('GD'), 'correctCase', {
      says: { materials: [{ name: '照片', form: 'ELECTRONIC', grade: 'B', originals: 1, copies: 0 }] },
      then: 'CORRECTION',
    }),
    arrival('HN', 'handle', 'SUBMITTED'),
    act(officer('HN'), 'acceptCase', { then: 'ACCEPTED' }),
    arrival('GD', 'handle', 'ACCEPTED'),
    act(officer('HN'), 'startReview', { says: step, then: 'IN_REVIEW' }),
    act(officer('HN'), 'decideCase', { says: { outcome: 'GRANTED' }, then: 'DECIDED' }),
    act(officer('HN'), 'issueResult', {
      says: { licenceIdentifier: '1.2.156.3005.2.11100000SYNMCAZZZO003.11430000SYNMCAZZZO.A1B2C3.001.O' },
      then: 'COMPLETED',
    }),
    act(officer('HN'), 'returnResult', { then: 'COMPLETED' }),
    arrival('GD', 'receive', 'RESULT_ARRIVED'),
    act(clerk('GD'), 'acknowledgeResult', { then: 'COMPLETED' }),
    act(clerk('GD'), 'deliverResult', { then: 'COMPLETED' }),
    act(clerk('GD'), 'confirmDelivery', { says: { deliveryProof: '核对身份后当面交付' }, then: 'DELIVERED' }),
    arrival('HN', 'handle', 'DELIVERED'),
  ],
};

/** JOINT_HANDLING: a move of the hukou. The place of origin refuses first, so the case ends and nothing stands. */
export const refusedMove: Journey = {
  name: 'refused-move',
  titleZh: '多地联办：户口迁移，迁出地不予迁出',
  titleEn: 'Joint handling: a move of the hukou, refused by the place of origin',
  itemCode: 'mps-hukou-transfer-parent-to-child',
  listOf: 'GD',
  draft: { ...applied, province: 'GD', applicantProvince: 'HN', originProvince: 'HN', mode: 'JOINT_HANDLING' },
  steps: [
    act(person('GD'), 'submitCase', { then: 'SUBMITTED' }),
    act(lead('GD'), 'acceptCase', { then: 'ACCEPTED' }),
    act(lead('GD'), 'dispatchLeg', { leg: 'release', then: 'LEG_NOT_READY' }),
    ...ownLeg('approve', '准予迁入'),
    act(lead('GD'), 'dispatchLeg', { leg: 'release', then: 'DISPATCHED' }),
    arrival('HN', 'release', 'DISPATCHED'),
    act(lead('GD'), 'refuseLeg', { leg: 'release', says: reasons, then: 'LEAD_DECIDES_NO_OTHER_LEG' }),
    act(officer('HN'), 'acknowledgeLeg', { leg: 'release', then: 'ACKNOWLEDGED' }),
    act(officer('HN'), 'refuseLeg', { leg: 'release', says: reasons, then: 'REFUSED' }),
    arrival('GD', 'release', 'REFUSED'),
    arrival('GD', 'case', 'BLOCKED'),
    act(lead('GD'), 'decideAfterRefusal', { says: reasons, then: 'COMPENSATING' }),
    act(lead('GD'), 'orderCompensation', { leg: 'approve', then: 'DONE' }),
    act(officer('GD'), 'compensateLeg', { leg: 'approve', then: 'COMPENSATED' }),
    arrival('GD', 'case', 'ABORTED'),
  ],
};

/** JOINT_HANDLING: a permit along the way through three provinces; information is asked for once. */
export const transport: Journey = {
  name: 'transport',
  titleZh: '多地联办：超限运输许可，起运地广东，沿线湖南、四川',
  titleEn: 'Joint handling: an oversize transport from Guangdong through Hunan and Sichuan',
  itemCode: 'mot-oversize-transport-permit',
  listOf: 'GD',
  draft: {
    ...applied,
    applicantKind: 'ENTERPRISE',
    province: 'GD',
    applicantProvince: 'GD',
    alongProvinces: ['HN', 'SC'],
    mode: 'JOINT_HANDLING',
  },
  steps: [
    act(person('GD'), 'submitCase', { then: 'SUBMITTED' }),
    act(lead('GD'), 'acceptCase', { then: 'ACCEPTED' }),
    ...ownLeg('accept', '受理'),
    act(lead('GD'), 'dispatchLeg', { leg: 'approve-HN', then: 'DISPATCHED' }),
    act(lead('GD'), 'dispatchLeg', { leg: 'approve-SC', then: 'DISPATCHED' }),
    arrival('HN', 'approve-HN', 'DISPATCHED'),
    arrival('SC', 'approve-SC', 'DISPATCHED'),
    ...begin('HN', 'approve-HN'),
    ...begin('SC', 'approve-SC'),
    act(officer('SC'), 'requestInfo', { leg: 'approve-SC', says: { opinion: '请补充轴荷图' }, then: 'WAITING_INFO' }),
    arrival('GD', 'approve-SC', 'WAITING_INFO'),
    act(lead('GD'), 'supplyInfo', { leg: 'approve-SC', says: { opinion: '轴荷图已上传' }, then: 'WORKING' }),
    arrival('SC', 'approve-SC', 'WORKING'),
    act(officer('HN'), 'completeLeg', { leg: 'approve-HN', says: { result: '同意通行' }, then: 'DONE' }),
    act(officer('SC'), 'completeLeg', { leg: 'approve-SC', says: { result: '同意通行' }, then: 'DONE' }),
    arrival('GD', 'approve-HN', 'DONE'),
    arrival('GD', 'approve-SC', 'DONE'),
    ...ownLeg('issue', '签发通行证'),
    arrival('GD', 'case', 'ALL_REQUIRED_DONE'),
    act(lead('GD'), 'decideCase', { says: { outcome: 'GRANTED' }, then: 'DECIDED' }),
    act(lead('GD'), 'issueResult', {
      says: { licenceIdentifier: '1.2.156.3005.2.11100000SYNMOTZZZO002.11440000SYNMOTZZZO.T00001.001.G' },
      then: 'COMPLETED',
    }),
    act(lead('GD'), 'deliverResult', { says: { deliveryProof: '电子证照已推送' }, then: 'DELIVERED' }),
  ],
};

function begin(province: string, leg: string): readonly Act[] {
  return [
    act(officer(province), 'acknowledgeLeg', { leg, then: 'ACKNOWLEDGED' }),
    act(officer(province), 'startLeg', { leg, then: 'WORKING' }),
  ];
}

function ownLeg(leg: string, result: string): readonly Act[] {
  return [
    act(lead('GD'), 'dispatchLeg', { leg, then: 'DISPATCHED' }),
    ...begin('GD', leg),
    act(officer('GD'), 'completeLeg', { leg, says: { result }, then: 'DONE' }),
  ];
}

/** One journey of each mode, and one more that is refused. */
export const journeys: readonly Journey[] = [online, forwarded, refusedMove, transport];
