import { orderList } from '../../shared/list-request.js';
import { caseOrders } from '../../shared/orders.js';

export const CaseOrder = orderList({ name: 'CaseOrder', labelZh: '办件排序', labelEn: 'Order of cases' }, caseOrders);
