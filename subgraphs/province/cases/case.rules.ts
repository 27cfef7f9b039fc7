import { type ListOrders, orderList } from '../shared/list-request.js';

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

export const CaseOrder = orderList({ name: 'CaseOrder', labelZh: '办件排序', labelEn: 'Order of cases' }, caseOrders);
