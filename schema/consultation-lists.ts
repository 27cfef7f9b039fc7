import { entry, type CodeList } from './code-list.js';
import { ConsultationRefusalCodes } from './consultation-refusals.js';
import { ItemAspectKind } from './item-aspects.js';

/** What a thread is. */
export const ConsultationKind = {
  name: 'ConsultationKind',
  labelZh: '咨询类别',
  labelEn: 'Kind of a consultation',
  standard: 'Tongban',
  entries: {
    CITIZEN: entry(null, '群众咨询', 'a question of a citizen'),
    OFFICIAL: entry(null, '省际公务咨询', 'a question of one province to another'),
    NEGOTIATION: entry(null, '规则协商', 'a negotiation about one rule'),
  },
} as const satisfies CodeList;

/** What a citizen asks about. */
export const ConsultationTopic = {
  name: 'ConsultationTopic',
  labelZh: '咨询内容',
  labelEn: 'What a consultation is about',
  standard: 'Tongban',
  entries: {
    GUIDANCE: entry(null, '办事指南', 'how something is done; anybody may ask'),
    CASE: entry(null, '本人办件', 'the caller’s own case; asked by the applicant alone'),
    RULE: entry(null, '办理规则', 'a rule of an item'),
  },
} as const satisfies CodeList;

/** Where a thread stands. */
export const ConsultationState = {
  name: 'ConsultationState',
  labelZh: '咨询状态',
  labelEn: 'State of a consultation',
  standard: 'Tongban',
  entries: {
    OPEN: entry(null, '待分派', 'waits to be routed to a unit'),
    ROUTED: entry(null, '已分派', 'routed to a unit'),
    ACCEPTED: entry(null, '已接收', 'accepted by the unit'),
    TRANSFERRED: entry(null, '转办中', 'sent to another province, which has not acknowledged it'),
    ELSEWHERE: entry(null, '已转他省', 'with another province'),
    ESCALATED: entry(null, '已提请裁定', 'before the supervisor'),
    ANSWERED: entry(null, '已答复', 'answered, not yet confirmed'),
    REOPENED: entry(null, '已重开', 'reopened by the asker'),
    CONFIRMED: entry(null, '已确认', 'confirmed by the asker'),
    CLOSED: entry(null, '已办结', 'closed'),
    NEGOTIATING: entry(null, '协商中', 'a proposal waits for an answer'),
    COUNTER_PROPOSED: entry(null, '已提反建议', 'a counter-proposal waits for an answer'),
    AGREED: entry(null, '已达成一致', 'agreed, with one text signed by both'),
    AGREED_TO_DIFFER: entry(null, '保留差异', 'both keep their rules'),
    DECIDED: entry(null, '已裁定', 'decided by the supervisor'),
  },
} as const satisfies CodeList;

/** What was said in a thread, and by whom. */
export const ConsultationAct = {
  name: 'ConsultationAct',
  labelZh: '咨询发言类别',
  labelEn: 'What is said in a consultation',
  standard: 'Tongban',
  entries: {
    QUESTION: entry(null, '提问', 'the question'),
    TRANSFER: entry(null, '转办说明', 'why it was transferred'),
    EXTENSION: entry(null, '延期原因', 'why the limit was extended'),
    ANSWER: entry(null, '答复', 'an answer'),
    REOPENING: entry(null, '重开理由', 'why the asker reopened it'),
    ESCALATION: entry(null, '提请裁定理由', 'why it was taken to the supervisor'),
    DECISION: entry(null, '裁定', 'what the supervisor decided'),
  },
} as const satisfies CodeList;

/** In what way somebody is known who asks. */
export const ConsultationAsker = {
  name: 'ConsultationAsker',
  labelZh: '咨询人类别',
  labelEn: 'How the asker of a consultation is known',
  standard: 'Tongban',
  entries: {
    VERIFIED: entry(null, '实名', 'a person whose identity was verified'),
    ACCOUNT: entry(null, '账户', 'an account, of nobody verified'),
    ANONYMOUS: entry(null, '匿名', 'nobody known; whoever has the secret of the thread'),
    UNIT: entry(null, '单位', 'a unit of a province'),
  },
} as const satisfies CodeList;

/** The lists of consultations. */
export const consultationLists: readonly CodeList[] = [
  ConsultationKind,
  ConsultationTopic,
  ConsultationState,
  ConsultationAct,
  ConsultationAsker,
  ConsultationRefusalCodes,
  ItemAspectKind,
];
