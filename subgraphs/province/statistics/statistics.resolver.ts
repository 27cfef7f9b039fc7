import { Args, ArgsType, Ctx, Directive, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { CaseState } from '../../../schema/case-lists.js';
import { HandlingMode, StatisticsSatisfaction } from '../../../schema/code-lists.js';
import { StatisticsDimension, type StatisticsDimensionCode } from '../../../schema/statistics-lists.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { ProvincesArgument } from '../shared/connection.resolver.js';
import { isAsked, parseProvinceCode, parseStandardItemId } from '../../shared/ids.js';
import { answerStatistics } from './answer.service.js';
import type { AskedStatistics } from './question.rules.js';
import { CaseStatistics } from './statistics-type.resolver.js';

const CaseStateEnum = codeListEnum(CaseState);
const HandlingModeEnum = codeListEnum(HandlingMode);
const StatisticsDimensionEnum = codeListEnum(StatisticsDimension);
const StatisticsSatisfactionEnum = codeListEnum(StatisticsSatisfaction);

/** Of which cases; what is absent does not narrow. */
@InputType({
  description:
    '统计的筛选条件，各条件同时成立；每个条件占用一个维度。 · Of which cases; all conditions must hold, and each of them uses a dimension.',
})
export class CaseStatisticsFilter {
  @Field(() => [ID], { nullable: true, description: '国家事项的标识。 · Ids of national items.' })
  readonly items?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: '国务院主管部门的英文缩写，如 MPS。 · Abbreviations of competent authorities, such as MPS.',
  })
  readonly authorities?: readonly string[] | null;

  @Field(() => [HandlingModeEnum], { nullable: true, description: '业务模式。 · Modes of handling.' })
  readonly modes?: readonly (keyof typeof HandlingMode.entries)[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: '收件省份（省级字母代码）。 · Letter codes of receiving provinces.',
  })
  readonly receivingProvinces?: readonly string[] | null;

  @Field(() => [CaseStateEnum], { nullable: true, description: '办件状态。 · States of cases.' })
  readonly states?: readonly (keyof typeof CaseState.entries)[] | null;

  @Field(() => [StatisticsSatisfactionEnum], { nullable: true, description: '满意度。 · Satisfaction.' })
  readonly satisfactions?: readonly (keyof typeof StatisticsSatisfaction.entries)[] | null;
}

/** Months of submission, both inclusive. */
@InputType({
  description:
    '申请月份的期间，起止均含；起于一月止于十二月者按年计，否则占用月份维度。 · Months of submission, both inclusive; from a January to a December it uses the dimension of years, otherwise that of months.',
})
export class StatisticsPeriod {
  @Field(() => String, { description: '起月，如 2026-01。 · The first month, such as 2026-01.' })
  readonly from!: string;

  @Field(() => String, { description: '止月，如 2026-06。 · The last month, such as 2026-06.' })
  readonly to!: string;
}

/** What is counted, of which cases. */
@ArgsType()
export class CaseStatisticsArguments extends ProvincesArgument {
  @Field(() => [StatisticsDimensionEnum], {
    defaultValue: [],
    description:
      '分组维度；连同筛选与期间所用者至多三个（办理省份不计）；缺省为合计。 · By what to group; three dimensions at most with those of filter and period, not counting the handling province; the total unless given.',
  })
  readonly groupBy!: readonly StatisticsDimensionCode[];

  @Field(() => CaseStatisticsFilter, { nullable: true, description: '筛选条件。 · Of which cases.' })
  readonly filter?: CaseStatisticsFilter | null;

  @Field(() => StatisticsPeriod, {
    nullable: true,
    description: '申请月份；缺省为全部已结束的月份。 · Months of submission; all that are over unless given.',
  })
  readonly period?: StatisticsPeriod | null;
}

/** Numbers without records. */
@Resolver()
export class StatisticsResolver {
  @Allow('readStatistics')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => CaseStatistics, {
    description:
      '办件统计。公开的统计表（无筛选，按整年）人人可查；统计分析人员、监督人员、协调员和省级系统管理员可自由提问，每日有次数上限。 · Numbers over cases. Everybody sees the published tables (no filter, whole years); analysts, supervisors, coordinators and operators ask freely, a bounded number of questions a day.',
  })
  async caseStatistics(
    @Args(() => CaseStatisticsArguments) { groupBy, filter, period, provinces }: CaseStatisticsArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<CaseStatistics> {
    const { code } = context.province;
    if (!isAsked(provinces, code)) return new CaseStatistics(code, undefined);
    const asked = { groupBy, filter: filterOf(filter), period: period ?? undefined };
    return new CaseStatistics(code, await answerStatistics(context, asked));
  }
}

function filterOf(filter: CaseStatisticsFilter | null | undefined): AskedStatistics['filter'] {
  if (filter === null || filter === undefined) return {};
  const { items, authorities, modes, receivingProvinces, states, satisfactions } = filter;
  return {
    ITEM: items?.map(parseStandardItemId),
    AUTHORITY: authorities ?? undefined,
    MODE: modes ?? undefined,
    RECEIVING_PROVINCE: receivingProvinces?.map(parseProvinceCode),
    STATE: states ?? undefined,
    SATISFACTION: satisfactions ?? undefined,
  };
}
