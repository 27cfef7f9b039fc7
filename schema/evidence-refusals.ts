import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';
const onceOnly = '[V] OOTS TDD 2.0.1';

/**
 * What kind of no it is, for programs. Few and stable; which rule it was stands beside it. The first eight follow
 * EDM:ERR:0001 to 0008 of the European once-only system, the rest are ours.
 */
const codes = {
  AUTHENTICATION: entry('0001', '身份未经确认，或者无权提出', 'who asks is not known, or not the one who may'),
  PREVIEW_REQUIRED: entry('0002', '须先由申请人预览', 'the applicant has to see it first'),
  INVALID: entry('0003', '不符合规则', 'it breaks a rule, which is named'),
  NOT_FOUND: entry('0004', '未唯一匹配到证明', 'there is not exactly one such evidence'),
  TIMEOUT: entry('0005', '超过时限', 'the time is over'),
  UNRESOLVED_REF: entry('0006', '所引对象不存在', 'something that is referred to does not exist'),
  UNSUPPORTED: entry('0007', '不提供此类证明', 'this evidence is not provided'),
  BAD_QUERY: entry('0008', '请求与所处状态不符', 'the request does not fit the state'),
  NOT_AUTHORISED: entry(null, '没有授权依据', 'no grant or agreement allows it'),
  SUBJECT_MISMATCH: entry(null, '证明对象不一致', 'it is about another person'),
  CLASS_NOT_SHARED: entry(null, '属于不予共享类', 'data of this class are not shared'),
} as const;

/** A code of the vocabulary. */
export type EvidenceRefusalCode = keyof typeof codes;

/** The vocabulary as a list of codes, for the enum of the graph. */
export const EvidenceRefusalCodes = {
  name: 'EvidenceRefusalCode',
  labelZh: '证明调取的不予办理原因',
  labelEn: 'Why evidence was refused',
  standard: 'Tongban',
  entries: codes,
} as const satisfies CodeList;

type Rows = Readonly<Record<string, readonly [EvidenceRefusalCode, ...RefusalRow]>>;

