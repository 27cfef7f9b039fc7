import { type CodeList, entry } from './code-list.js';
import { SupervisionRefusalCodes } from './supervision-refusals.js';

/** The rules of electronic supervision, and what each takes for a breach. */
export const SupervisionRule = {
  name: 'SupervisionRule',
  labelZh: '监察规则',
  labelEn: 'Rule of electronic supervision',
  standard: 'Tongban',
  entries: {
    R1: entry(null, '符合条件而不予受理', 'acceptance refused though the conditions are met'),
    R2: entry(null, '超过承诺或者法定时限', 'over the promised or statutory limit'),
    R3: entry(null, '环节或者告知超时', 'a step or a notice took too long'),
    R4: entry(null, '转交或者转达超时', 'forwarded, or handed on, late'),
    R5: entry(null, '不予办理未说明理由', 'refused without reasons'),
    R6: entry(null, '脱离系统办理，链条有缺口或者矛盾', 'acted outside the system: the chain contradicts itself'),
    R7: entry(null, '违规收费', 'an unlawful fee'),
    R8: entry(null, '第二次要求补正', 'a second round of corrections'),
    R9: entry(null, '转交未签收', 'a handoff was not answered'),
    R10: entry(null, '差评未处理', 'a bad rating was not dealt with'),
    R11: entry(null, '窗口排班缺口', 'a window without staff on its roster'),
    R12: entry(null, '数据授权决定逾期', 'a request for data was not decided in time'),
  },
} as const satisfies CodeList;

/** How grave an alert has become. */
export const AlertLevel = {
  name: 'AlertLevel',
  labelZh: '预警级别',
  labelEn: 'Level of an alert',
  standard: 'Tongban',
  entries: {
    REMINDER: entry(null, '临期提醒', 'reminder: the limit is near'),
    YELLOW: entry(null, '黄牌', 'yellow card: with an order to rectify'),
    RED: entry(null, '红牌', 'red card: not rectified in time, or serious'),
  },
} as const satisfies CodeList;

/** Where an alert stands. */
export const AlertState = {
  name: 'AlertState',
  labelZh: '预警状态',
  labelEn: 'State of an alert',
  standard: 'Tongban',
  entries: {
    WATCHING: entry(null, '计时中', 'a limit runs, nothing is wrong'),
    KEPT: entry(null, '按期完成', 'the limit was kept'),
    REMINDER: entry(null, '已提醒', 'a reminder was given'),
    YELLOW: entry(null, '黄牌', 'yellow card'),
    RED: entry(null, '红牌', 'red card'),
    ACKNOWLEDGED: entry(null, '已知悉', 'the unit has taken notice'),
    EXPLAINED: entry(null, '已说明', 'the unit has explained'),
    APPEALED: entry(null, '已申诉', 'the unit appeals'),
    UPHELD: entry(null, '申诉不成立', 'the appeal failed, the card stands'),
    REVOKED: entry(null, '已撤销', 'revoked on appeal'),
    RECTIFIED: entry(null, '已整改', 'the unit says that it has rectified'),
    VERIFIED: entry(null, '整改已核实', 'a supervisor has verified that'),
    ACCOUNTABILITY_OPENED: entry(null, '已启动追责', 'accountability is pursued'),
    CLOSED: entry(null, '已办结', 'closed'),
  },
} as const satisfies CodeList;

/** What an accountability report states. */
export const AccountabilityKind = {
  name: 'AccountabilityKind',
  labelZh: '追责报告的事实类别',
  labelEn: 'What an accountability report states',
  standard: 'Tongban',
  entries: {
    RESPONSIBILITY: entry(null, '责任时段', 'who was responsible, from when to when'),
    LIMIT: entry(null, '时限', 'a limit, and whether it was kept'),
    CARD: entry(null, '预警', 'an alert and how it ended'),
  },
} as const satisfies CodeList;

/** What a statement of an accountability report rests on. */
export const AccountabilityStanding = {
  name: 'AccountabilityStanding',
  labelZh: '事实的证明程度',
  labelEn: 'What a statement rests on',
  standard: 'Tongban',
  entries: {
    PROVEN: entry(null, '由可核验的链条记录证明', 'entries of the chain that verify say so'),
    OWN_WORD: entry(null, '链条未涉及，仅凭本省记录', 'the chain is silent, it is the province’s own record'),
    BROKEN: entry(null, '所引链条记录缺失或者不能核验', 'entries that it would cite are missing or do not verify'),
    CONTRADICTED: entry(null, '与可核验的链条记录不符', 'entries that verify say something else'),
  },
} as const satisfies CodeList;

/** The lists of supervision. */
export const supervisionLists: readonly CodeList[] = [
  SupervisionRule,
  AlertLevel,
  AlertState,
  AccountabilityKind,
  AccountabilityStanding,
  SupervisionRefusalCodes,
];
