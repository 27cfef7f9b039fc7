import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Query, Resolver } from 'type-graphql';
import { HandlingMode } from '../../../schema/code-lists.js';
import type { Identity } from '../../../schema/identity.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { assertOwnProvince, parseStandardItemId } from '../../shared/ids.js';
import { readStaffCards, readUnitCards, seesEverybody } from './scorecard.service.js';
import { ClerkSuggestion, Scorecard, StaffLoad, UnitWorkload } from './scorecard-type.resolver.js';
import { readWorkload, suggestClerk, type Workload } from './suggest-clerk.service.js';

const HandlingModeEnum = codeListEnum(HandlingMode);
const PROVINCE = '省级字母代码。 · Letter code of the province.';
const UNIT = '单位代码。 · Code of the unit.';

/** Which cards of which period. */
@ArgsType()
export class ScorecardArguments {
  @Field(() => ID, { description: PROVINCE })
  readonly province!: string;

  @Field(() => DateTime, { description: '期间的起点（含）。 · The beginning of the period, inclusive.' })
  readonly from!: string;

  @Field(() => DateTime, { description: '期间的终点（不含）。 · The end of the period, exclusive.' })
  readonly to!: string;
}

/** For what a clerk is looked for. */
@ArgsType()
export class SuggestionArguments {
  @Field(() => ID, { description: PROVINCE })
  readonly province!: string;

  @Field(() => ID, { description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem!: string;

  @Field(() => HandlingModeEnum, { description: '业务模式。 · Mode of handling.' })
  readonly mode!: keyof typeof HandlingMode.entries;

  @Field(() => String, { description: UNIT })
  readonly unit!: string;
}

/** The questions about work. */
@Resolver()
export class PerformanceResolver {
  @Allow('readPerformance')
  @Directive('@owner(by: "province")')
  @Query(() => [Scorecard], {
    description:
      '一省各单位的绩效卡，全体人员可见。 · The scorecards of the units of a province, for all of its staff.',
  })
  async unitScorecards(
    @Args(() => ScorecardArguments) { province, from, to }: ScorecardArguments,
    @Arg('unit', () => String, { nullable: true, description: UNIT }) unit: string | null | undefined,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly Scorecard[]> {
    assertOwnProvince(province, context.province.code);
    const cards = await readUnitCards(context, { from, to }, unit ?? undefined);
    return cards.map((card) => new Scorecard(province, card));
  }

  @Allow('readPerformance')
  @Directive('@owner(by: "province")')
  @Query(() => [Scorecard], {
    description:
      '一个单位各人的绩效卡：协调员和监督人员可见全部，其他人只见本人。 · The scorecards of the people of a unit: all for the coordinator and supervisors, his own for everybody else.',
  })
  async staffScorecards(
    @Args(() => ScorecardArguments) { province, from, to }: ScorecardArguments,
    @Arg('unit', () => String, { description: UNIT }) unit: string,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly Scorecard[]> {
    assertOwnProvince(province, context.province.code);
    const cards = await readStaffCards(context, callerOf(context), { period: { from, to }, unit });
    return cards.map((card) => new Scorecard(province, card));
  }

  @Allow('readPerformance')
  @Directive('@owner(by: "province")')
  @Query(() => [UnitWorkload], {
    description: '一省各单位的在办工作量。 · What is open with the units of a province.',
  })
  async workload(
    @Arg('province', () => ID, { description: PROVINCE }) province: string,
    @Arg('unit', () => String, { nullable: true, description: UNIT }) unit: string | null | undefined,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly UnitWorkload[]> {
    assertOwnProvince(province, context.province.code);
    const loads = await readWorkload(context, unit ?? undefined);
    return loads.map((load) => new UnitWorkload(load.unitCode, load.open, loadsShown(context, load)));
  }

  @Allow('readPerformance')
  @Directive('@owner(by: "province")')
  @Query(() => ClerkSuggestion, {
    nullable: true,
    description:
      '单位中已获该事项及模式认证、当前在岗且在办最少的人员；无人时为空。 · Of those of a unit who are certified and on duty now, the one with the least open work; null when nobody is.',
  })
  async suggestClerk(
    @Args(() => SuggestionArguments) { province, standardItem, mode, unit }: SuggestionArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<ClerkSuggestion | null> {
    assertOwnProvince(province, context.province.code);
    const found = await suggestClerk(context, { item: parseStandardItemId(standardItem), mode, unit });
    if (found === undefined) return null;
    return new ClerkSuggestion(found.staffId, seesEverybody(context, callerOf(context)) ? found.open : null);
  }
}

function loadsShown(context: ProvinceContext, { bySubject }: Workload): readonly StaffLoad[] {
  const caller = callerOf(context);
  const isShown = seesEverybody(context, caller);
  return [...bySubject].flatMap(([account, open]) =>
    isShown || account === caller.subject ? [new StaffLoad(account, open)] : [],
  );
}

function callerOf({ caller }: ProvinceContext): Identity {
  if (caller === undefined) throw new Error('A question got here without a caller: its field lacks @Allow.');
  return caller;
}
