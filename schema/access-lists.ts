import { type CodeList, entry } from './code-list.js';

/** How far data may be given to other provinces, by the law on sharing government data. */
export const SharingClass = {
  name: 'SharingClass',
  labelZh: '数据共享类型',
  labelEn: 'How far data may be given to other provinces',
  standard: '政务数据共享：无条件共享、有条件共享、不予共享',
  entries: {
    UNCONDITIONAL: entry(null, '无条件共享', 'shared with every province without condition'),
    CONDITIONAL: entry(null, '有条件共享', 'shared under a clause, the national list or the law'),
    NOT_SHARED: entry(null, '不予共享', 'given to no other province'),
  },
} as const satisfies CodeList;

export const AccessVerdict = {
  name: 'AccessVerdict',
  labelZh: '能否访问',
  labelEn: 'Whether an access is allowed',
  standard: 'Tongban',
  entries: {
    MAY: entry(null, '可以', 'allowed, whatever the row'),
    OWN: entry(null, '视具体记录而定', 'allowed where the row fulfils the condition'),
    NO: entry(null, '不可以', 'not allowed'),
  },
} as const satisfies CodeList;

export const DeciderKind = {
  name: 'DeciderKind',
  labelZh: '决定访问的依据种类',
  labelEn: 'What decides about an access',
  standard: 'Tongban',
  entries: {
    ACTION: entry(null, '权限表中的操作', 'an action of the authority matrix'),
    CLASS: entry(null, '数据共享类型', 'the sharing class of the data'),
    CLAUSE: entry(null, '协议条款', 'a clause of an agreement'),
    GRANT: entry(null, '协议中的数据授权', 'a grant of data in an agreement'),
    NATIONAL_LIST: entry(null, '全国清单', 'the national list'),
    LAW: entry(null, '法律法规', 'a law or regulation'),
    ORDER: entry(null, '监督文书', 'an order of supervision'),
  },
} as const satisfies CodeList;

export const RowFinding = {
  name: 'RowFinding',
  labelZh: '所指记录',
  labelEn: 'What the row that was named is to the caller',
  standard: 'Tongban',
  entries: {
    OWN: entry(null, '属于调用者', 'it is his'),
    MASKED: entry(null, '仅以掩码显示', 'it is shown with masks'),
    NOT_SHOWN: entry(null, '不属于调用者，或者不存在', 'it is not his, or is not there'),
  },
} as const satisfies CodeList;

export const QueryRefusalCode = {
  name: 'QueryRefusalCode',
  labelZh: '查询未能说明的原因',
  labelEn: 'Why a query could not be explained',
  standard: 'Tongban',
  entries: {
    QUERY_TOO_LARGE: entry(null, '查询过大', 'the query is too large'),
    QUERY_MALFORMED: entry(null, '查询有语法错误', 'the query has a syntax error'),
    VARIABLES_MALFORMED: entry(null, '变量不是 JSON 对象', 'the variables are not a JSON object'),
    OPERATION_MISSING: entry(null, '须恰有一项查询或变更', 'there must be exactly one query or mutation'),
    FIELD_UNKNOWN: entry(null, '该省不提供此字段', 'the province does not answer this field'),
  },
} as const satisfies CodeList;

/** The lists of this file. */
export const accessLists: readonly CodeList[] = [
  SharingClass,
  AccessVerdict,
  DeciderKind,
  RowFinding,
  QueryRefusalCode,
];
