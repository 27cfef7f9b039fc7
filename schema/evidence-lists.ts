import { entry, type CodeList } from './code-list.js';
import { EvidenceRefusalCodes } from './evidence-refusals.js';

/** Where a request for evidence stands: at the province that asks, and at the one that provides. */
export const EvidenceState = {
  name: 'EvidenceState',
  labelZh: '证明请求状态',
  labelEn: 'State of a request for evidence',
  standard: 'Tongban',
  entries: {
    DRAFT: entry(null, '草拟', 'being written'),
    EXPLICITLY_REQUESTED: entry(null, '申请人明确请求', 'the applicant asked for it explicitly'),
    BASED_ON_LAW: entry(null, '依法调取', 'asked for by law'),
    AUTHORISED: entry(null, '已获授权', 'authorised'),
    DENIED: entry(null, '未获授权', 'not authorised'),
    SENT: entry(null, '已发出', 'sent, not yet received'),
    MATCHING: entry(null, '匹配中', 'the providing province looks for it'),
    NO_MATCH: entry(null, '未匹配', 'nothing matches'),
    AMBIGUOUS: entry(null, '匹配不唯一', 'more than one record matches'),
    PREVIEW_PENDING: entry(null, '待申请人预览', 'waits for the applicant to look at it'),
    PREVIEW_OPENED: entry(null, '预览中', 'the applicant looks at it'),
    APPROVED: entry(null, '申请人同意或者依法免预览', 'approved by the applicant, or without a preview by law'),
    DECLINED: entry(null, '申请人不同意', 'declined by the applicant'),
    PREVIEW_EXPIRED: entry(null, '预览超时', 'the applicant did not decide in time'),
    ACCESS_LOGGED: entry(null, '已记入查询轨迹', 'the access stands in the trail of the person'),
    PROVIDED: entry(null, '已提供', 'released and sent'),
    RECEIVED: entry(null, '已收到', 'received and checked'),
    USED: entry(null, '已用于办件', 'used as a material of the case'),
    FAILED: entry(null, '未成', 'failed, with the rule that refused'),
    EXPIRED: entry(null, '内容已删除', 'its content is erased'),
    ERASED: entry(null, '已清除', 'what it says about a person is erased'),
  },
} as const satisfies CodeList;

/** On what a request rests. */
export const EvidencePath = {
  name: 'EvidencePath',
  labelZh: '调取方式',
  labelEn: 'On what a request for evidence rests',
  standard: 'Tongban',
  entries: {
    EXPLICIT_REQUEST: entry(null, '申请人明确请求', 'the explicit request of the applicant'),
    LEGAL_BASIS: entry(null, '法律依据', 'a legal basis, named by the unit that has the case'),
  },
} as const satisfies CodeList;

/** The lists of evidence. */
export const evidenceLists: readonly CodeList[] = [EvidenceState, EvidencePath, EvidenceRefusalCodes];
