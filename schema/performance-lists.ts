import { type CodeList, entry } from './code-list.js';
import { PerformanceRefusalCodes } from './performance-refusals.js';

/** What a scorecard has a line for. */
export const ScorecardMeasure = {
  name: 'ScorecardMeasure',
  labelZh: '绩效指标',
  labelEn: 'What a scorecard measures',
  standard: 'Tongban',
  entries: {
    RECEIVED: entry(null, '收件数', 'cases received'),
    FORWARDED: entry(null, '转交数', 'cases forwarded for the first time'),
    FIRST_TIME_RIGHT: entry(
      null,
      '一次办成率',
      'answered handoffs that were accepted at once and needed no correction',
    ),
    RETURNS: entry(null, '退回与补正数', 'handoffs sent back and corrections asked for'),
    FORWARD_MINUTES: entry(
      null,
      '收件至转交的平均工作分钟',
      'working minutes from receipt to first handoff, on average',
    ),
    RATINGS: entry(null, '好评率', 'ratings that are no bad ones laid to it'),
  },
} as const satisfies CodeList;

/** Where an appeal of a line stands. */
export const ScorecardAppealState = {
  name: 'ScorecardAppealState',
  labelZh: '绩效申诉状态',
  labelEn: 'State of the appeal of a line',
  standard: 'Tongban',
  entries: {
    OPEN: entry(null, '待决定', 'waits for a supervisor'),
    UPHELD: entry(null, '成立：数字不变，予以标注', 'upheld: the figure stays and is marked'),
    DISMISSED: entry(null, '不成立', 'turned down'),
  },
} as const satisfies CodeList;

export type ScorecardMeasureCode = keyof typeof ScorecardMeasure.entries;
export type ScorecardAppealStateCode = keyof typeof ScorecardAppealState.entries;

/** The lists of scorecards. */
export const performanceLists: readonly CodeList[] = [ScorecardMeasure, ScorecardAppealState, PerformanceRefusalCodes];
