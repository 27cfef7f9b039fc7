import { entry, type CodeList } from './code-list.js';

/** Code lists of the graph itself: what it says of the provinces that take part. */
export const MissingReason = {
  name: 'MissingReason',
  labelZh: '省份未作答的原因',
  labelEn: 'Why a province is missing from an answer',
  standard: 'Tongban',
  entries: {
    UNREACHABLE: entry(null, '无法连接', 'no connection'),
    TIMEOUT: entry(null, '超时', 'no answer in time'),
    MAINTENANCE: entry(null, '维护中', 'in maintenance: says so itself, or is not asked'),
    FAULT: entry(null, '作答时出错', 'answered with an error'),
    CONTRACT_BREACH: entry(null, '答复不符合约定', 'gave an answer that the contract does not allow'),
    BEHIND_CURSOR: entry(null, '已恢复作答，但之前各页缺少其数据', 'answers again, but earlier pages lack its rows'),
  },
} as const satisfies CodeList;

export const ProvinceState = {
  name: 'ProvinceState',
  labelZh: '省份的服务状态',
  labelEn: 'State of a province in this graph',
  standard: 'Tongban',
  entries: {
    SERVING: entry(null, '正常', 'asked, and answers'),
    DEGRADED: entry(null, '异常', 'asked, but its last answer failed'),
    MAINTENANCE: entry(null, '维护中', 'in maintenance, not asked'),
    QUARANTINED: entry(null, '已隔离', 'does not keep the contract, not asked'),
  },
} as const satisfies CodeList;

/** The lists of this file. */
export const graphLists: readonly CodeList[] = [MissingReason, ProvinceState];
