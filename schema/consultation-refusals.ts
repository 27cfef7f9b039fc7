import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';
const lawful = '[M] 四级四同';

const rows = {
  CONSULTATION_UNKNOWN: [
    'A thread is seen by its asker, the units that hold or held it, and supervisors under an order.',
    ours,
    '没有该咨询。',
    'There is no such consultation.',
    'NOBODY ANY',
  ],
  STEP_OUT_OF_TURN: [
    'Each step of a thread follows on another; the table of states has them all.',
    ours,
    '咨询当前状态下不能这样做。',
    'This cannot be done in the state in which the consultation is.',
    'NOBODY ANY',
  ],
  NOT_BY_THIS_ACTOR: [
    'Each step of a thread is of one actor: the asker, the unit that holds it, the coordinators, the supervisor.',
    ours,
    '该步骤不由您办理。',
    'This step is somebody else’s.',
    'NOBODY ANY',
  ],
  ACT_UNDERWAY: [
    'What was said to another province is answered by it before anything else is said.',
    ours,
    '上一步正送往承办省份，请稍后再试。',
    'The last step is on its way to the province that has the consultation; try again later.',
    'SYSTEM ANY',
  ],
  KEY_REUSED: [
    'One idempotency key is one command.',
    ours,
    '该幂等键已用于另一请求。',
    'This idempotency key was used for another request.',
    'NOBODY ANY',
  ],
  TEXT_MISSING: [
    'What is said has 1 to 2,000 characters.',
    ours,
    '须填写 1 至 2000 字。',
    'A text of 1 to 2,000 characters is missing.',
    'NOBODY ANY',
  ],
  SECRET_TOO_SHORT: [
    'Who asks as nobody known brings a secret of 16 to 128 characters, by which alone he finds the thread again.',
    ours,
    '匿名咨询须自备 16 至 128 个字符的查询口令。',
    'An anonymous question needs a secret of 16 to 128 characters.',
    'APPLICANT ANY',
  ],
  NOT_ANONYMOUS: [
    'Guidance is given to anybody; data of a case to its verified applicant alone.',
    ours,
    '涉及办件信息的咨询须由申请人本人实名提出。',
    'Only the applicant, with a verified identity, may ask about a case.',
    'APPLICANT ANY',
  ],
  ITEM_UNKNOWN: [
    'A question about an item names one that the province performs.',
    ours,
    '本省没有该事项。',
    'The province does not perform this item.',
    'NOBODY ANY',
  ],
  UNIT_UNKNOWN: [
    'A thread is routed to a unit of the province that has it.',
    ours,
    '本省没有该单位。',
    'The province has no such unit.',
    'COORDINATOR ANY',
  ],
  PROVINCE_IS_OWN: [
    'One province does not consult itself: it routes the question to a unit.',
    ours,
    '对象须为他省。',
    'Another province is to be named.',
    'NOBODY ANY',
  ],
  TRANSFERS_USED: [
    'A thread is transferred as often as the policy of the province allows (CONSULTATION_TRANSFERS).',
    ours,
    '转办次数已达上限。',
    'The question was transferred as often as it may be.',
    'HANDLING_OFFICER HANDLING',
  ],
  REOPENINGS_USED: [
    'The asker reopens as often as the policy of the province allows (CONSULTATION_REOPENINGS).',
    ours,
    '重开次数已达上限。',
    'The question was reopened as often as it may be.',
    'NOBODY ANY',
  ],
  ESCALATIONS_USED: [
    'A thread is taken to the supervisor three times at most, so that what was said in it always fits one letter.',
    ours,
    '提请裁定次数已达上限（3 次）。',
    'It was taken to the supervisor three times, which is as often as it may be.',
    'NOBODY ANY',
  ],
  ALREADY_EXTENDED: [
    'The limit is extended once, before it has passed, by no more than CONSULTATION_EXTENSION.',
    ours,
    '答复期限只能在届满前延长一次，且不超过规定天数。',
    'The limit is extended once, in time, and by no more than the policy allows.',
    'NOBODY ANY',
  ],
  NOT_OVERDUE: [
    'The asker takes a thread to the supervisor once the limit has passed.',
    ours,
    '答复期限尚未届满。',
    'The time to answer is not over.',
    'APPLICANT ANY',
  ],
  NOT_OVER: [
    'Time ends a thread only when its clock has run out.',
    ours,
    '期限尚未届满。',
    'Its time is not over.',
    'NOBODY ANY',
  ],
  ADDRESSEE_KEY_MISSING: [
    'What is personal leaves a province only when it is sealed to the addressee.',
    ours,
    '对方省份尚未公布加密密钥，不能转办。',
    'The other province has published no key that a letter could be sealed to.',
    'COORDINATOR ANY',
  ],
  NOT_DEIDENTIFIED: [
    'What is published names nobody: no identity numbers, telephones, case or licence identifiers, no name of the asker.',
    ours,
    '文本中含有身份、联系方式、办件、证照标识或者咨询人姓名，不得公开。',
    'The text contains an identity, telephone, case or licence number, or the name of the asker.',
    'HANDLING_OFFICER HANDLING',
  ],
  NOT_ANSWERED: [
    'What is published was answered here, by the unit that publishes it, and concerns an item.',
    ours,
    '仅承办单位可公开其已作出的、针对事项的答复。',
    'Only the unit that has answered publishes, and only what concerns an item.',
    'NOBODY ANY',
  ],
  NO_DIFFERENCE: [
    'A negotiation is about one difference between two provinces.',
    ours,
    '双方就此并无差异，或者所提内容与现行规则相同。',
    'There is no difference to be settled, or the text changes nothing.',
    'COORDINATOR ANY',
  ],
  RULE_NOT_OURS: [
    'Name, code, type and legal basis are the same by national rule, and statutory limits are law: no two provinces change them.',
    lawful,
    '事项名称、编码、类型、设定依据和法定时限不由两省协商。',
    'This is fixed by law or by the national catalogue, and not for two provinces to settle.',
    'NOBODY ANY',
  ],
  TEXT_UNFIT: [
    'A proposal names who adopts it, from which day, and a value that the aspect can have.',
    ours,
    '建议须载明采纳省份、施行日期和有效的取值。',
    'A proposal names who adopts it, a day that is not past, and a value that the aspect can have.',
    'COORDINATOR ANY',
  ],
  ANOTHER_TEXT: [
    'Both sign one text: whoever agrees names the hash of what lies before him.',
    ours,
    '所同意的文本与当前文本不一致。',
    'This is not the text that lies before you.',
    'COORDINATOR ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why nothing was done about a consultation. */
export type ConsultationRefusalCode = keyof typeof rows;

/** Every expected no about consultations, once. */
export const consultationRefusals = Object.fromEntries(
  Object.entries(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<ConsultationRefusalCode, RefusalEntry>>;

/** True for one of the codes. */
export function isConsultationRefusal(code: string): code is ConsultationRefusalCode {
  return Object.hasOwn(rows, code);
}

/** The codes, as clients see them. */
export const ConsultationRefusalCodes = {
  name: 'ConsultationRefusalCode',
  labelZh: '咨询未获办理的原因',
  labelEn: 'Why nothing was done about a consultation',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(consultationRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ) as Record<ConsultationRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
