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
    DISABLED: entry(null, '已停用', 'disabled by the registry, not asked'),
    DEREGISTERING: entry(null, '正在退出', 'about to leave, asked only for what is under way'),
    FAULT: entry(null, '作答时出错', 'answered with an error'),
    CONTRACT_BREACH: entry(null, '答复不符合约定', 'gave an answer that the contract does not allow'),
    NOT_OFFERED: entry(null, '该省的系统没有这些内容', 'its system has nothing of the kind'),
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
    REGISTRATION_REQUESTED: entry(null, '已申请加入', 'has asked to take part, not asked yet'),
    DISABLED: entry(null, '已停用', 'disabled by the registry, not asked'),
    DEREGISTERING: entry(null, '正在退出', 'about to leave, asked only for what is under way'),
  },
} as const satisfies CodeList;

/** The lists of this file. */
export const graphLists: readonly CodeList[] = [MissingReason, ProvinceState];
