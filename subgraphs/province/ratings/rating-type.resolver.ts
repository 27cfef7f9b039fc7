import { Ctx, createUnionType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Satisfaction } from '../../../schema/code-lists.js';
import {
  AttributionRule,
  RatedService,
  RatingChannel,
  RatingDuty,
  RatingEvent,
  RatingIndicator,
  RatingParty,
  RatingState,
} from '../../../schema/rating-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import { isOrdered } from '../access/own-case.service.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import { fromJson } from '../storage/stored.js';
import { localOf, ratingId } from './chamber.service.js';
import { partyOf } from './party.service.js';
import type { RatingRow, RatingStepRow } from './rating.entity.js';
import { findRating, listSteps } from './read.service.js';
import { RatingRefusal } from './refusal-type.resolver.js';
import { openRatingText, openStepText } from './seal-texts.service.js';

const AttributionRuleEnum = codeListEnum(AttributionRule);
const RatedServiceEnum = codeListEnum(RatedService);
const RatingChannelEnum = codeListEnum(RatingChannel);
const RatingDutyEnum = codeListEnum(RatingDuty);
const RatingEventEnum = codeListEnum(RatingEvent);
const RatingIndicatorEnum = codeListEnum(RatingIndicator);
const RatingPartyEnum = codeListEnum(RatingParty);
const RatingStateEnum = codeListEnum(RatingState);
const SatisfactionEnum = codeListEnum(Satisfaction);

/** A unit of a province, by its code. */
@ObjectType({ simpleResolvers: true, description: '责任单位。 · The unit that answers for a rating.' })
export class RatedUnit {
  @Field(() => Province, { description: '所在省份。 · Its province.' })
  readonly province: Province;

  @Field(() => String, { description: '单位代码。 · Its code.' })
  readonly code: string;

  constructor(province: string, code: string) {
    this.province = new Province(province);
    this.code = code;
  }
}

/** One thing that was done about a rating. */
@ObjectType({ description: '评价办理的一步。 · One step of a rating.' })
export class RatingStepEntry {
  readonly #row: RatingStepRow;
  readonly #rating: RatingRow;

  constructor(row: RatingStepRow, rating: RatingRow) {
    this.#row = row;
    this.#rating = rating;
  }

  @Field(() => DateTime, { description: '时间。 · When.' })
  get at(): string {
    return this.#row.at;
  }

  @Field(() => RatingEventEnum, { description: '办理环节。 · What was done.' })
  get event(): string {
    return this.#row.event;
  }

  @Field(() => RatingPartyEnum, { description: '由谁。 · By whom.' })
  get party(): string {
    return this.#row.party;
  }

  @Field(() => Province, { description: '在哪个省。 · In which province.' })
  get province(): Province {
    return new Province(this.#row.province);
  }

  @Field(() => String, { nullable: true, description: '单位代码。 · Code of the unit.' })
  get unit(): string | null {
    return this.#row.unit_code;
  }

  @Field(() => RatingStateEnum, { description: '之后的状态。 · The state afterwards.' })
  get toState(): string {
    return this.#row.to_state;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '所写内容；仅评价人、责任单位和持监督令的监督人员可见。 · What was written; for the rater, the unit and a supervisor under an order.',
  })
  text(@Ctx() context: ProvinceContext): string | null {
    return seesTexts(context, this.#rating) ? openStepText(context.surroundings.sealing, this.#row) : null;
  }
}

/** A rating of a service. */
@ObjectType({
  implements: Node,
  description:
    '好差评。公开时只含等级、指标、单位和结果。 · A rating. What is public of it is the level, the indicators, the unit and what came of it.',
})
@Directive('@key(fields: "id")')
export class Rating extends Node {
  override readonly id: string;
  readonly #row: RatingRow;

