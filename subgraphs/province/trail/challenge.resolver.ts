import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  Query,
  Resolver,
} from 'type-graphql';
import { MAX_PAGE_SIZE } from '../../../schema/page.js';
import { ChallengeState } from '../../../schema/trail-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { SubgraphError } from '../../server/errors.js';
import { Allow } from '../../server/allow.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId } from '../../shared/ids.js';
import {
  AccessChallenge,
  AccessChallengeList,
  AccessChallengeRefusal,
  AccessChallengeResult,
} from './challenge-type.resolver.js';
import { listChallenges } from './list-challenges.service.js';
import {
  type ChallengeOutcome,
  type ChallengeStep,
  findChallenge,
  openChallenge,
  stepChallenge,
} from './challenge.service.js';

const ChallengeStateEnum = codeListEnum(ChallengeState);

/** Which challenges of which province. */
@ArgsType()
export class ChallengeArguments {
  @Field(() => ID, { description: '省级字母代码。 · Letter code of the province.' })
  readonly province!: string;

  @Field(() => ChallengeStateEnum, {
    defaultValue: 'OPEN',
    description: '状态；缺省为待答复。 · State; those that wait for an answer unless given.',
  })
  readonly state!: keyof typeof ChallengeState.entries;

  @Field(() => Int, {
    nullable: true,
    description: `每页条数，1 至 ${MAX_PAGE_SIZE}。 · Rows of a page, 1 to ${MAX_PAGE_SIZE}.`,
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: '从该游标之后开始。 · Starts behind this cursor.' })
  readonly after?: string | null;
}

/** What a person asks about an access. */
@InputType({ description: '对一次查询的异议。 · The challenge of an access.' })
export class ChallengeAccessInput {
  @Field(() => ID, { description: '查询记录的全局标识。 · Global id of the entry of the trail.' })
  readonly entryId!: string;

  @Field(() => String, { description: '理由，1 至 2000 字。 · The reason, 1 to 2,000 characters.' })
  readonly reason!: string;
}

/** What a province answers. */
@InputType({ description: '对异议的答复。 · The answer to a challenge.' })
export class AnswerAccessChallengeInput {
  @Field(() => ID, { description: '异议的全局标识。 · Global id of the challenge.' })
  readonly challengeId!: string;

  @Field(() => String, { description: '说明，1 至 2000 字。 · The explanation, 1 to 2,000 characters.' })
  readonly explanation!: string;

  @Field(() => String, { description: '法律依据，1 至 2000 字。 · The legal basis, 1 to 2,000 characters.' })
  readonly legalBasis!: string;
}

/** How somebody ends a challenge, or takes it to the supervisor. */
@InputType({ description: '异议的下一步。 · The next step of a challenge.' })
export class AccessChallengeStepInput {
  @Field(() => ID, { description: '异议的全局标识。 · Global id of the challenge.' })
  readonly challengeId!: string;

  @Field(() => String, {
    nullable: true,
    description: '说明；监督人员办结时必填。 · In words; a supervisor who closes must say something.',
  })
  readonly text?: string | null;
}

const CHALLENGE = 'AccessChallenge';

/** What a person may do about an access, and who answers. */
@Resolver()
export class ChallengeResolver {
  @Allow('readChallenge')
  @Directive('@owner(by: "id")')
  @Query(() => AccessChallenge, {
    nullable: true,
    description:
      '一项异议；本人、该省以及提交监督后的监督人员可见，对他人为空。 · One challenge: for the person, the province and, once it is before him, the supervisor; null for everybody else.',
  })
  async accessChallenge(
    @Arg('id', () => ID, { description: '异议的全局标识。 · Global id of the challenge.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<AccessChallenge | null> {
    assertOwnId(id, CHALLENGE, context.province.code);
    const found = await findChallenge(context, id);
    return found === undefined ? null : new AccessChallenge(found);
  }

  @Allow('answerChallenge')
  @Directive('@owner(by: "province")')
  @Query(() => AccessChallengeList, {
    description: '本省的异议，提出最早的在前。 · The challenges of the province, those that have waited longest first.',
  })
  async accessChallenges(
    @Args(() => ChallengeArguments) { province, state, first, after }: ChallengeArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<AccessChallengeList> {
    if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    return new AccessChallengeList(await listChallenges(context, state, { first, after }));
  }

  @Allow('challengeAccess')
  @Directive('@owner(by: "input.entryId")')
  @Mutation(() => AccessChallengeResult, {
    description:
      '本人对一次查询提出异议，由该省答复。 · The person concerned challenges an access; its province answers.',
  })
  async challengeAccess(
    @Arg('input', () => ChallengeAccessInput, { description: '输入。 · What is asked.' }) input: ChallengeAccessInput,
    @Ctx() context: ProvinceContext,
  ): Promise<AccessChallenge | AccessChallengeRefusal> {
    assertOwnId(input.entryId, 'AccessTrailEntry', context.province.code);
    return toResult(await openChallenge(context, input));
  }

  @Allow('answerChallenge')
  @Directive('@owner(by: "input.challengeId")')
  @Mutation(() => AccessChallengeResult, {
    description: '该省答复异议：说明及法律依据。 · The province answers, with an explanation and its legal basis.',
  })
  answerAccessChallenge(
    @Arg('input', () => AnswerAccessChallengeInput, { description: '输入。 · The answer.' })
    { challengeId, explanation, legalBasis }: AnswerAccessChallengeInput,
    @Ctx() context: ProvinceContext,
  ): Promise<AccessChallenge | AccessChallengeRefusal> {
    return step(context, challengeId, { act: 'ANSWER', text: explanation, legalBasis });
  }

  @Allow('closeChallenge')
  @Directive('@owner(by: "input.challengeId")')
  @Mutation(() => AccessChallengeResult, {
    description:
      '本人办结异议；提交监督后由监督人员办结。 · The person closes it; once it is before the supervisor, he does.',
  })
  closeAccessChallenge(
    @Arg('input', () => AccessChallengeStepInput, { description: '输入。 · What is closed.' })
    input: AccessChallengeStepInput,
    @Ctx() context: ProvinceContext,
  ): Promise<AccessChallenge | AccessChallengeRefusal> {
    return step(context, input.challengeId, { act: 'CLOSE', text: input.text ?? null, legalBasis: null });
  }

  @Allow('challengeAccess')
  @Directive('@owner(by: "input.challengeId")')
  @Mutation(() => AccessChallengeResult, {
    description:
      '本人将异议提交监督：对答复不满，或逾期未答复。 · The person takes it to the supervisor: after an answer, or when none came in time.',
  })
  escalateAccessChallenge(
    @Arg('input', () => AccessChallengeStepInput, { description: '输入。 · What is taken to the supervisor.' })
    input: AccessChallengeStepInput,
    @Ctx() context: ProvinceContext,
  ): Promise<AccessChallenge | AccessChallengeRefusal> {
    return step(context, input.challengeId, { act: 'ESCALATE', text: input.text ?? null, legalBasis: null });
  }
}

async function step(
  context: ProvinceContext,
  id: string,
  asked: ChallengeStep,
): Promise<AccessChallenge | AccessChallengeRefusal> {
  assertOwnId(id, CHALLENGE, context.province.code);
  return toResult(await stepChallenge(context, id, asked));
}

function toResult(outcome: ChallengeOutcome): AccessChallenge | AccessChallengeRefusal {
  return 'refusal' in outcome ? new AccessChallengeRefusal(outcome.refusal) : new AccessChallenge(outcome.challenge);
}
