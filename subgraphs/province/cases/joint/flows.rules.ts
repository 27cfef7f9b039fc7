import type { RuleSource } from '../../../../schema/refusal.js';
import type { Flow, FlowLeg } from './flow.rules.js';

type Names = readonly [zh: string, en: string];

const source = (text: string): RuleSource => ({ text: text.slice(4), mark: text.charAt(1) as RuleSource['mark'] });

// No source gives a limit here; the number is this project's until an agreement sets one.
const ours = source('[P] Tongban: no published limit');

const leg = (
  id: string,
  [nameZh, nameEn]: Names,
  rest: Partial<FlowLeg> & Pick<FlowLeg, 'role' | 'place' | 'workingDays'>,
): FlowLeg => ({
  id,
  nameZh,
  nameEn,
  dependsOn: [],
  isRequired: true,
  mayRefuse: false,
  effect: 'NONE',
  source: ours,
  ...rest,
});

const lead = { role: 'LEAD', place: 'LEAD' } as const;
const origin = { role: 'PARTICIPATE', place: 'ORIGIN' } as const;

const hukou: Flow = {
  name: 'hukou-transfer',
  mode: 'JOINT_HANDLING',
  itemCodes: [
    'mps-hukou-transfer-job',
    'mps-hukou-transfer-enrolled-student',
    'mps-hukou-transfer-graduate',
    'mps-hukou-transfer-spouse',
    'mps-hukou-transfer-parent-to-child',
    'mps-hukou-transfer-child-to-parent',
  ],
  rule: { kind: 'ALL' },
  legs: [
    leg('approve', ['准予迁入', 'approve the move in'], {
      ...lead,
      workingDays: 10,
      mayRefuse: true,
      effect: 'REVERSIBLE',
    }),
    // Release holds the register entry for the move; it does not strike it out, so nobody is ever registered nowhere.
    leg('release', ['迁出反馈', 'release for the move out'], {
      ...origin,
      dependsOn: ['approve'],
      workingDays: 5,
      mayRefuse: true,
      effect: 'REVERSIBLE',
    }),
    leg('settle', ['落户，常住人口登记表流转', 'settle: the register entry moves'], {
      ...lead,
      dependsOn: ['release'],
      workingDays: 5,
      mayRefuse: true,
      effect: 'IRREVERSIBLE',
      gives: 'HUKOU_REGISTRATION',
      takes: 'HUKOU_REGISTRATION',
    }),
  ],
};

const pensionStep = source('[V] 企业职工基本养老保险关系转移接续：三个环节各15个工作日');
const pensionShare = source('[P] Tongban: share of a step of 15 working days');

// Accepted by the destination, source record found, funds transferred, funds received, years merged: each is a fact of
// its own, and none implies the next.
const pension: Flow = {
  name: 'pension-transfer',
  mode: 'JOINT_HANDLING',
  itemCodes: ['mohrss-pension-transfer-employee'],
  rule: { kind: 'ALL' },
  legs: [
    leg('request', ['发出联系函', 'contact letter'], {
      ...lead,
      workingDays: 15,
      mayRefuse: true,
      effect: 'REVERSIBLE',
      source: pensionStep,
    }),
    leg('form', ['出具信息表，冻结账户', 'information form; the record is frozen'], {
      ...origin,
      dependsOn: ['request'],
      workingDays: 10,
      mayRefuse: true,
      effect: 'REVERSIBLE',
      source: pensionShare,
    }),
    leg('funds', ['划转基金', 'transfer the funds'], {
      ...origin,
      dependsOn: ['form'],
      workingDays: 5,
      mayRefuse: true,
      effect: 'IRREVERSIBLE',
      source: pensionShare,
    }),
    leg('receive', ['基金到账', 'funds received'], {
      ...lead,
      dependsOn: ['funds'],
      workingDays: 5,
      effect: 'IRREVERSIBLE',
      source: pensionShare,
    }),
    leg('merge', ['合并缴费年限', 'merge the years'], {
      ...lead,
      dependsOn: ['receive'],
      workingDays: 10,
      effect: 'IRREVERSIBLE',
      source: pensionShare,
    }),
  ],
};

const personnelFile: Flow = {
  name: 'personnel-file-transfer',
  mode: 'JOINT_HANDLING',
  itemCodes: ['mohrss-personnel-file-transfer'],
  rule: { kind: 'ALL' },
  legs: [
    leg('letter', ['开具商调函', 'letter of transfer'], {
      ...lead,
      workingDays: 5,
      mayRefuse: true,
      effect: 'REVERSIBLE',
    }),
    // The receiver may send the file back, so dispatch can be taken back; the signed receipt cannot.
    leg('dispatch', ['审核密封，机要转递', 'review, seal, send by confidential post'], {
      ...origin,
      dependsOn: ['letter'],
      workingDays: 15,
      mayRefuse: true,
      effect: 'REVERSIBLE',
      source: source('[V] 流动人员人事档案转递：15个工作日内'),
    }),
    leg('checkReceipt', ['核对目录，退回回执', 'check the list, return the receipt'], {
      ...lead,
      dependsOn: ['dispatch'],
      workingDays: 5,
      mayRefuse: true,
      effect: 'IRREVERSIBLE',
    }),
  ],
};

const oversizeTransport: Flow = {
  name: 'oversize-transport',
  mode: 'JOINT_HANDLING',
  itemCodes: ['mot-oversize-transport-permit'],
  rule: { kind: 'ALL' },
  legs: [
    leg('accept', ['起运地受理', 'accepted where the journey begins'], { ...lead, workingDays: 2, mayRefuse: true }),
    leg('approve', ['沿线省份审批', 'approval by each province along the route'], {
      role: 'PARTICIPATE',
      place: 'ALONG',
      dependsOn: ['accept'],
      workingDays: 5,
      mayRefuse: true,
      effect: 'REVERSIBLE',
    }),
    leg('issue', ['签发通行证', 'issue the permit'], {
      ...lead,
      dependsOn: ['approve'],
      workingDays: 3,
      effect: 'IRREVERSIBLE',
    }),
  ],
};

