import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';
const cards = '[V] 广东省电子监察系统（2007年起）；湛江市对红黄牌的说明';

const rows = {
  ALERT_UNKNOWN: [
    'An alert is shown to supervisors, and to the unit that it is about.',
    ours,
    '没有该预警。',
    'There is no such alert.',
    'NOBODY ANY',
  ],
  NOT_OF_THE_UNIT: [
    'The responsible unit takes notice of an alert, explains, appeals and rectifies; nobody does so for it.',
    ours,
    '您不属于该预警的责任单位。',
    'You are not of the unit that the alert is about.',
    'NOBODY ANY',
  ],
  SUPERVISOR_OF_THE_UNIT: [
    'Only a supervisor outside the unit decides about an alert: of its province, or of the state.',
    cards,
    '须由责任单位以外的本省或者国家监督人员处理。',
    'A supervisor outside the unit has to do this: of its province, or of the state.',
    'SUPERVISOR ANY',
  ],
  NOT_IN_THIS_STATE: [
    'Each step of an alert follows on another, as its table of states says.',
    ours,
    '预警当前状态下不能这样做。',
    'This cannot be done in the state in which the alert is.',
    'NOBODY ANY',
  ],
  STILL_RUNNING: [
    'What is late is rectified by doing it; a word about it is an explanation.',
    cards,
    '逾期事项尚未办理，不能登记为已整改。',
    'What is late has not been done yet, so nothing is rectified.',
    'HANDLING_OFFICER ANY',
  ],
  APPEALED_BEFORE: [
    'An alert is appealed against once.',
    ours,
    '该预警已申诉过。',
    'The alert has been appealed against before.',
    'NOBODY ANY',
  ],
  NOT_A_CARD: [
    'A reminder ends when the work is done; only cards are rectified, and only red ones lead to accountability.',
    cards,
    '仅黄牌、红牌须整改，仅红牌可启动追责。',
    'Only cards are rectified, and only red ones lead to accountability.',
    'NOBODY ANY',
  ],
  WORDS_MISSING: [
    'Whoever explains, appeals, rectifies or decides says something.',
    ours,
    '须写明内容（1 至 2000 字，不含控制字符）。',
    'A text is missing, too long (1 to 2,000 characters), or has control characters.',
    'NOBODY ANY',
  ],
  WORDS_PERSONAL: [
    'What is said about an alert is read in every province of the case, so no number of a person stands in it.',
    ours,
    '内容中含有疑似证件号、银行卡号或者电话的数字，请改写。',
    'The text has a number that may be of a document, a bank card or a telephone: say it without.',
    'NOBODY ANY',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    'A key stands for one command.',
    ours,
    '该幂等键已用于另一项请求。',
    'The key has been used for another command.',
    'SYSTEM ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why nothing was done about an alert. */
export type SupervisionRefusalCode = keyof typeof rows;

/** Every expected no about alerts, once. */
export const supervisionRefusals = Object.fromEntries(
  Object.entries(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<SupervisionRefusalCode, RefusalEntry>>;

/** The codes, as clients see them. */
export const SupervisionRefusalCodes = {
  name: 'SupervisionRefusalCode',
  labelZh: '预警未获处理的原因',
  labelEn: 'Why nothing was done about an alert',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(supervisionRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ) as Record<SupervisionRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
