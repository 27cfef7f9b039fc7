import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { ScorecardMeasure, type ScorecardMeasureCode } from '../../../schema/performance-lists.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { Outcome } from '../access/once/run-once.service.js';
import type { ProvinceContext } from '../context.js';
import { inTransaction } from '../exchange/desk.js';
import { DateTime } from '../shared/date-time.js';
import { assertIdempotencyKey } from '../shared/idempotency-key.js';
import { assertOwnId, assertOwnProvince } from '../../shared/ids.js';
import type { PerformanceRefusalCode } from '../../../schema/performance-refusals.js';
import { appealLine, decideAppeal, findAppeal } from './appeal.service.js';
import { ScorecardAppeal, ScorecardAppealResult, ScorecardRefusal } from './scorecard-type.resolver.js';

const ScorecardMeasureEnum = codeListEnum(ScorecardMeasure);
const KEY =
  '幂等键：同一调用者以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same caller takes effect once.';

/** Which line is appealed, and why. */
@InputType({ description: '对一项绩效数字的申诉。 · Which line is appealed, and why.' })
export class AppealScorecardInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '省级字母代码。 · Letter code of the province.' })
  readonly province!: string;

  @Field(() => String, { description: '单位代码。 · Code of the unit.' })
  readonly unit!: string;

  @Field(() => Boolean, {
    description:
      '是否为本人的绩效卡；否则为单位的。 · Whether it is the card of the caller himself; that of his unit otherwise.',
  })
  readonly own!: boolean;

  @Field(() => ScorecardMeasureEnum, { description: '指标。 · The line.' })
  readonly measure!: ScorecardMeasureCode;

  @Field(() => DateTime, { description: '期间的起点（含）。 · The beginning of the period, inclusive.' })
  readonly from!: string;

  @Field(() => DateTime, { description: '期间的终点（不含）。 · The end of the period, exclusive.' })
  readonly to!: string;

  @Field(() => String, { description: '理由，1 至 2000 字。 · The reason, 1 to 2,000 characters.' })
  readonly reason!: string;
}

/** What is decided on an appeal, and why. */
@InputType({ description: '对绩效申诉的决定。 · The decision on the appeal of a line.' })
export class DecideScorecardAppealInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '申诉的全局标识。 · Global id of the appeal.' })
  readonly appealId!: string;

  @Field(() => Boolean, { description: '是否成立。 · Whether it is upheld.' })
  readonly uphold!: boolean;

  @Field(() => String, { description: '理由，1 至 2000 字。 · The reason, 1 to 2,000 characters.' })
  readonly text!: string;
}

/** What is said against scorecards. */
@Resolver()
export class ScorecardAppealResolver {
  @Allow('appealScorecard')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => ScorecardAppealResult, {
    description:
      '对本单位或本人的一项绩效数字提出申诉。 · Appeals a line of the scorecard of one’s unit, or of one’s own.',
  })
  async appealScorecard(
    @Arg('input', () => AppealScorecardInput, { description: '输入。 · Which line, and why.' })
    input: AppealScorecardInput,
    @Ctx() context: ProvinceContext,
  ): Promise<ScorecardAppeal | ScorecardRefusal> {
    const { province, unit, own, measure, from, to, reason, idempotencyKey } = input;
    assertOwnProvince(province, context.province.code);
    assertIdempotencyKey(idempotencyKey);
    const caller = callerOf(context);
    const who = { unit, subject: own ? caller.subject : null };
    const line = { who, measure, period: { from, to }, reason, idempotencyKey };
    return answer(context, await appealLine(context, caller, line));
  }

  @Allow('judgeScorecard')
  @Directive('@owner(by: "input.appealId")')
  @Mutation(() => ScorecardAppealResult, {
    description:
      '决定申诉：数字不变，予以标注；不得决定本单位的申诉。 · Decides an appeal: the figure stays and is marked. Nobody of the unit itself may.',
  })
  async decideScorecardAppeal(
    @Arg('input', () => DecideScorecardAppealInput, { description: '输入。 · The decision.' })
    input: DecideScorecardAppealInput,
    @Ctx() context: ProvinceContext,
  ): Promise<ScorecardAppeal | ScorecardRefusal> {
    assertOwnId(input.appealId, 'ScorecardAppeal', context.province.code);
    assertIdempotencyKey(input.idempotencyKey);
    return answer(context, await decideAppeal(context, callerOf(context), input));
  }
}

function callerOf({ caller }: ProvinceContext) {
  if (caller === undefined) throw new Error('A command got here without a caller: its field lacks @Allow.');
  return caller;
}

async function answer(
  context: ProvinceContext,
  outcome: Outcome<{ readonly refusal: PerformanceRefusalCode }>,
): Promise<ScorecardAppeal | ScorecardRefusal> {
  if ('refusal' in outcome) return new ScorecardRefusal(outcome.refusal);
  const row = await inTransaction(context.exchange.desk, (transaction) => findAppeal(transaction, outcome.subject));
  return row === undefined ? new ScorecardRefusal('APPEAL_UNKNOWN') : new ScorecardAppeal(row);
}
