import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { CaseState } from '../../../schema/case-lists.js';
import { HandlingMode, StatisticsSatisfaction } from '../../../schema/code-lists.js';
import {
  type StatisticsRefusalCode,
  StatisticsRefusalCodes,
  statisticsRefusals,
} from '../../../schema/statistics-refusals.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Cure } from '../cases/index.js';
import { DateTime } from '../shared/date-time.js';
import { Coverage, Province, StandardItem } from '../shared/graph.resolver.js';
import { standardItemId } from '../../shared/ids.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';
import type { Answer, AnsweredRow } from './answer.service.js';
import { StatisticsMinutes, StatisticsOverdue, StatisticsRatings } from './statistics-metric.resolver.js';

const CaseStateEnum = codeListEnum(CaseState);
const HandlingModeEnum = codeListEnum(HandlingMode);
const StatisticsSatisfactionEnum = codeListEnum(StatisticsSatisfaction);

const refusalType = {
  name: 'StatisticsRefusal',
  description:
    '一省未予答复及其原因；其他省份的数字不受影响。 · Why one province does not answer; the numbers of the others stand.',
} as const;

const Refusal = refusalOf({ ...refusalType, codes: StatisticsRefusalCodes, refusals: statisticsRefusals });

/** Why one province does not answer. */
@ObjectType(refusalType.name, { simpleResolvers: true, description: refusalType.description })
export class StatisticsRefusal extends Refusal {
  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => Cure, { description: '补救方法。 · Who can mend it.' })
  readonly curedBy: Cure;

  constructor(province: string, code: StatisticsRefusalCode) {
    super(code);
    this.province = new Province(province);
    this.curedBy = new Cure(statisticsRefusals[code].curedBy);
  }
}

/** One cell. */
@ObjectType({
  description:
    '统计表的一行；仅分组所用的维度有值。 · One row of the table; of the dimensions only those that it is grouped by have values.',
})
export class CaseStatisticsRow {
  @Field(() => StandardItem, { nullable: true, description: '国家事项。 · The national item.' })
  readonly item: StandardItem | null;

  @Field(() => String, {
    nullable: true,
    description:
      '国务院主管部门的英文缩写；事项不在清单内时为空。 · Abbreviation of the competent authority; null too for what is not on the list of the province.',
  })
  readonly authority: string | null;

  @Field(() => HandlingModeEnum, { nullable: true, description: '业务模式。 · Mode of handling.' })
  readonly mode: string | null;

  @Field(() => Province, {
    nullable: true,
    description:
      '收件省份；无人代收时为申请人所在省份。 · Where the application was handed in; where nobody received it for another, the province of the applicant.',
  })
  readonly receivingProvince: Province | null;

  @Field(() => Province, {
    nullable: true,
    description: '办理（牵头）省份，办件由其计入。 · The province that handles or leads, which counts the case.',
  })
  readonly handlingProvince: Province | null;

  @Field(() => CaseStateEnum, { nullable: true, description: '办件状态。 · State of the case.' })
  readonly state: string | null;

  @Field(() => Int, { nullable: true, description: '申请年份。 · Year of submission.' })
  readonly year: number | null;

  @Field(() => String, {
    nullable: true,
    description: '申请月份，如 2026-03。 · Month of submission, such as 2026-03.',
  })
  readonly month: string | null;