  constructor(row: RatingRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '提供本记录的省份。 · The province whose record this is.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => SatisfactionEnum, { description: '满意度等级。 · The level.' })
  get level(): string {
    return this.#row.level;
  }

  @Field(() => RatedServiceEnum, { description: '评价对象。 · What was rated.' })
  get service(): string {
    return this.#row.service;
  }

  @Field(() => RatingChannelEnum, { description: '评价渠道。 · By which way it came in.' })
  get channel(): string {
    return this.#row.channel;
  }

  @Field(() => [RatingIndicatorEnum], { description: '二级评价指标。 · The indicators that it is about.' })
  get indicators(): readonly string[] {
    return fromJson(this.#row.indicators);
  }

  @Field(() => Int, { description: '指标清单的版本。 · The version of the list of indicators.' })
  get indicatorVersion(): number {
    return this.#row.indicator_version;
  }

  @Field(() => DateTime, { description: '评价时间。 · When it was given.' })
  get givenAt(): string {
    return this.#row.given_at;
  }

  @Field(() => RatingStateEnum, { description: '状态。 · Where it stands.' })
  get state(): string {
    return this.#row.state;
  }

  @Field(() => RatedUnit, {
    description: '责任单位；任何时刻有且只有一个。 · The unit that answers for it: one at every instant.',
  })
  get responsible(): RatedUnit {
    return new RatedUnit(this.#row.responsible_province, this.#row.responsible_unit);
  }

  @Field(() => String, {
    nullable: true,
    description: '差评所归的环节。 · The leg at fault; null for what is no bad one.',
  })
  get leg(): string | null {
    return this.#row.leg;
  }

  @Field(() => AttributionRuleEnum, { nullable: true, description: '归责规则。 · By which rule that leg was found.' })
  get attributedBy(): string | null {
    return this.#row.rule;
  }

  @Field(() => ID, {
    description: '办理省份的记录的标识；在那里办理。 · Id of the record where the rating is dealt with.',
  })
  get heldAs(): string {
    return ratingId(this.#row.owner, localOf(this.id));
  }

  @Field(() => RatingDutyEnum, { nullable: true, description: '待办事项。 · What is due.' })
  get duty(): string | null {
    return this.#row.duty;
  }

  @Field(() => DateTime, { nullable: true, description: '到期时间。 · When it is due.' })
  get dueAt(): string | null {
    return this.#row.due_ms === null ? null : isoTime(this.#row.due_ms);
  }

  @Field(() => Boolean, { description: '是否超期，按当前时间计算。 · Whether it is overdue, as computed now.' })
  overdue(@Ctx() context: ProvinceContext): boolean {
    return this.#row.due_ms !== null && this.#row.due_ms < context.surroundings.nowMs();
  }

  @Field(() => SatisfactionEnum, { nullable: true, description: '再次评价的等级。 · The level after what came of it.' })
  get revisit(): string | null {
    return this.#row.revisit;
  }

  @Field(() => Boolean, {
    description:
      '是否已转责任单位所在省份、尚待答复。 · Whether the province that holds it was asked and has not answered yet.',
  })
  get pending(): boolean {
    return this.#row.asked !== null;
  }

  @Field(() => String, {
    nullable: true,
    description: '公开的去标识化内容。 · The de-identified text with which it is published.',
  })
  get publishedText(): string | null {
    return this.#row.published_text;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '评价内容；仅评价人、责任单位和持监督令的监督人员可见。 · The rating in words; for the rater, the unit and a supervisor under an order.',
  })
  text(@Ctx() context: ProvinceContext): string | null {
    return seesTexts(context, this.#row) ? openRatingText(context.surroundings.sealing, this.#row) : null;
  }

  @Field(() => String, {
    nullable: true,
    description: '业务协同编号；对外不公开。 · The collaboration; null for the public.',
  })
  collaborationNo(@Ctx() context: ProvinceContext): string | null {
    return takesPart(context, this.#row) ? this.#row.collaboration_no : null;
  }

  @Field(() => [RatingStepEntry], {
    description: '办理过程；对外不公开。 · What was done about it; none for the public.',
  })
  async steps(@Ctx() context: ProvinceContext): Promise<readonly RatingStepEntry[]> {
    if (!takesPart(context, this.#row)) return [];
    return (await listSteps(context, this.id)).map((step) => new RatingStepEntry(step, this.#row));
  }
}

const takesPart = ({ caller, province }: ProvinceContext, row: RatingRow): boolean =>
  partyOf(caller, row, province.code) !== undefined;

function seesTexts(context: ProvinceContext, row: RatingRow): boolean {
  const party = partyOf(context.caller, row, context.province.code);
  return party === 'SUPERVISOR' ? isOrdered(context) : party !== undefined;
}

/** The rating of an id for the caller; null when there is none, or none for him. */
export async function findRatingById(id: string, context: ProvinceContext): Promise<Rating | null> {
  const row = await findRating(context, id);
  return row === undefined ? null : new Rating(row);
}

/** The page type of ratings. */
export const RatingConnection = connectionOf(Rating, { type: 'Rating', zh: '评价', en: 'ratings' });

/** What came of a step. */
export const RatingResult = createUnionType({
  name: 'RatingResult',
  description: '评价，或未获办理的原因。 · The rating, or why nothing was done.',
  types: () => [Rating, RatingRefusal] as const,
});
