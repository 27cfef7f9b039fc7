import { Arg, Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { quantileOf } from '../../../schema/quantile.js';
import type { AnsweredRow, Counted } from './answer.service.js';

const SUPPRESSED =
  '未公布该数的省份数：大于零时，相应合计只是下限。 · How many provinces do not publish it: where it is not zero, the sums are lower bounds.';

/** Durations over fixed buckets. */
@ObjectType({
  simpleResolvers: true,
  description: '时长的固定分桶直方图，单位为工作分钟。 · Durations in working minutes, counted over fixed buckets.',
})
export class StatisticsHistogram {
  @Directive('@merge(how: "ANY")')
  @Field(() => [Int], {
    description:
      '各桶的上界（含），末桶无上界，故比计数少一个。 · Upper bounds of the buckets, inclusive; the last bucket is open, so there is one bound fewer than counts.',
  })
  readonly bounds: readonly number[];

  @Directive('@merge(how: "HISTOGRAM", by: "bounds")')
  @Field(() => [Int], { description: '各桶的办件数。 · Cases in each bucket.' })
  readonly counts: readonly number[];

  constructor(bounds: readonly number[], counts: readonly number[]) {
    this.bounds = bounds;
    this.counts = counts;
  }

  @Directive('@merge(how: "QUANTILE", by: "counts bounds")')
  @Field(() => Float, {
    nullable: true,
    description:
      '分位数，桶内线性插值，误差不超过所在桶的宽度（由 bounds 可知）；超过最后一个上界时取该上界；无办件时为空。 · A quantile, by linear interpolation: off by at most the width of its bucket, which bounds shows; the last bound for whatever lies above it; null where there are no cases.',
  })
  quantile(
    @Arg('q', () => Float, { description: '0 与 1 之间，如 0.5 为中位数。 · Between 0 and 1; 0.5 is the median.' })
    q: number,
  ): number | null {
    return quantileOf(q, this);
  }
}

/** How long cases took. */
@ObjectType({
  description:
    '已结办件自申请至办结的工作分钟，按办理省份的工作日历；无法计算者不计。 · Working minutes of ended cases from submission to completion, by the calendar of the handling province; those of which they are not known are not counted.',
})
export class StatisticsMinutes {
  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '计入的已结办件数。 · Ended cases that are counted.' })
  readonly cases: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Float, { description: '工作分钟合计。 · Their working minutes, added up.' })
  readonly sum: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: SUPPRESSED })
  readonly suppressedIn: number;
  readonly #row: AnsweredRow;

  constructor(row: AnsweredRow, minutes: Counted<{ readonly cases: number; readonly sum: number }>) {
    this.cases = minutes?.cases ?? 0;
    this.sum = minutes?.sum ?? 0;
    this.suppressedIn = minutes === null ? 1 : 0;
    this.#row = row;
  }

  @Directive('@merge(how: "MEAN", by: "sum cases")')
  @Field(() => Float, {
    nullable: true,
    description: '平均工作分钟，仅就公布的办件。 · Their mean, over the cases that are published.',
  })
  mean(): number | null {
    return this.cases === 0 ? null : this.sum / this.cases;
  }

  @Directive('@merge(how: "OBJECT")')
  @Field(() => StatisticsHistogram, {
    description:
      '未公布的桶并入其中最短的一桶：所得分位数不大于真值所在桶的上界。 · With what is hidden put into the shortest of the hidden buckets: its quantiles are lower bounds, but for the width of a bucket.',
  })
  async least(): Promise<StatisticsHistogram> {
    const { bounds, least } = await this.#row.durations();
    return new StatisticsHistogram(bounds, least);
  }

  @Directive('@merge(how: "OBJECT")')
  @Field(() => StatisticsHistogram, {
    description:
      '未公布的桶并入其中最长的一桶；真实分位数介于 least 与 greatest 之间，各差不超过一桶之宽。 · With what is hidden put into the longest of the hidden buckets; the true quantile lies between that of least and this one, each but for the width of its bucket.',
  })
  async greatest(): Promise<StatisticsHistogram> {
    const { bounds, greatest } = await this.#row.durations();
    return new StatisticsHistogram(bounds, greatest);
  }
}

/** How many cases were late. */
@ObjectType({
  description: '超期情况：已结且有承诺期限的办件。 · How many ended cases with a promised limit were late.',
})
export class StatisticsOverdue {
  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '已结且有期限的办件数。 · Ended cases that had a limit.' })
  readonly decided: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '其中超期者。 · Those of them that ended after it.' })
  readonly overdue: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: SUPPRESSED })
  readonly suppressedIn: number;

  constructor(counted: Counted<{ readonly onTime: number; readonly overdue: number }>) {
    this.decided = counted === null ? 0 : counted.onTime + counted.overdue;
    this.overdue = counted?.overdue ?? 0;
    this.suppressedIn = counted === null ? 1 : 0;
  }

  @Directive('@merge(how: "MEAN", by: "overdue decided")')
  @Field(() => Float, {
    nullable: true,
    description: '超期率，0 至 1；无可公布者为空。 · The share that was late, 0 to 1; null where nothing is published.',
  })
  share(): number | null {
    return this.decided === 0 ? null : this.overdue / this.decided;
  }
}

/** How applicants have rated. */
@ObjectType({ description: '好差评情况。 · How applicants have rated their cases.' })
export class StatisticsRatings {
  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '已评价的办件数。 · Cases that were rated.' })
  readonly rated: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, {
    description: '其中基本满意及以上者。 · Those of them rated basically satisfied or better.',
  })
  readonly satisfied: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: SUPPRESSED })
  readonly suppressedIn: number;

  constructor(counted: Counted<{ readonly rated: number; readonly satisfied: number }>) {
    this.rated = counted?.rated ?? 0;
    this.satisfied = counted?.satisfied ?? 0;
    this.suppressedIn = counted === null ? 1 : 0;
  }

  @Directive('@merge(how: "MEAN", by: "satisfied rated")')
  @Field(() => Float, {
    nullable: true,
    description:
      '满意率，0 至 1；无可公布者为空。 · The share that is satisfied, 0 to 1; null where nothing is published.',
  })
  share(): number | null {
    return this.rated === 0 ? null : this.satisfied / this.rated;
  }
}