  @Field(() => StatisticsSatisfactionEnum, { nullable: true, description: '满意度。 · Satisfaction.' })
  readonly satisfaction: string | null;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, {
    description:
      '办件数，仅就公布该单元的省份。 · Cases, of the provinces that publish this cell: a lower bound where suppressedIn is not zero.',
  })
  readonly cases: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, {
    description:
      '不公布该单元的省份数：单元过小，或可据以推算过小的单元；也可能并无办件。 · How many provinces keep this cell to themselves, since it is too small or something too small could be told from it; it may even be empty there.',
  })
  readonly suppressedIn: number;
  readonly #row: AnsweredRow;

  constructor(row: AnsweredRow) {
    const { key } = row;
    const provinceOf = (code: string | null | undefined) => (typeof code === 'string' ? new Province(code) : null);
    this.item = typeof key.ITEM === 'string' ? new StandardItem(standardItemId(key.ITEM)) : null;
    this.authority = key.AUTHORITY ?? null;
    this.mode = key.MODE ?? null;
    this.receivingProvince = provinceOf(key.RECEIVING_PROVINCE);
    this.handlingProvince = provinceOf(key.HANDLING_PROVINCE);
    this.state = key.STATE ?? null;
    this.year = typeof key.YEAR === 'string' ? Number(key.YEAR) : null;
    this.month = key.MONTH ?? null;
    this.satisfaction = key.SATISFACTION ?? null;
    this.cases = row.cases ?? 0;
    this.suppressedIn = row.cases === null ? 1 : 0;
    this.#row = row;
  }

  @Directive('@merge(how: "OBJECT")')
  @Field(() => StatisticsMinutes, { description: '办理用时。 · How long the cases took.' })
  async workingMinutes(): Promise<StatisticsMinutes> {
    return new StatisticsMinutes(this.#row, await this.#row.minutes());
  }

  @Directive('@merge(how: "OBJECT")')
  @Field(() => StatisticsOverdue, { description: '超期情况。 · How many were late.' })
  async overdue(): Promise<StatisticsOverdue> {
    return new StatisticsOverdue(await this.#row.timeliness());
  }

  @Directive('@merge(how: "OBJECT")')
  @Field(() => StatisticsRatings, { description: '好差评情况。 · How applicants have rated.' })
  async ratings(): Promise<StatisticsRatings> {
    return new StatisticsRatings(await this.#row.ratings());
  }
}

/** Numbers over cases, without any case. */
@ObjectType({
  simpleResolvers: true,
  description:
    '办件统计：每省只给出单元的数字，过小的单元（及可据以推算者）在省内即不公布。 · Numbers over cases: a province gives the numbers of cells and no case, and keeps to itself cells that are too small, with those from which they could be told.',
})
export class CaseStatistics {
  @Directive(
    '@merge(how: "BUCKETS", by: "year month item { id } authority mode receivingProvince { code } handlingProvince { code } state satisfaction")',
  )
  @Field(() => [CaseStatisticsRow], {
    description:
      '统计表，列有办件的与不公布的单元；未列者为零（未作答或拒绝的省份除外）。 · The cells that have cases or are kept back; one that is not there is zero, but for provinces that are missing or refuse.',
  })
  readonly rows: readonly CaseStatisticsRow[];

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [StatisticsRefusal], {
    description: '未予答复的省份及原因。 · The provinces that do not answer this question, and why.',
  })
  readonly refusals: readonly StatisticsRefusal[];

  @Directive('@merge(how: "MAX")')
  @Field(() => Int, {
    nullable: true,
    description:
      '最小单元：小于该数者不公布；各省不同时取最大者。 · The smallest cell that is published; the greatest of the provinces, where they differ.',
  })
  readonly smallestCell: number | null;

  @Directive('@merge(how: "MIN")')
  @Field(() => DateTime, {
    nullable: true,
    description:
      '数据截至何时：当日零时，当日内重复提问结果相同；各省不同时取最早者。 · As of when: the beginning of a day, so that the same question has the same answer all day; the earliest of the provinces, where they differ.',
  })
  readonly asOf: string | null;

  @Directive('@merge(how: "MIN")')
  @Field(() => String, {
    nullable: true,
    description:
      '计入的最后一个月：只计已结束的月份。 · The last month that is counted: only months that are over are.',
  })
  readonly lastMonth: string | null;

  @Directive('@coverage')
  @Field(() => Coverage, { description: '涵盖的省份。 · The provinces that this covers.' })
  readonly coverage: Coverage;

  constructor(province: string, answer: Answer | undefined) {
    this.rows = answer?.rows.map((row) => new CaseStatisticsRow(row)) ?? [];
    this.refusals = answer?.refusal === undefined ? [] : [new StatisticsRefusal(province, answer.refusal)];
    this.smallestCell = answer?.smallestCell ?? null;
    this.asOf = answer?.asOf ?? null;
    this.lastMonth = answer?.lastMonth ?? null;
    this.coverage = new Coverage(answer === undefined ? [] : [province]);
  }
}
