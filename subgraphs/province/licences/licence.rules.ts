import { type ListOrders, orderList } from '../../shared/list-request.js';

/** What lists of licences can be ordered by. */
export const licenceOrders = {
  fields: {
    ISSUED_ON: { column: 'issued_on', holds: 'TEXT', nullable: false, labelZh: '颁发日期', labelEn: 'day of issue' },
    VALID_TO: {
      column: 'valid_to',
      holds: 'TEXT',
      nullable: true,
      labelZh: '有效期截止日期（长期有效者视为最早）',
      labelEn: 'last day, none counting as earliest',
    },
  },
  defaultOrder: 'ISSUED_ON_DESC',
} as const satisfies ListOrders;

export const LicenceOrder = orderList(
  { name: 'LicenceOrder', labelZh: '电子证照排序', labelEn: 'Order of licences' },
  licenceOrders,
);
