import { type CodeList, entry } from './code-list.js';

/** Code lists of what joins places: how results come back, and how materials arrive. */
export const ResultReturn = {
  name: 'ResultReturn',
  labelZh: '结果送达方式',
  labelEn: 'How the result comes back',
  standard: 'Tongban',
  entries: {
    ELECTRONIC: entry(null, '电子送达', 'delivered online'),
    RECEIVING_PLACE: entry(null, '收件地窗口送达', 'handed over at the receiving place'),
    COURIER: entry(null, '寄递', 'by courier'),
    HANDLING_PLACE: entry(null, '业务属地窗口领取', 'collected at the handling place'),
  },
} as const satisfies CodeList;

export const ArrivalFinding = {
  name: 'ArrivalFinding',
  labelZh: '材料核对结论',
  labelEn: 'What is wrong with what arrived',
  standard: 'Tongban',
  entries: {
    MISSING: entry(null, '清单所列而未到', 'listed, and not here'),
    SURPLUS: entry(null, '已到而清单未列', 'here, and not listed'),
    DAMAGED: entry(null, '已到而毁损', 'here, and damaged'),
    WRONG_SHIPMENT: entry(null, '随其他运单到达', 'came under another shipment number than was listed'),
    TOO_FEW: entry(null, '份数不足', 'fewer pieces than were listed'),
    TOO_MANY: entry(null, '份数超出', 'more pieces than were listed'),
  },
} as const satisfies CodeList;

export const ReceivedState = {
  name: 'ReceivedState',
  labelZh: '外省材料的接收状态',
  labelEn: 'What has become of a file that another province listed',
  standard: 'Tongban',
  entries: {
    EXPECTED: entry(null, '清单已到，内容未到', 'it is listed, and its content is not here yet'),
    VERIFIED: entry(null, '内容已到，摘要相符', 'it is here, and has the digest that was listed'),
    REFUSED: entry(null, '内容不符，已拒收', 'what came was not what was listed, and was refused'),
  },
} as const satisfies CodeList;

export const PreflightDefect = {
  name: 'PreflightDefect',
  labelZh: '预检缺陷',
  labelEn: 'What a preflight finds wrong',
  standard: 'Tongban',
  entries: {
    MISSING: entry(null, '缺少材料', 'is missing'),
    WRONG_FORM: entry(null, '材料形式不符', 'has the wrong form'),
    EXPIRED: entry(null, '材料已过有效期', 'has expired'),
    GRADE_TOO_LOW: entry(null, '材料可信等级不足', 'has too low a trust grade'),
    TOO_FEW_ORIGINALS: entry(null, '原件份数不足', 'lacks originals'),
    TOO_FEW_COPIES: entry(null, '复印件份数不足', 'lacks copies'),
    CONDITION_UNANSWERED: entry(null, '未确认是否符合受理条件', 'is a condition that nobody answered'),
    CONDITION_NOT_MET: entry(null, '不符合受理条件', 'is a condition that is not met'),
  },
} as const satisfies CodeList;

/** All code lists of guides, preflights and materials. */
export const linkageLists: readonly CodeList[] = [PreflightDefect, ResultReturn, ArrivalFinding, ReceivedState];
