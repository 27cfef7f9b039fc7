import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { PerformanceRefusalCodes, performanceRefusals } from '../../../schema/performance-refusals.js';
import { ScorecardAppealState, ScorecardMeasure } from '../../../schema/performance-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';
import type { Card } from './scorecard.service.js';
import type { ScorecardAppealRow } from './scorecard.entity.js';

const ScorecardMeasureEnum = codeListEnum(ScorecardMeasure);
const ScorecardAppealStateEnum = codeListEnum(ScorecardAppealState);

/** What was said against a line of a scorecard. */
@ObjectType({ simpleResolvers: true, description: '对一项绩效数字的申诉。 · The appeal of one line of a scorecard.' })
export class ScorecardAppeal {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;

  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => ScorecardMeasureEnum, { description: '指标。 · The line.' })
  readonly measure: string;

  @Field(() => ScorecardAppealStateEnum, {
    description: '状态；数字不因决定而变。 · Where it stands; no decision changes the figure.',
  })
  readonly state: string;

  @Field(() => String, { description: '理由。 · Why it was appealed.' })
  readonly reason: string;

  @Field(() => DateTime, { description: '提出时间。 · When it was appealed.' })
  readonly appealedAt: string;

  @Field(() => String, { nullable: true, description: '决定的理由。 · Why it was decided so.' })
  readonly decision: string | null;

  @Field(() => DateTime, { nullable: true, description: '决定时间。 · When it was decided.' })
  readonly decidedAt: string | null;

  constructor(row: ScorecardAppealRow) {
    this.id = row.id;
    this.province = new Province(ownerOf(row.id));
    this.measure = row.measure;
    this.state = row.state;
    this.reason = row.reason;
    this.appealedAt = row.appealed_at;
    this.decision = row.decision;
    this.decidedAt = row.decided_at;
  }
}

const percent = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((100 * part) / whole));

/** What a unit or a person has done in a period, computed when it is asked for. */
@ObjectType({
  simpleResolvers: true,
  description:
    '绩效卡：由办件与评价实时计算，不可填写。 · A scorecard: computed from cases and ratings when it is asked for, never typed in.',
})
export class Scorecard {
  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => String, { description: '单位代码。 · Code of the unit.' })
  readonly unit: string;

  @Field(() => String, {
    nullable: true,
    description: '人员账号；单位的绩效卡为空。 · The account of the person; null for the card of the unit.',
  })
  readonly account: string | null;

  @Field(() => DateTime, { description: '期间的起点（含）。 · The beginning of the period, inclusive.' })
  readonly from: string;

  @Field(() => DateTime, { description: '期间的终点（不含）。 · The end of the period, exclusive.' })
  readonly to: string;

  @Field(() => Int, { description: '收件数。 · Cases received.' })
  readonly received: number;

  @Field(() => Int, { description: '首次转交数。 · Cases forwarded for the first time.' })
  readonly forwarded: number;

  @Field(() => Int, { description: '其中已获答复的。 · Those of them that were answered.' })
  readonly answered: number;

  @Field(() => Int, {
    nullable: true,
    description:
      '一次办成率（百分比）；无答复时为空。 · Percent of the answered that were accepted at once and never corrected; null where none was answered.',
  })
  readonly firstTimeRightPercent: number | null;

  @Field(() => Int, { description: '退回与补正次数。 · How often something came back.' })
  readonly returns: number;

  @Field(() => Int, {
    nullable: true,
    description: '收件至首次转交的平均工作分钟。 · Working minutes from receipt to first handoff, on average.',
  })
  readonly averageForwardMinutes: number | null;

  @Field(() => Int, { description: '计入的评价数。 · Ratings that count for it.' })
  readonly ratings: number;

  @Field(() => Int, { description: '其中归责于其的差评数。 · Bad ones of them, laid to it.' })
  readonly badRatings: number;

  @Field(() => Int, {
    nullable: true,
    description: '好评率（百分比）。 · Percent of the ratings that are no bad ones.',
  })
  readonly goodRatingPercent: number | null;

  @Field(() => [ScorecardAppeal], { description: '对各项数字的申诉。 · Appeals of its lines.' })
  readonly appeals: readonly ScorecardAppeal[];

  constructor(province: string, { who, period, score, appeals }: Card) {
    this.province = new Province(province);
    this.unit = who.unit;
    this.account = who.subject;
    this.from = period.from;
    this.to = period.to;
    this.received = score.received;
    this.forwarded = score.forwarded;
    this.answered = score.answered;
    this.firstTimeRightPercent = percent(score.firstTimeRight, score.answered);
    this.returns = score.returns;
    const { forwardMinutes: minutes, forwarded } = score;
    this.averageForwardMinutes = minutes === null || forwarded === 0 ? null : Math.round(minutes / forwarded);
    this.ratings = score.ratings;
    this.badRatings = score.badRatings;
    this.goodRatingPercent = percent(score.ratings - score.badRatings, score.ratings);
    this.appeals = appeals.map((row) => new ScorecardAppeal(row));
  }
}

/** How much lies with somebody. */
@ObjectType({ simpleResolvers: true, description: '一人手中的在办环节数。 · Open legs that lie with one person.' })
export class StaffLoad {
  @Field(() => String, { description: '人员账号。 · The account of the person.' })
  readonly account: string;

  @Field(() => Int, { description: '在办环节数。 · Open legs on which he acted last.' })
  readonly open: number;

  constructor(account: string, open: number) {
    this.account = account;
    this.open = open;
  }
}

/** How much lies with a unit. */
@ObjectType({ simpleResolvers: true, description: '单位的在办工作量。 · The workload of a unit.' })
export class UnitWorkload {
  @Field(() => String, { description: '单位代码。 · Code of the unit.' })
  readonly unit: string;

  @Field(() => Int, { description: '在办环节数。 · Its open legs.' })
  readonly open: number;

  @Field(() => [StaffLoad], {
    description:
      '各人在办数；仅本人、协调员和监督人员可见。 · By person: for himself, the coordinator and supervisors.',
  })
  readonly staff: readonly StaffLoad[];

  constructor(unit: string, open: number, staff: readonly StaffLoad[]) {
    this.unit = unit;
    this.open = open;
    this.staff = staff;
  }
}

/** Who should receive the next case. */
@ObjectType({ simpleResolvers: true, description: '建议的收件人员。 · Who should receive the next case.' })
export class ClerkSuggestion {
  @Field(() => ID, { description: '人员的全局标识。 · Global id of the member of the staff.' })
  readonly staffId: string;

  @Field(() => Int, {
    nullable: true,
    description: '其在办环节数；仅协调员和监督人员可见。 · His open legs, for the coordinator and supervisors.',
  })
  readonly open: number | null;

  constructor(staffId: string, open: number | null) {
    this.staffId = staffId;
    this.open = open;
  }
}

/** Why nothing was done. */
export const ScorecardRefusal = refusalOf({
  name: 'ScorecardRefusal',
  description: '绩效申诉未获办理及其原因。 · Why nothing was done about a scorecard.',
  codes: PerformanceRefusalCodes,
  refusals: performanceRefusals,
});

export type ScorecardRefusal = InstanceType<typeof ScorecardRefusal>;

/** What came of an appeal. */
export const ScorecardAppealResult = createUnionType({
  name: 'ScorecardAppealResult',
  description: '申诉，或未获办理的原因。 · The appeal, or why nothing was done.',
  types: () => [ScorecardAppeal, ScorecardRefusal] as const,
});
