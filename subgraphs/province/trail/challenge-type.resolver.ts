import { Ctx, createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { ChallengeRefusalCodes, challengeRefusals } from '../../../schema/challenge-refusals.js';
import { ChallengeAct, ChallengeParty, ChallengeState } from '../../../schema/trail-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { PageInfo, Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import type { PageOf } from '../../shared/page.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';
import type { Challenge, StepInClear } from './challenge.service.js';
import { loadEntries } from './read-trail.service.js';
import { AccessTrailEntry } from './trail-type.resolver.js';

const ChallengeActEnum = codeListEnum(ChallengeAct);
const ChallengePartyEnum = codeListEnum(ChallengeParty);
const ChallengeStateEnum = codeListEnum(ChallengeState);

/** One thing that was said or done. */
@ObjectType({ simpleResolvers: true, description: '异议的一步。 · One step of a challenge.' })
export class AccessChallengeStep {
  @Field(() => DateTime, { description: '时间。 · When.' })
  readonly at: string;

  @Field(() => ChallengeActEnum, { description: '操作。 · What was done.' })
  readonly act: string;

  @Field(() => ChallengePartyEnum, { description: '由谁。 · By whom.' })
  readonly party: string;

  @Field(() => String, { nullable: true, description: '理由或说明。 · Reason or explanation.' })
  readonly text: string | null;

  @Field(() => String, { nullable: true, description: '答复所依据的法律。 · Legal basis of an answer.' })
  readonly legalBasis: string | null;

  constructor({ at, act, party, text, legalBasis }: StepInClear) {
    this.at = at;
    this.act = act;
    this.party = party;
    this.text = text;
    this.legalBasis = legalBasis;
  }
}

/** A question about an access. */
@ObjectType({
  description: '本人对一次查询的异议及其办理。 · What a person asks about an access to his data, and what came of it.',
})
export class AccessChallenge {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;
  readonly #challenge: Challenge;

  constructor(challenge: Challenge) {
    this.id = challenge.id;
    this.#challenge = challenge;
  }

  @Field(() => Province, { description: '被查询的省份，由其答复。 · Province of the access, which answers.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => AccessTrailEntry, { description: '所异议的查询。 · The access that it is about.' })
  async entry(@Ctx() context: ProvinceContext): Promise<AccessTrailEntry> {
    const row = await context.load(loadEntries, this.#challenge.entry_id);
    if (row === undefined) throw new Error('A challenge is about an entry that is not stored.');
    return new AccessTrailEntry(row);
  }

  @Field(() => ChallengeStateEnum, { description: '状态。 · State.' })
  get state(): string {
    return this.#challenge.state;
  }

  @Field(() => DateTime, { description: '提出时间。 · When it was opened.' })
  get openedAt(): string {
    return this.#challenge.opened_at;
  }

  @Field(() => DateTime, {
    nullable: true,
    description:
      '答复期限：10 个工作日（本项目提出）；所涉年份的节假日尚未公布时为空。 · By when the province answers: 10 working days, proposed by this project; null while holidays on which it depends are not published.',
  })
  get dueAt(): string | null {
    return this.#challenge.dueAt;
  }

  @Field(() => [AccessChallengeStep], { description: '各步，按时间先后。 · The steps, oldest first.' })
  get steps(): readonly AccessChallengeStep[] {
    return this.#challenge.steps.map((step) => new AccessChallengeStep(step));
  }
}

/** Challenges that one province has to deal with. */
@ObjectType({ description: '一省的异议列表的一页。 · One page of the challenges of a province.' })
export class AccessChallengeList {
  readonly #page: PageOf<Challenge>;

  constructor(page: PageOf<Challenge>) {
    this.#page = page;
  }

  @Field(() => [AccessChallenge], { description: '各项异议，提出最早的在前。 · The challenges, oldest first.' })
  get nodes(): readonly AccessChallenge[] {
    return this.#page.items.map(({ node }) => new AccessChallenge(node));
  }

  @Field(() => PageInfo, { description: '分页信息。 · Where this page stands.' })
  get pageInfo(): PageInfo {
    return new PageInfo({ ...this.#page, cursors: this.#page.items.map(({ cursor }) => cursor) });
  }

  @Field(() => Int, { description: '该状态的异议总数。 · How many are in this state.' })
  totalCount(): Promise<number> {
    return this.#page.countTotal();
  }
}

/** Why nothing was done. */
export const AccessChallengeRefusal = refusalOf({
  name: 'AccessChallengeRefusal',
  description: '异议未获办理及其原因。 · Why nothing was done about a challenge.',
  codes: ChallengeRefusalCodes,
  refusals: challengeRefusals,
});

export type AccessChallengeRefusal = InstanceType<typeof AccessChallengeRefusal>;

/** What came of a step. */
export const AccessChallengeResult = createUnionType({
  name: 'AccessChallengeResult',
  description: '异议，或未获办理的原因。 · The challenge, or why nothing was done.',
  types: () => [AccessChallenge, AccessChallengeRefusal] as const,
});