const marriage: Flow = {
  name: 'marriage-registration',
  mode: 'JOINT_HANDLING',
  itemCodes: ['mca-marriage-registration'],
  rule: { kind: 'ALL' },
  legs: [
    leg('accept', ['受理并审查材料', 'accept and review'], { ...lead, workingDays: 1, mayRefuse: true }),
    leg('status', ['查询婚姻登记状况', 'query the marital status'], {
      role: 'EVIDENCE',
      place: 'ORIGIN',
      workingDays: 1,
      mayRefuse: true,
    }),
    leg('register', ['登记', 'register'], {
      ...lead,
      dependsOn: ['accept', 'status'],
      workingDays: 1,
      mayRefuse: true,
      effect: 'IRREVERSIBLE',
    }),
  ],
};

const receive = { role: 'RECEIVE', place: 'RECEIVING' } as const;
const handle = { role: 'HANDLE', place: 'LEAD', mayRefuse: true } as const;
const deliver = { role: 'DELIVER', place: 'RECEIVING' } as const;
const orphanNotice = source('[V] 孤儿、事实无人抚养儿童认定“跨省通办”');

const orphan: Flow = {
  name: 'orphan-recognition',
  mode: 'RECEIVE_AND_FORWARD',
  itemCodes: ['mca-orphan-recognition'],
  rule: { kind: 'ALL' },
  legs: [
    leg('receive', ['收件，录入推送', 'receive, enter and push'], { ...receive, workingDays: 3, source: orphanNotice }),
    leg('opinion', ['户籍地乡镇初审意见', 'opinion of the hukou township'], {
      ...handle,
      dependsOn: ['receive'],
      workingDays: 15,
      source: orphanNotice,
    }),
    leg('decision', ['县级民政部门确认', 'decision of county civil affairs'], {
      ...handle,
      dependsOn: ['opinion'],
      workingDays: 15,
      effect: 'IRREVERSIBLE',
      source: orphanNotice,
    }),
    leg('inform', ['告知申请人', 'tell the applicant'], {
      ...deliver,
      dependsOn: ['decision'],
      workingDays: 3,
      source: orphanNotice,
    }),
  ],
};

// 16 working days as a rule, read in a public source; how they are shared between the places is ours.
const allowance = source('[P] Tongban: share of 16 working days [V]');

const disabilityAllowance: Flow = {
  name: 'disability-allowance',
  mode: 'RECEIVE_AND_FORWARD',
  itemCodes: ['mca-disability-allowance'],
  rule: { kind: 'ALL' },
  legs: [
    leg('receive', ['收件推送', 'receive and push'], { ...receive, workingDays: 3, source: allowance }),
    leg('decision', ['户籍地审定', 'decision of the hukou place'], {
      ...handle,
      dependsOn: ['receive'],
      workingDays: 10,
      effect: 'IRREVERSIBLE',
      source: allowance,
    }),
    leg('inform', ['告知申请人', 'tell the applicant'], {
      ...deliver,
      dependsOn: ['decision'],
      workingDays: 3,
      source: allowance,
    }),
  ],
};

const disabilityCertificate: Flow = {
  name: 'disability-certificate-renewal',
  mode: 'RECEIVE_AND_FORWARD',
  itemCodes: ['cdpf-certificate-renew'],
  rule: { kind: 'ALL' },
  legs: [
    leg('receive', ['居住地乡镇收件审核', 'received and reviewed where the applicant lives'], {
      ...receive,
      workingDays: 3,
      source: source('[V] 残疾人证换领“跨省通办”：照片3日内'),
    }),
    leg('print', ['户籍地残联制证', 'printed by the federation of the hukou place'], {
      ...handle,
      dependsOn: ['receive'],
      workingDays: 10,
      effect: 'IRREVERSIBLE',
    }),
    leg('deliver', ['寄送', 'sent by courier'], { ...deliver, dependsOn: ['print'], workingDays: 5 }),
  ],
};

const identityCard: Flow = {
  name: 'identity-card',
  mode: 'RECEIVE_AND_FORWARD',
  itemCodes: ['mps-idcard-renew', 'mps-idcard-reissue'],
  rule: { kind: 'ALL' },
  legs: [
    leg('receive', ['受理点采集', 'taken at the acceptance point'], { ...receive, workingDays: 3 }),
    leg('audit', ['审核签发', 'audit and issue'], { ...handle, dependsOn: ['receive'], workingDays: 10 }),
    leg('produce', ['证件制作', 'produce the card'], {
      ...handle,
      dependsOn: ['audit'],
      workingDays: 10,
      mayRefuse: false,
      effect: 'IRREVERSIBLE',
    }),
    leg('deliver', ['发证', 'hand it over'], { ...deliver, dependsOn: ['produce'], workingDays: 5 }),
  ],
};

/** How some real items are handled across provinces, with the source of every limit. */
export const flows: readonly Flow[] = [
  hukou,
  pension,
  personnelFile,
  oversizeTransport,
  marriage,
  orphan,
  disabilityAllowance,
  disabilityCertificate,
  identityCard,
];

/** The flow of an item; undefined when none is recorded for it. */
export function findFlow(itemCode: string): Flow | undefined {
  return flows.find(({ itemCodes }) => itemCodes.includes(itemCode));
}
