import { type CodeList, entry } from './code-list.js';
import { performanceLists } from './performance-lists.js';
import { RatingRefusalCodes } from './rating-refusals.js';

/** By which way a rating comes in. */
export const RatingChannel = {
  name: 'RatingChannel',
  labelZh: '评价渠道',
  labelEn: 'By which way a rating comes in',
  standard: '国办发〔2019〕51号',
  entries: {
    PC: entry(null, '电脑端', 'online, at a computer'),
    MOBILE: entry(null, '移动端', 'online, on a mobile device'),
    QR_CODE: entry(null, '窗口二维码', 'the QR code at the window'),
    HALL_TERMINAL: entry(null, '大厅评价器或自助终端', 'a terminal of the hall'),
    PHONE: entry(null, '电话', 'by telephone'),
    SMS: entry(null, '短信', 'by text message'),
  },
} as const satisfies CodeList;

/** What is rated: a visit at a counter, or the handling as a whole. */
export const RatedService = {
  name: 'RatedService',
  labelZh: '评价对象',
  labelEn: 'What is rated',
  standard: '国办发〔2019〕51号',
  entries: {
    ONLINE: entry(null, '线上服务：一事一评', 'the service online: once for each case'),
    COUNTER: entry(null, '现场服务：一次一评', 'the service at a counter: once for each visit'),
  },
} as const satisfies CodeList;

/** What of a service a rating is about. */
export const RatingIndicator = {
  name: 'RatingIndicator',
  labelZh: '二级评价指标（第 1 版）',
  labelEn: 'Second-level indicator of a rating, version 1',
  standard: '国办发〔2019〕51号',
  entries: {
    ONLINE_EFFICIENCY: entry(null, '线上办事效率', 'online: efficiency'),
    GUIDE_ACCURACY: entry(null, '指南准确度', 'online: accuracy of the guide'),
    CONVENIENCE: entry(null, '办事便捷度', 'online: convenience'),
    OPERABILITY: entry(null, '系统易用度', 'online: ease of use'),
    COUNTER_EFFICIENCY: entry(null, '窗口办事效率', 'at the counter: efficiency'),
    COMPETENCE: entry(null, '业务能力', 'at the counter: competence'),
    ATTITUDE: entry(null, '服务态度', 'at the counter: attitude'),
  },
} as const satisfies CodeList;

export type RatingChannelCode = keyof typeof RatingChannel.entries;
export type RatedServiceCode = keyof typeof RatedService.entries;
export type RatingIndicatorCode = keyof typeof RatingIndicator.entries;

/** The version of the list above; a rating keeps the one under which it was given. No province may alter the list. */
export const INDICATOR_VERSION = 1;

/** Which indicators belong to which service. */
export const indicatorsOf: Readonly<Record<RatedServiceCode, readonly RatingIndicatorCode[]>> = {
  ONLINE: ['ONLINE_EFFICIENCY', 'GUIDE_ACCURACY', 'CONVENIENCE', 'OPERABILITY'],
  COUNTER: ['COUNTER_EFFICIENCY', 'COMPETENCE', 'ATTITUDE'],
};

/** What is rated by a channel. Whoever is telephoned or written to is asked about the case as a whole [P]. */
export const serviceOf: Readonly<Record<RatingChannelCode, RatedServiceCode>> = {
  PC: 'ONLINE',
  MOBILE: 'ONLINE',
  QR_CODE: 'COUNTER',
  HALL_TERMINAL: 'COUNTER',
  PHONE: 'ONLINE',
  SMS: 'ONLINE',
};

/** Where a rating stands. */
export const RatingState = {
  name: 'RatingState',
  labelZh: '评价状态',
  labelEn: 'State of a rating',
  standard: 'Tongban',
  entries: {
    SUBMITTED: entry(null, '已提交', 'given'),
    COUNTED: entry(null, '已计入（好评）', 'counted, for it is no bad one'),
    ATTRIBUTED: entry(null, '差评已归责', 'bad, and attributed to the leg at fault'),
    CONTESTED: entry(null, '归责有异议', 'whose fault it is, is contested'),
    CALLBACK_DONE: entry(null, '已回访', 'the rater has been called back'),
    FIXED_NOW: entry(null, '已整改', 'mended'),
    LEDGERED: entry(null, '已列入台账', 'put into the ledger, with a limit'),
    EXPLAINED: entry(null, '已解释说明', 'explained, for nothing can be mended'),
    APPEALED_AS_MISTAKEN: entry(null, '误评恶评申诉中', 'appealed as mistaken or malicious'),
    EXCLUDED: entry(null, '已认定误评恶评，不计入', 'found mistaken or malicious, and not counted'),
    REINSTATED: entry(null, '申诉不成立', 'the appeal was turned down'),
    FEEDBACK_GIVEN: entry(null, '已反馈', 'the rater was told what came of it'),
    REVISITED: entry(null, '已再次评价', 'the rater has rated what came of it'),
    PUBLISHED: entry(null, '已公开', 'published'),
  },
} as const satisfies CodeList;

