import { type ListOrders, orderList } from '../../shared/list-request.js';

/** What lists of agreements can be ordered by. */
export const agreementOrders = {
  fields: {
    OPENED_AT: {
      ...{ column: 'opened_at', holds: 'TEXT', nullable: false },
      ...{ labelZh: '首个文本到达时间', labelEn: 'when the first text came' },
    },
    NUMBER: {
      ...{ column: 'number', holds: 'TEXT', nullable: false },
      ...{ labelZh: '协议编号', labelEn: 'number of the agreement' },
    },
    VALID_UNTIL: {
      ...{ column: 'valid_until', holds: 'TEXT', nullable: true },
      ...{ labelZh: '到期时间（无期限者视为最小）', labelEn: 'end of validity, none counting as least' },
    },
  },
  defaultOrder: 'OPENED_AT_DESC',
} as const satisfies ListOrders;

export const AgreementOrder = orderList(
  { name: 'AgreementOrder', labelZh: '协议排序', labelEn: 'Order of agreements' },
  agreementOrders,
);
