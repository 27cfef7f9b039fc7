import type { ListOrders } from '../../shared/list-request.js';

/** The one order of a trail: newest first, over all provinces. */
export const trailOrders = {
  fields: {
    AT: { column: 'at', holds: 'TEXT', nullable: false, labelZh: '查询时间', labelEn: 'time of the access' },
  },
  defaultOrder: 'AT_DESC',
} as const satisfies ListOrders;
