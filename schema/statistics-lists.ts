import { type CodeList, entry } from './code-list.js';

/** By what cases can be counted. */
export const StatisticsDimension = {
  name: 'StatisticsDimension',
  labelZh: '统计维度',
  labelEn: 'By what cases are counted',
  standard: 'Tongban',
  entries: {
    ITEM: entry(null, '国家事项', 'national item'),
    AUTHORITY: entry(null, '国务院主管部门', 'competent authority of the central government'),
    MODE: entry(null, '业务模式', 'mode of handling'),
    RECEIVING_PROVINCE: entry(null, '收件省份', 'province where the application was handed in'),
    HANDLING_PROVINCE: entry(null, '办理省份', 'province that handles'),
    STATE: entry(null, '办件状态', 'state of the case'),
    YEAR: entry(null, '申请年份', 'year of submission'),
    MONTH: entry(null, '申请月份', 'month of submission'),
    SATISFACTION: entry(null, '满意度', 'satisfaction of the applicant'),
  },
} as const satisfies CodeList;

export type StatisticsDimensionCode = keyof typeof StatisticsDimension.entries;

/**
 * The tables that everybody may see: without any filter, over all closed months or over whole years. Whatever else is
 * asked is a question of its own, for whom the authority matrix allows it and within his budget.
 */
export const publishedTables: readonly (readonly StatisticsDimensionCode[])[] = [
  [],
  ['YEAR'],
  ['MONTH'],
  ['ITEM'],
  ['AUTHORITY'],
  ['MODE'],
  ['STATE'],
  ['SATISFACTION'],
  ['RECEIVING_PROVINCE'],
  ['HANDLING_PROVINCE'],
  ['RECEIVING_PROVINCE', 'HANDLING_PROVINCE'],
  ['HANDLING_PROVINCE', 'MONTH'],
  ['HANDLING_PROVINCE', 'MODE'],
  ['HANDLING_PROVINCE', 'STATE'],
  ['HANDLING_PROVINCE', 'SATISFACTION'],
  ['MONTH', 'MODE'],
  ['MONTH', 'SATISFACTION'],
];
