import type { CodeList, CodeListEntry } from '../../../schema/code-lists.js';
import { type ListOrders, orderList } from '../shared/list-request.js';

const entry = (labelZh: string, labelEn: string): CodeListEntry => ({ code: null, labelZh, labelEn });

export const MaterialForm = {
  name: 'MaterialForm',
  labelZh: '材料形式',
  labelEn: 'Form of a material',
  standard: 'Tongban',
  entries: {
    PAPER: entry('纸质', 'on paper'),
    ELECTRONIC: entry('电子', 'electronic'),
    PAPER_OR_ELECTRONIC: entry('纸质或电子', 'on paper or electronic'),
  },
} as const satisfies CodeList;

export const MaterialSource = {
  name: 'MaterialSource',
  labelZh: '材料来源渠道',
  labelEn: 'Where a material comes from',
  standard: 'Tongban',
  entries: {
    APPLICANT: entry('申请人自备', 'provided by the applicant'),
    GOVERNMENT: entry('政府部门核发', 'issued by a government department'),
    OTHER: entry('其他', 'other'),
  },
} as const satisfies CodeList;

/** What lists of service items can be ordered by. */
export const itemOrders = {
  fields: {
    STANDARD_CODE: { column: 'item_code', nullable: false, labelZh: '国家事项代码', labelEn: 'national item code' },
    NAME_ZH: {
      column: 'name_zh',
      nullable: false,
      labelZh: '中文名称（按码位）',
      labelEn: 'Chinese name, by code point',
    },
    PROMISED_DAYS: { column: 'promised_value', nullable: false, labelZh: '承诺时限', labelEn: 'promised limit' },
    STATUTORY_DAYS: {
      column: 'statutory_value',
      nullable: true,
      labelZh: '法定时限（无时限者视为最小）',
      labelEn: 'statutory limit, none counting as least',
    },
    UPDATED_AT: { column: 'updated_at', nullable: false, labelZh: '更新时间', labelEn: 'time of the last change' },
  },
  defaultOrder: 'STANDARD_CODE_ASC',
} as const satisfies ListOrders;

export const ServiceItemOrder = orderList(
  { name: 'ServiceItemOrder', labelZh: '实施清单事项排序', labelEn: 'Order of service items' },
  itemOrders,
);