const rows = {
  CALLER_NOT_KNOWN: [
    'AUTHENTICATION',
    'Evidence is asked for by somebody who is known.',
    ours,
    '请先登录。',
    'Nobody unknown can ask for evidence.',
    'APPLICANT ANY',
  ],
  NOT_OWN_CASE: [
    'AUTHENTICATION',
    'An applicant asks for evidence for his own case only.',
    ours,
    '只能为本人的办件调取证明。',
    'The case is not one of the caller.',
    'APPLICANT ANY',
  ],
  NOT_OF_THE_UNIT: [
    'AUTHENTICATION',
    'By law, the unit that has the case asks for evidence, and no other.',
    ours,
    '只有承办该办件的单位可以依法调取。',
    'The caller does not act for the unit that has the case.',
    'HANDLING_OFFICER HANDLING',
  ],
  NOT_THE_SUBJECT: [
    'AUTHENTICATION',
    'A preview is for the person whom the evidence is about, and for nobody else.',
    onceOnly,
    '只有证明所指的本人可以预览和决定。',
    'Only the person whom it is about may see it and decide.',
    'APPLICANT ANY',
  ],
  PREVIEW_FIRST: [
    'PREVIEW_REQUIRED',
    'What was asked for by the applicant is released after he has seen it.',
    onceOnly,
    '请先预览，再决定是否提供。',
    'It has to be seen before it is released.',
    'APPLICANT ANY',
  ],
  REQUEST_MALFORMED: [
    'INVALID',
    'A request names itself, the type, the subject, the case, the basis and who asks, in the published form.',
    ours,
    '请求的格式不符合规定。',
    'The request has not the published form.',
    'SYSTEM ANY',
  ],
  BASIS_MISSING: [
    'INVALID',
    'Who asks by law names the law and the article of the list that holds for this evidence.',
    ours,
    '依法调取须写明适用的法律及条款。',
    'The law and the article that hold for this evidence are not named.',
    'HANDLING_OFFICER HANDLING',
  ],
  PROVIDER_IS_OWN: [
    'INVALID',
    'A province asks another one; what it holds itself it looks up.',
    ours,
    '本省持有的证明无须跨省调取。',
    'The provider is the province of the case itself.',
    'APPLICANT ANY',
  ],
  CASE_ENDED: [
    'INVALID',
    'Evidence is asked for while a case needs it.',
    ours,
    '该办件已经办结，不再调取证明。',
    'The case has ended.',
    'NOBODY ANY',
  ],
  NOT_ACCEPTED: [
    'INVALID',
    'By law, evidence is asked for a case that is accepted; for what a unit has filed itself on a mandate, by an act of its officer.',
    ours,
    '该办件尚未受理，不得依法调取证明；由本机构代办的，须经工作人员受理或者开始审查。',
    'The case is not accepted yet, so nobody may ask by law; what a unit has filed for somebody, its officer accepts or takes up first.',
    'HANDLING_OFFICER HANDLING',
  ],
  NOT_NEEDED: [
    'INVALID',
    'Only evidence that proves a material of the case is asked for and used.',
    ours,
    '该办件的材料清单不需要此类证明。',
    'The case needs no material that this evidence proves.',
    'HANDLING_OFFICER HANDLING',
  ],
  REQUEST_DIFFERS: [
    'INVALID',
    'An answer is bound to its request by the hash of that request.',
    '[V] X-Road 7.8: request hash',
    '答复与请求的摘要不一致，未予采用。',
    'The answer belongs to another request and was not used.',
    'SYSTEM ANY',
  ],
  ANSWER_UNREADABLE: [
    'INVALID',
    'An answer is encrypted to its addressee, in the published form.',
    ours,
    '答复无法解密或者格式不符，未予采用。',
    'The answer cannot be opened or read and was not used.',
    'SYSTEM ANY',
  ],
  NOTHING_FOUND: [
    'NOT_FOUND',
    'Evidence is given when exactly one valid record matches.',
    onceOnly,
    '未找到有效的证明。',
    'No valid record matches.',
    'APPLICANT ANY',
  ],
  MORE_THAN_ONE: [
    'NOT_FOUND',
    'Evidence is given when exactly one valid record matches.',
    onceOnly,
    '匹配到多份有效记录，无法确定，未予提供。',
    'Several valid records match, so none is given.',
    'HANDLING_OFFICER PARTICIPATING',
  ],
  NOT_ANSWERED: [
    'TIMEOUT',
    'A request is answered as long as its letter can be delivered.',
    ours,
    '对方未在时限内答复。',
    'There was no answer in time.',
    'APPLICANT ANY',
  ],
  CASE_UNKNOWN: [
    'UNRESOLVED_REF',
    'Evidence is asked for a case that is handled here.',
    ours,
    '此处没有该办件。',
    'There is no such case here.',
    'NOBODY ANY',
  ],
  REQUEST_UNKNOWN: [
    'UNRESOLVED_REF',
    'What is decided or answered was asked for.',
    ours,
    '没有此项证明请求。',
    'There is no such request.',
    'NOBODY ANY',
  ],
  APPLICANT_UNKNOWN: [
    'UNRESOLVED_REF',
    'Evidence is about the applicant of the case, so the case has to know him.',
    ours,
    '该办件未登记申请人身份，无法匹配。',
    'The case does not know its applicant as a person.',
    'RECEIVING_CLERK RECEIVING',
  ],
  TYPE_UNKNOWN: [
    'UNSUPPORTED',
    'A type of evidence is one of the published list.',
    ours,
    '没有此证明类型。',
    'There is no such type of evidence.',
    'SYSTEM ANY',
  ],
  NOT_PROVIDED: [
    'UNSUPPORTED',
    'A province provides the types that its directory lists.',
    ours,
    '该省不提供此类证明。',
    'The province does not provide this type.',
    'APPLICANT ANY',
  ],
  STEP_OUT_OF_TURN: [
    'BAD_QUERY',
    'What happens to a request stands in its table of states.',
    ours,
    '当前状态下不能进行此操作。',
    'The state of the request does not allow it.',
    'NOBODY ANY',
  ],
  ROLE_MAY_NOT: [
    'BAD_QUERY',
    'Each step is done by those whom the table of states names.',
    ours,
    '该角色不能进行此操作。',
    'This role cannot do it.',
    'NOBODY ANY',
  ],
  KEY_REUSED: [
    'BAD_QUERY',
    'An idempotency key stands for one request.',
    ours,
    '该幂等键已用于另一请求。',
    'The idempotency key was used for another request.',
    'SYSTEM ANY',
  ],
  PREVIEW_OVER: [
    'BAD_QUERY',
    'A preview is opened in 15 minutes and decided in 40.',
    onceOnly,
    '预览时限已过，请重新提出请求。',
    'The time for the preview is over; ask again.',
    'APPLICANT ANY',
  ],
  NO_BASIS: [
    'NOT_AUTHORISED',
    'Data cross a border between provinces on a clause in force at that instant, or on the national list.',
    ours,
    '没有现行有效的协议条款，也不在全国清单之内。',
    'No clause is in force for it, and the national list does not have it.',
    'COORDINATOR ANY',
  ],
  NO_GRANT: [
    'NOT_AUTHORISED',
    'Conditional data need a grant of their owner for this evidence.',
    '[V] 1.9 of the data sharing rules: conditional data are applied for',
    '该证明属于有条件共享，数据所有方未授权。',
    'The owner of these conditional data has granted nothing for it.',
    'COORDINATOR PARTICIPATING',
  ],
  CLASS_NOT_SHARED: [
    'CLASS_NOT_SHARED',
    'What a province has classed as not shared leaves it for nobody.',
    '[V] classes of data: unconditional, conditional, not shared',
    '该证明在提供省属于不予共享类。',
    'The providing province has classed this evidence as not shared.',
    'NOBODY ANY',
  ],
  SUBJECT_NOT_APPLICANT: [
    'SUBJECT_MISMATCH',
    'Evidence is asked for about the applicant of the case, and about nobody else.',
    ours,
    '只能调取办件申请人本人的证明。',
    'The person asked about is not the applicant of the case.',
    'NOBODY ANY',
  ],
  ANSWER_ABOUT_ANOTHER: [
    'SUBJECT_MISMATCH',
    'The subject of an answer is the subject of the question.',
    ours,
    '答复所指的人与请求不一致，未予采用。',
    'The answer is about another person and was not used.',
    'SYSTEM ANY',
  ],
} as const satisfies Rows;

/** The name of a rule that refuses. */
export type EvidenceRule = keyof typeof rows;

/** A refusal with its code of the vocabulary. */
export interface EvidenceRefusalEntry extends RefusalEntry {
  readonly code: EvidenceRefusalCode;
}

/** Every refusal of evidence, once, by the rule that it stands on. */
export const evidenceRefusals = Object.fromEntries(
  Object.entries<Rows[string]>(rows).map(([rule, [code, ...row]]) => [rule, { code, ...readRefusal(row) }]),
) as Readonly<Record<EvidenceRule, EvidenceRefusalEntry>>;

/** True for the name of a rule of the published list. */
export function isEvidenceRule(value: unknown): value is EvidenceRule {
  return typeof value === 'string' && Object.hasOwn(rows, value);
}
