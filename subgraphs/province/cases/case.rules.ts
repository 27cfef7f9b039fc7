import type { CodeList, CodeListEntry } from '../../../schema/code-lists.js';
import { type ListOrders, orderList } from '../shared/list-request.js';

const entry = (labelZh: string, labelEn: string): CodeListEntry => ({ code: null, labelZh, labelEn });

export const HandlingAction = {
  name: 'HandlingAction',
  labelZh: '业务动作',
  labelEn: 'Outcome of a handling step',
  standard: 'GB/T 39046-2020, 办理过程 · handling process',
  entries: {
    PASS: entry('通过', 'passed'),
    RETURN: entry('退回', 'returned'),
    OTHER: entry('其他', 'other'),
  },
} as const satisfies CodeList;

export const MaterialChannel = {
  name: 'MaterialChannel',
  labelZh: '材料收取方式',
  labelEn: 'How a material was received',
  standard: 'Tongban',
  entries: {
    PAPER: entry('纸质收取', 'received on paper'),
    UPLOAD: entry('附件上传', 'uploaded by the applicant'),
    LICENCE_LIBRARY: entry('电子证照库调用', 'taken from a library of electronic licences'),
    DATA_SHARING: entry('数据共享核验', 'verified by data sharing'),
  },
} as const satisfies CodeList;

/** What lists of cases can be ordered by. */
export const caseOrders = {
  fields: {
    SUBMITTED_AT: { column: 'submitted_at', nullable: false, labelZh: '申请时间', labelEn: 'time of submission' },
    DUE_AT: {
      column: 'due_at',
      nullable: true,
      labelZh: '承诺办结时间（未受理者视为最早）',
      labelEn: 'time when the case is due, none counting as earliest',
    },
    CASE_NO: { column: 'case_no', nullable: false, labelZh: '办件编号', labelEn: 'case number' },
  },
  defaultOrder: 'SUBMITTED_AT_DESC',
} as const satisfies ListOrders;

export const CaseOrder = orderList({ name: 'CaseOrder', labelZh: '办件排序', labelEn: 'Order of cases' }, caseOrders);