/** What happens to a rating. */
export const RatingEvent = {
  name: 'RatingEvent',
  labelZh: '评价办理环节',
  labelEn: 'What happens to a rating',
  standard: 'Tongban',
  entries: {
    count: entry(null, '计入', 'count'),
    attribute: entry(null, '归责', 'attribute to the leg at fault'),
    take: entry(null, '责任单位接收', 'come to the unit at fault'),
    handBack: entry(null, '退回', 'come back from a province that did not take it'),
    contest: entry(null, '对归责提出异议', 'contest the attribution'),
    confirmAttribution: entry(null, '维持归责', 'confirm the attribution'),
    moveAttribution: entry(null, '变更归责', 'attribute to another leg'),
    callBack: entry(null, '回访核实', 'call back'),
    fix: entry(null, '即时整改', 'mend'),
    ledger: entry(null, '列入台账', 'put into the ledger'),
    explain: entry(null, '解释说明', 'explain'),
    appeal: entry(null, '申诉', 'appeal as mistaken or malicious'),
    exclude: entry(null, '认定误评恶评', 'exclude'),
    reinstate: entry(null, '驳回申诉', 'reinstate'),
    giveFeedback: entry(null, '反馈', 'give feedback'),
    revisit: entry(null, '再次评价', 'rate what came of it'),
    publish: entry(null, '公开', 'publish'),
  },
} as const satisfies CodeList;

/** Who acts on a rating. */
export const RatingParty = {
  name: 'RatingParty',
  labelZh: '评价办理主体',
  labelEn: 'Who acts on a rating',
  standard: 'Tongban',
  entries: {
    RATER: entry(null, '评价人', 'who has rated'),
    UNIT: entry(null, '责任单位', 'the unit at fault'),
    SUPERVISOR: entry(null, '监督人员', 'a supervisor outside that unit'),
    SYSTEM: entry(null, '系统', 'the system of a province'),
  },
} as const satisfies CodeList;

/** By which rule the leg at fault was found. */
export const AttributionRule = {
  name: 'AttributionRule',
  labelZh: '归责规则',
  labelEn: 'By which rule the leg at fault was found',
  standard: 'Tongban',
  entries: {
    LONGEST_OVERDUE: entry(null, '超时最长的环节', 'the leg that was overdue longest'),
    SENT_BACK: entry(null, '被退回或补正最多的环节', 'the leg whose work was sent back most often'),
    NAMED_BY_INDICATOR: entry(null, '评价指标所指的环节', 'the leg that the indicator names'),
    DECIDING_LEG: entry(null, '作出决定的环节', 'the leg that decides'),
    BY_SUPERVISOR: entry(null, '监督人员认定', 'found by a supervisor'),
  },
} as const satisfies CodeList;

/** What a unit has to do in time. */
export const RatingDuty = {
  name: 'RatingDuty',
  labelZh: '评价办理时限种类',
  labelEn: 'What is due about a rating',
  standard: 'Tongban',
  entries: {
    CALLBACK: entry(null, '回访', 'to call back'),
    RECTIFY: entry(null, '整改反馈', 'to mend and give feedback'),
    REVISIT: entry(null, '再次评价', 'for the rater to rate what came of it'),
  },
} as const satisfies CodeList;

export type RatingStateCode = keyof typeof RatingState.entries;
export type RatingEventCode = keyof typeof RatingEvent.entries;
export type RatingPartyCode = keyof typeof RatingParty.entries;
export type AttributionRuleCode = keyof typeof AttributionRule.entries;
export type RatingDutyCode = keyof typeof RatingDuty.entries;

/** The lists of ratings. */
export const ratingLists: readonly CodeList[] = [
  RatingChannel,
  RatedService,
  RatingIndicator,
  RatingState,
  RatingEvent,
  RatingParty,
  AttributionRule,
  RatingDuty,
  RatingRefusalCodes,
  ...performanceLists,
];
