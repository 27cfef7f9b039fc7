import type { ListOrders } from './list-request.js';

/** What lists of service items can be ordered by. */
export const itemOrders = {
  fields: {
    STANDARD_CODE: {
      column: 'item_code',
      holds: 'TEXT',
      nullable: false,
      labelZh: '国家事项代码',
      labelEn: 'national item code',
    },
    NAME_ZH: {
      column: 'name_zh',
      holds: 'TEXT',
      nullable: false,
      labelZh: '中文名称（按码位）',
      labelEn: 'Chinese name, by code point',
    },
    PROMISED_DAYS: {
      column: 'promised_value',
      holds: 'INTEGER',
      nullable: false,
      labelZh: '承诺时限',
      labelEn: 'promised limit',
    },
    STATUTORY_DAYS: {
      column: 'statutory_value',
      holds: 'INTEGER',
      nullable: true,
      labelZh: '法定时限（无时限者视为最小）',
      labelEn: 'statutory limit, none counting as least',
    },
    UPDATED_AT: {
      column: 'updated_at',
      holds: 'TEXT',
      nullable: false,
      labelZh: '更新时间',
      labelEn: 'time of the last change',
    },
  },
  defaultOrder: 'STANDARD_CODE_ASC',
} as const satisfies ListOrders;

/** What lists of cases can be ordered by. */
export const caseOrders = {
  fields: {
    SUBMITTED_AT: {
      column: 'submitted_at',
      holds: 'TEXT',
      nullable: false,
      labelZh: '申请时间',
      labelEn: 'time of submission',
    },
    DUE_AT: {
      column: 'due_at',
      holds: 'TEXT',
      nullable: true,
      labelZh: '承诺办结时间（未受理者视为最早）',
      labelEn: 'time when the case is due, none counting as earliest',
    },
    CASE_NO: { column: 'case_no', holds: 'TEXT', nullable: false, labelZh: '办件编号', labelEn: 'case number' },
  },
  defaultOrder: 'SUBMITTED_AT_DESC',
} as const satisfies ListOrders;
