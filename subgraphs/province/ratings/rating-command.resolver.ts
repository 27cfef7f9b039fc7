import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { Satisfaction } from '../../../schema/code-lists.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { assertIdempotencyKey } from '../shared/idempotency-key.js';
import { assertOwnId } from '../../shared/ids.js';
import { type RatingCommand, runRatingCommand } from './command.service.js';
import type { Level } from './face.rules.js';
import { findRatingById, type Rating, RatingResult } from './rating-type.resolver.js';
import { RatingRefusal } from './refusal-type.resolver.js';

const SatisfactionEnum = codeListEnum(Satisfaction);

const KEY =
  '幂等键：同一调用者以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same caller takes effect once.';
const ID_TEXT = '评价在办理省份的标识。 · Id of the rating where it is dealt with.';
const INPUT = '输入。 · What is asked for.';

/** What a unit does about a rating, in words. */
@InputType({ description: '对一项评价的办理。 · What is done about a rating.' })
export class RatingStepInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: ID_TEXT })
  readonly ratingId!: string;

  @Field(() => String, { description: '内容或理由，1 至 2000 字。 · What was done or why, 1 to 2,000 characters.' })
  readonly text!: string;
}

/** What a supervisor decides on an appeal. */
@InputType({ description: '对申诉的决定。 · The decision on an appeal.' })
export class RatingAppealInput extends RatingStepInput {
  @Field(() => Boolean, {
    description: '是否认定为误评或恶评、不予计入。 · Whether it was mistaken or malicious, and does not count.',
  })
  readonly exclude!: boolean;
}

/** Which leg a supervisor finds at fault. */
@InputType({ description: '对归责异议的决定。 · The decision on a contested attribution.' })
export class AttributionInput extends RatingStepInput {
  @Field(() => String, { description: '应负责的环节。 · Name of the leg at fault.' })
  readonly leg!: string;
}

/** What the rater says of what came of his rating. */
@InputType({ description: '再次评价。 · How the rater finds what came of his rating.' })
export class RevisitRatingInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '评价的标识。 · Id of the rating.' })
  readonly ratingId!: string;

  @Field(() => SatisfactionEnum, { description: '满意度等级。 · The level.' })
  readonly level!: Level;

  @Field(() => String, { nullable: true, description: '内容，至多 2000 字。 · In words, 2,000 characters at most.' })
  readonly text?: string | null;
}

/** How a rating is published. */
@InputType({ description: '公开一项评价。 · The publication of a rating.' })
export class PublishRatingInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: ID_TEXT })
  readonly ratingId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '审核人给出的去标识化内容；不给则不公开文字。 · A text that the reviewer has de-identified; none is published otherwise.',
  })
  readonly text?: string | null;
}

type Outcome = Promise<Rating | RatingRefusal>;

/** What is done about ratings. */
@Resolver()
export class RatingCommandResolver {
  @Allow('answerRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, { description: '回访核实差评。 · The unit calls the rater back.' })
  callBackRater(
    @Arg('input', () => RatingStepInput, { description: INPUT }) input: RatingStepInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'callBack' });
  }

  @Allow('answerRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, { description: '即时整改，或完成台账中的整改。 · The unit mends what was bad.' })
  fixRating(
    @Arg('input', () => RatingStepInput, { description: INPUT }) input: RatingStepInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'fix' });
  }

  @Allow('answerRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, {
    description: '列入台账，限期整改。 · The unit puts it into its ledger, with a limit.',
  })
  ledgerRating(
    @Arg('input', () => RatingStepInput, { description: INPUT }) input: RatingStepInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'ledger' });
  }

  @Allow('answerRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, {
    description: '诉求无依据的，作出解释。 · The unit explains why nothing can be mended.',
  })
  explainRating(
    @Arg('input', () => RatingStepInput, { description: INPUT }) input: RatingStepInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'explain' });
  }

  @Allow('answerRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, {
    description:
      '以误评或恶评为由申诉，由单位以外的监督人员决定。 · The unit appeals: mistaken or malicious. A supervisor outside of it decides.',
  })
  appealRating(
    @Arg('input', () => RatingStepInput, { description: INPUT }) input: RatingStepInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'appeal' });
  }

  @Allow('answerRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, {
    description: '对归责提出异议，仅限一次。 · The unit contests that the fault was its own; once.',
  })
  contestAttribution(
    @Arg('input', () => RatingStepInput, { description: INPUT }) input: RatingStepInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'contest' });
  }

  @Allow('answerRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, { description: '向评价人反馈结果。 · The unit tells the rater what came of it.' })
  giveFeedback(
    @Arg('input', () => RatingStepInput, { description: INPUT }) input: RatingStepInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'giveFeedback' });
  }

  @Allow('superviseRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, {
    description: '决定申诉；不得由本单位人员决定。 · Decides an appeal; nobody of the unit itself may.',
  })
  decideRatingAppeal(
    @Arg('input', () => RatingAppealInput, { description: INPUT }) { exclude, ...input }: RatingAppealInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: exclude ? 'exclude' : 'reinstate' });
  }

  @Allow('superviseRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, {
    description: '决定归责异议：维持，或归于另一环节。 · Decides whose fault it was: as it stands, or another leg’s.',
  })
  decideAttribution(
    @Arg('input', () => AttributionInput, { description: INPUT }) input: AttributionInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'decideAttribution', leg: input.leg });
  }

  @Allow('revisitRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, {
    description: '评价人对办理结果再次评价。 · The rater rates what came of his rating.',
  })
  revisitRating(
    @Arg('input', () => RevisitRatingInput, { description: INPUT }) input: RevisitRatingInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'revisit', level: input.level });
  }

  @Allow('superviseRating')
  @Directive('@owner(by: "input.ratingId")')
  @Mutation(() => RatingResult, { description: '公开评价及其结果。 · Publishes a rating and what came of it.' })
  publishRating(
    @Arg('input', () => PublishRatingInput, { description: INPUT }) input: PublishRatingInput,
    @Ctx() context: ProvinceContext,
  ): Outcome {
    return run(context, input, { event: 'publish' });
  }
}

/** What every input has. */
interface Given {
  readonly ratingId: string;
  readonly idempotencyKey: string;
  readonly text?: string | null;
}

async function run(
  context: ProvinceContext,
  { ratingId: id, idempotencyKey, text = null }: Given,
  said: Pick<RatingCommand, 'event' | 'leg' | 'level'>,
): Outcome {
  const { caller, exchange, province } = context;
  if (caller === undefined) throw new Error('A command got here without a caller: its field lacks @Allow.');
  assertOwnId(id, 'Rating', province.code);
  assertIdempotencyKey(idempotencyKey);
  const place = { desk: exchange.desk, instance: province, wake: () => exchange.wake() };
  const outcome = await runRatingCommand(place, caller, { ...said, id, idempotencyKey, text });
  if ('refusal' in outcome) return new RatingRefusal(outcome.refusal);
  context.forget(); // an earlier command of this request has read what this one has changed
  return (await findRatingById(outcome.subject, context)) ?? new RatingRefusal('RATING_UNKNOWN');
}
