import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';

const rows = {
  TOO_MANY_DIMENSIONS: [
    'A question has three dimensions at most, those of its filter and period among them; the handling province is none.',
    ours,
    '分组、筛选和期间所用维度合计不得超过三个（办理省份不计）。',
    'Grouping, filter and period use more than three dimensions, not counting the handling province.',
    'SYSTEM ANY',
  ],
  TABLE_NOT_PUBLISHED: [
    'Everybody sees the published tables, without a filter and over whole years; other questions are for those who may read statistics without limits.',
    ours,
    '该统计表未公开；自由统计限统计分析人员、监督人员、协调员和省级系统管理员。',
    'This table is not a published one; other questions are for analysts, supervisors, coordinators and operators.',
    'OPERATOR ANY',
  ],
  BUDGET_SPENT: [
    'A caller asks each province a bounded number of different questions a day; asking one again costs nothing.',
    ours,
    '您今日对该省的统计提问次数已用完；明日恢复，省级系统管理员可以调整上限。',
    'Your questions to this province are spent for today; they are back tomorrow, and its operator may set more.',
    'OPERATOR ANY',
  ],
  NOT_READY: [
    'Statistics are counted from facts as of the beginning of a day, which are there once they have been gathered.',
    ours,
    '该省的统计数据正在准备，请稍后再问。',
    'The province is still gathering its facts; ask again soon.',
    'SYSTEM ANY',
  ],
  PERIOD_INVALID: [
    'A period is from one month to the same or a later one, both written as 2026-03, and no longer than fifty years.',
    ours,
    '期间须由起月和止月（如 2026-03）构成，先起后止，不超过五十年。',
    'A period is from one month to the same or a later one, each written as 2026-03, and fifty years at most.',
    'SYSTEM ANY',
  ],
  TABLE_TOO_LARGE: [
    'A province answers with a bounded number of cells.',
    ours,
    '该统计表的单元过多；请减少维度或加以筛选。',
    'The table has too many cells; ask for fewer dimensions, or filter.',
    'SYSTEM ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why a province does not answer a question for numbers. */
export type StatisticsRefusalCode = keyof typeof rows;

/** Every expected no about statistics, once. */
export const statisticsRefusals = Object.fromEntries(
  Object.entries(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<StatisticsRefusalCode, RefusalEntry>>;

/** The codes, as clients see them. */
export const StatisticsRefusalCodes = {
  name: 'StatisticsRefusalCode',
  labelZh: '统计提问未获答复的原因',
  labelEn: 'Why a province does not answer a question for numbers',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(statisticsRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ) as Record<StatisticsRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
