import { AgreementLifeRefusalCodes } from './agreement-life-refusals.js';
import { type CodeList, entry } from './code-list.js';

/** Where an agreement stands. */
export const AgreementState = {
  name: 'AgreementState',
  labelZh: '协议状态',
  labelEn: 'State of an agreement',
  standard: 'Tongban',
  entries: {
    DRAFT: entry(null, '草拟', 'being drafted, told to nobody'),
    PROPOSED: entry(null, '已提议', 'proposed: its proposer has signed this text'),
    UNDER_REVIEW: entry(null, '审议中', 'a party is reviewing it'),
    COUNTERED: entry(null, '已反提案', 'another party has put a text of its own in its place'),
    SIGNED: entry(null, '已签署', 'all parties have signed the same text; it is not in force yet'),
    EFFECTIVE: entry(null, '生效', 'in force'),
    AMENDING: entry(null, '修订中', 'in force, while a later version is negotiated'),
    SUSPENDED: entry(null, '中止', 'suspended: nothing new begins under it, what is running is finished'),
    SUPERSEDED: entry(null, '已被取代', 'a later version has come into force'),
    TERMINATED: entry(null, '已终止', 'ended by all its parties'),
    EXPIRED: entry(null, '已到期', 'its time is over'),
    DECLINED: entry(null, '未达成', 'a party has declined it before all had signed'),
  },
} as const satisfies CodeList;

/** What a coordinator is told of, until it is over. */
export const AgreementWarningKind = {
  name: 'AgreementWarningKind',
  labelZh: '协议提醒',
  labelEn: 'What a coordinator has to know of an agreement',
  standard: 'Tongban',
  entries: {
    TEXT_WAITS: entry(null, '文本待本省审议签署', 'a text waits for the review and signature of this province'),
    MOVE_REFUSED: entry(null, '本省的操作未被接受', 'what this province had done came too late, or was refused'),
    SUSPENSION_NOTICE: entry(null, '中止通知', 'a party has given notice of a suspension'),
    TERMINATION_WAITS: entry(null, '终止待本省签署', 'a termination waits for the signature of this province'),
    EXPIRY_EARLY: entry(null, '到期首次提醒', 'it expires: first warning'),
    EXPIRY_SOON: entry(null, '到期再次提醒', 'it expires: second warning'),
    EXPIRY_LAST: entry(null, '到期最后提醒', 'it expires: last warning'),
    OUT_OF_STEP: entry(null, '有一方未能同步', 'a party could not take what it was told'),
  },
} as const satisfies CodeList;

/** What a party is waiting to have confirmed by the province that keeps the order. */
export const AgreementMoveKind = {
  name: 'AgreementMoveKind',
  labelZh: '对协议的操作',
  labelEn: 'What a party does about an agreement',
  standard: 'Tongban',
  entries: {
    propose: entry(null, '提议', 'proposes a text'),
    review: entry(null, '开始审议', 'begins its review'),
    counter: entry(null, '反提案', 'puts another text in its place'),
    sign: entry(null, '签署', 'signs the text'),
    decline: entry(null, '不予同意', 'declines it'),
    supplement: entry(null, '中止、恢复或终止', 'suspends, resumes or terminates'),
    expire: entry(null, '到期', 'its time is over'),
  },
} as const satisfies CodeList;

/** How a province stands to a text that another has proposed. */
export const AgreementVerdict = {
  name: 'AgreementVerdict',
  labelZh: '审议意见',
  labelEn: 'What a review begins or ends with',
  standard: 'Tongban',
  entries: {
    TAKE_UP: entry(null, '开始审议', 'takes it up'),
    DECLINE: entry(null, '不予同意', 'declines it, with a reason'),
  },
} as const satisfies CodeList;

/** Where a material comes from, as parties have agreed. */
export const AgreementMaterialSource = {
  name: 'AgreementMaterialSource',
  labelZh: '材料来源（协议）',
  labelEn: 'Where a material comes from, by agreement',
  standard: 'Tongban',
  entries: {
    APPLICANT: entry(null, '申请人提交', 'the applicant hands it in'),
    LICENCE: entry(null, '电子证照', 'an electronic licence says it'),
    EVIDENCE: entry(null, '调取证明', 'another province gives evidence of it'),
  },
} as const satisfies CodeList;

/** What a grant gives. */
export const AgreementGrantKind = {
  name: 'AgreementGrantKind',
  labelZh: '授权数据的种类',
  labelEn: 'What a grant of an agreement gives',
  standard: 'Tongban',
  entries: {
    EVIDENCE: entry(null, '证明', 'evidence'),
    LICENCE: entry(null, '电子证照', 'electronic licences'),
  },
} as const satisfies CodeList;

/** What a supplement does. */
export const AgreementSupplementKind = {
  name: 'AgreementSupplementKind',
  labelZh: '补充文件的种类',
  labelEn: 'What a supplement to an agreement does',
  standard: 'Tongban',
  entries: {
    SUSPENSION: entry(null, '中止', 'suspends it; with an end, lifts that'),
    TERMINATION: entry(null, '终止', 'ends it, when all parties have signed'),
  },
} as const satisfies CodeList;

/** All code lists of agreements. */
export const agreementLists: readonly CodeList[] = [
  AgreementState,
  AgreementWarningKind,
  AgreementMoveKind,
  AgreementVerdict,
  AgreementMaterialSource,
  AgreementGrantKind,
  AgreementSupplementKind,
  AgreementLifeRefusalCodes,
];
