import { ChallengeRefusalCodes } from './challenge-refusals.js';
import { type CodeList, type CodeListEntry, entry } from './code-list.js';
import { AccessPurpose } from './purpose.js';
import { type Role, roles } from './roles.js';
import { type WithholdingCode, withholdings } from './withholding.js';

/** What of a person was read. An entry of the trail names classes of fields, never what stood in them. */
export const FieldClass = {
  name: 'FieldClass',
  labelZh: '信息类别',
  labelEn: 'A class of personal data',
  standard: 'Tongban',
  entries: {
    NAME: entry(null, '姓名', 'name'),
    IDENTITY_NUMBER: entry(null, '证件号码', 'identity number'),
    PHONE: entry(null, '联系电话', 'telephone number'),
    LICENCE: entry(null, '电子证照', 'electronic licence'),
    MATERIAL: entry(null, '申请材料', 'material of an application'),
    EVIDENCE: entry(null, '证明', 'evidence'),
    CONSULTATION: entry(null, '咨询内容', 'what was said in a consultation'),
  },
} as const satisfies CodeList;

/** Upon what somebody may read personal data. */
export const AccessBasisKind = {
  name: 'AccessBasisKind',
  labelZh: '查询依据',
  labelEn: 'What an access rests on',
  standard: 'Tongban',
  entries: {
    OWN: entry(null, '本人查询', 'the data are the reader’s own'),
    NATIONAL_LIST: entry(null, '全国清单', 'the national list of items'),
    AGREEMENT: entry(null, '省际协议条款', 'a clause of an agreement between provinces'),
    LAW: entry(null, '法律法规', 'a law or regulation'),
    ORDER: entry(null, '监督文书', 'an order of supervision'),
  },
} as const satisfies CodeList;

const labelOf = ({ zh, en, max, source }: (typeof withholdings)[WithholdingCode]): CodeListEntry =>
  entry(null, `${zh}，最长 ${max.value} 日`, `${en}; ${max.value} days at most [${source.mark}]`);

/** On what basis an access is not shown to the person for a time. */
export const WithholdingBasis = {
  name: 'WithholdingBasis',
  labelZh: '暂缓公开依据',
  labelEn: 'Why an access is not shown for a time',
  standard: 'Tongban',
  entries: {
    CONFIDENTIAL_BY_LAW: labelOf(withholdings.CONFIDENTIAL_BY_LAW),
    WOULD_IMPEDE_DUTY: labelOf(withholdings.WOULD_IMPEDE_DUTY),
  },
} as const satisfies CodeList;

const readerRoles = {
  CITIZEN: 'citizen',
  CLERK: 'clerk',
  OFFICER: 'officer',
  COORDINATOR: 'coordinator',
  OPERATOR: 'operator',
  SUPERVISOR: 'supervisor',
  ANALYST: 'analyst',
  APP: 'app',
} as const satisfies Record<string, Role>;

type ReaderRoleCode = keyof typeof readerRoles;

/** In what role somebody has read personal data. */
export const ReaderRole = {
  name: 'ReaderRole',
  labelZh: '查询者身份',
  labelEn: 'In what role data were read',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(readerRoles).map(([code, role]) => [code, entry(null, roles[role].zh, roles[role].en)]),
  ) as Record<ReaderRoleCode, CodeListEntry>, // the names of the table above
} satisfies CodeList;

/** The code of a role in that list. */
export function readerRoleOf(role: Role): ReaderRoleCode {
  return role.toUpperCase() as ReaderRoleCode; // the table has every role under its own name
}

/** How far a question about an access is. */
export const ChallengeState = {
  name: 'ChallengeState',
  labelZh: '异议状态',
  labelEn: 'How far the challenge of an access is',
  standard: 'Tongban',
  entries: {
    OPEN: entry(null, '待答复', 'waits for an answer'),
    ANSWERED: entry(null, '已答复', 'answered'),
    ESCALATED: entry(null, '已提交监督', 'before the supervisor'),
    CLOSED: entry(null, '已办结', 'closed'),
  },
} as const satisfies CodeList;

/** What somebody does about a challenge. */
export const ChallengeAct = {
  name: 'ChallengeAct',
  labelZh: '异议操作',
  labelEn: 'What is done about a challenge',
  standard: 'Tongban',
  entries: {
    OPEN: entry(null, '提出异议', 'opened'),
    ANSWER: entry(null, '答复', 'answered'),
    ESCALATE: entry(null, '提交监督', 'taken to the supervisor'),
    CLOSE: entry(null, '办结', 'closed'),
  },
} as const satisfies CodeList;

/** Who does something about a challenge. */
export const ChallengeParty = {
  name: 'ChallengeParty',
  labelZh: '异议参与方',
  labelEn: 'A party to a challenge',
  standard: 'Tongban',
  entries: {
    PERSON: entry(null, '本人', 'the person concerned'),
    PROVINCE: entry(null, '被查询省份', 'the province of the access'),
    SUPERVISOR: entry(null, '监督人员', 'the supervisor'),
  },
} as const satisfies CodeList;

/** Upon what somebody may read: the kind, and the clause, article or order in words that the person can read. */
export interface AccessBasis {
  readonly kind: keyof typeof AccessBasisKind.entries;
  readonly text: string;
}

/** All code lists of the trail. */
export const trailLists: readonly CodeList[] = [
  FieldClass,
  AccessBasisKind,
  WithholdingBasis,
  ReaderRole,
  ChallengeState,
  ChallengeAct,
  ChallengeParty,
  ChallengeRefusalCodes,
  AccessPurpose,
];
