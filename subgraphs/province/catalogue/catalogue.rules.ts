import { orderList } from '../../shared/list-request.js';
import { itemOrders } from '../../shared/orders.js';

export const ServiceItemOrder = orderList(
  { name: 'ServiceItemOrder', labelZh: '实施清单事项排序', labelEn: 'Order of service items' },
  itemOrders,
);
