import type { CodeList } from './code-list.js';
import type { RuleSource, SourceMark } from './refusal.js';

/** What a parameter counts. */
export type PolicyUnit = 'WORKING_DAY' | 'CALENDAR_DAY' | 'MINUTE' | 'MONTH' | 'PERCENT' | 'COUNT';

/** A number that each province may set within bounds, with the value that the nation has unless it does. */
export interface PolicyEntry {
  readonly zh: string;
  readonly en: string;
  readonly unit: PolicyUnit;
  readonly standard: number;
  readonly min: number;
  readonly max: number;
  readonly source: RuleSource;
}

type PolicyLine = readonly [
  zh: string,
  en: string,
  value: `${number} ${PolicyUnit}`,
  bounds: readonly [min: number, max: number],
  source: `[${SourceMark}] ${string}`,
];

const ours = '[P] Tongban';

const lines = {
  CONSULTATION_ROUTE: ['咨询分派时限', 'to route a question to a unit', '1 WORKING_DAY', [1, 5], ours],
  CONSULTATION_SIMPLE: ['群众简单咨询答复时限', 'to answer a simple question', '3 WORKING_DAY', [1, 5], ours],
  CONSULTATION_COMPLEX: ['群众复杂咨询答复时限', 'to answer a complex question', '5 WORKING_DAY', [1, 15], ours],
  CONSULTATION_OFFICIAL: ['省际公务咨询答复时限', 'to answer another province', '10 WORKING_DAY', [1, 20], ours],
  CONSULTATION_TRANSFERS: ['咨询转办次数上限', 'transfers of one question', '2 COUNT', [0, 5], ours],
  CONSULTATION_REOPENINGS: ['咨询重开次数上限', 'reopenings by the asker', '1 COUNT', [0, 3], ours],
  CONSULTATION_CONFIRM: ['咨询确认时限', 'to confirm or reopen an answer', '15 WORKING_DAY', [5, 60], ours],
  CONSULTATION_EXTENSION: ['咨询延期上限', 'one extension of an answer', '10 WORKING_DAY', [1, 20], ours],

  AGREEMENT_NOTICE: ['协议中止提前通知期', 'notice before a suspension', '5 WORKING_DAY', [1, 30], ours],
  AGREEMENT_WARN_EARLY: ['协议到期首次提醒', 'first warning of an expiry', '60 CALENDAR_DAY', [30, 180], ours],
  AGREEMENT_WARN_SOON: ['协议到期再次提醒', 'second warning of an expiry', '30 CALENDAR_DAY', [10, 90], ours],
  AGREEMENT_WARN_LAST: ['协议到期最后提醒', 'last warning of an expiry', '7 CALENDAR_DAY', [1, 30], ours],

  REMINDER_SHARE: ['临期提醒比例', 'share of a limit that is left at the reminder', '20 PERCENT', [5, 50], ours],
  REMINDER_LEFT: ['临期提醒余量', 'time left at the reminder', '1 WORKING_DAY', [1, 5], ours],
  CARD_RECTIFY: ['黄牌整改期限', 'to rectify after a yellow card', '3 WORKING_DAY', [1, 10], ours],

  RATING_CALLBACK: ['差评回访时限', 'to call back after a bad rating', '1 WORKING_DAY', [1, 5], ours],
  RATING_RECTIFY: [
    '差评整改反馈时限',
    'to give feedback on a bad rating',
    '5 WORKING_DAY',
    [5, 15],
    '[V] 德州、河南为 5 个工作日，四川为 15 个工作日；国家未统一',
  ],

  MATERIAL_FETCH: ['结案后外省取件期限', 'to fetch files of an ended case', '30 CALENDAR_DAY', [7, 180], ours],
  MATERIAL_RETENTION: ['结案后材料保存期限', 'how long files of ended cases are kept', '120 MONTH', [12, 600], ours],

  CERTIFICATE_VALIDITY: ['上岗认证有效期', 'how long a certification holds', '24 MONTH', [6, 60], ours],
  EXAM_PASS: ['考试合格线', 'points of a hundred that pass an exam', '60 PERCENT', [50, 100], ours],
  ROSTER_AHEAD: ['排班缺口预警提前量', 'how far ahead gaps of a roster are looked for', '5 WORKING_DAY', [1, 20], ours],

  SMALL_CELL: ['统计最小单元', 'smallest cell that statistics show', '10 COUNT', [3, 100], ours],
  STATISTICS_BUDGET: [
    '每人每日统计提问上限',
    'different statistical questions of one caller a day',
    '200 COUNT',
    [20, 5_000],
    ours,
  ],
  GRANT_DECISION: [
    '数据授权决定期限',
    'to decide on a request for data',
    '10 WORKING_DAY',
    [2, 20],
    '[V] 山西省政务数据共享办法（2024）；第809号令期限为 [M]',
  ],
} as const satisfies Record<string, PolicyLine>;

/** The code of a parameter. */
export type PolicyCode = keyof typeof lines;

/** Every parameter, once: national values and how far a province may go from them. */
export const policyParameters = Object.fromEntries(
  Object.entries(lines).map(([code, line]) => [code, readLine(line)]),
) as Readonly<Record<PolicyCode, PolicyEntry>>;

function readLine([zh, en, value, [min, max], source]: PolicyLine): PolicyEntry {
  const [number, unit] = value.split(' ') as [string, PolicyUnit];
  const mark = source.charAt(1) as SourceMark;
  return { zh, en, unit, standard: Number(number), min, max, source: { mark, text: source.slice(4) } };
}

/** The codes of parameters, as clients see them. */
export const PolicyParameterCodes = {
  name: 'PolicyParameterCode',
  labelZh: '政策参数',
  labelEn: 'Policy parameter',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(policyParameters).map(([code, { zh, en }]) => [code, { code: null, labelZh: zh, labelEn: en }]),
  ) as Readonly<Record<PolicyCode, { readonly code: null; readonly labelZh: string; readonly labelEn: string }>>,
} satisfies CodeList;
