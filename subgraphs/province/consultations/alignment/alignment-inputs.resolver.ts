import { Field, ID, InputType, Int } from 'type-graphql';
import { AssuranceGrade, MaterialForm, MaterialSource } from '../../../../schema/code-lists.js';
import { ItemAspectKind } from '../../../../schema/item-aspects.js';
import { codeListEnum } from '../../../server/code-list-enum.js';

const AssuranceGradeEnum = codeListEnum(AssuranceGrade);
const ItemAspectKindEnum = codeListEnum(ItemAspectKind);
const MaterialFormEnum = codeListEnum(MaterialForm);
const MaterialSourceEnum = codeListEnum(MaterialSource);

const KEY =
  '幂等键：同一调用者以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same caller takes effect once.';

/** A material that the list of the proposing province does not have. */
@InputType({
  description: '本省清单没有的材料之全部要素。 · The whole of a material that one’s own list does not have.',
})
export class AlignedMaterialInput {
  @Field(() => AssuranceGradeEnum, { description: '最低可信等级。 · Trust grade that it must have at least.' })
  readonly grade!: keyof typeof AssuranceGrade.entries;

  @Field(() => MaterialFormEnum, { description: '材料形式。 · Form.' })
  readonly form!: keyof typeof MaterialForm.entries;

  @Field(() => MaterialSourceEnum, { description: '来源渠道。 · Where it comes from.' })
  readonly source!: keyof typeof MaterialSource.entries;

  @Field(() => String, { nullable: true, description: '出具单位。 · Body that issues it.' })
  readonly issuingBody?: string | null;

  @Field(() => Int, { description: '原件份数。 · Number of originals.' })
  readonly originals!: number;

  @Field(() => Int, { description: '复印件份数。 · Number of copies.' })
  readonly copies!: number;
}

/** A text that somebody proposes. */
@InputType({ description: '所提文本。 · The text that is proposed.' })
export class AlignmentTextInput {
  @Field(() => String, {
    nullable: true,
    description:
      '取值，写法同 compareItem；空值为不再要求。 · The value, as compareItem writes it; null when it is not asked for any more.',
  })
  readonly value?: string | null;

  @Field(() => [ID], {
    description: '据此修改清单的省份（双方之一或双方）。 · Whose list changes: one of the two, or both.',
  })
  readonly adoptedBy!: readonly string[];

  @Field(() => String, {
    description: '施行日期，如 2026-04-01。 · The day from which on it holds, such as 2026-04-01.',
  })
  readonly effectiveFrom!: string;

  @Field(() => String, { description: '理由，1 至 2000 字。 · The reason, 1 to 2,000 characters.' })
  readonly reason!: string;

  @Field(() => AlignedMaterialInput, {
    nullable: true,
    description: '增列本省没有的材料时填写。 · For a material that one’s own list does not have.',
  })
  readonly material?: AlignedMaterialInput | null;
}

/** Opens a negotiation. */
@InputType({ description: '就一项差异向他省提议。 · A proposal to another province about one difference.' })
export class ProposeAlignmentInput extends AlignmentTextInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '本省代码。 · Code of the province that proposes.' })
  readonly province!: string;

  @Field(() => ID, { description: '对方省份代码。 · Code of the other province.' })
  readonly to!: string;

  @Field(() => ID, { description: '国家事项。 · The national item.' })
  readonly standardItem!: string;

  @Field(() => ItemAspectKindEnum, { description: '要素。 · Which aspect.' })
  readonly kind!: keyof typeof ItemAspectKind.entries;

  @Field(() => String, {
    nullable: true,
    description: '所指材料、收费或条件；唯一者不填。 · Which material, fee or condition; none where there is one only.',
  })
  readonly subject?: string | null;
}

/** Answers a text with another one. */
@InputType({ description: '反建议。 · A counter-proposal.' })
export class CounterAlignmentInput extends AlignmentTextInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '协商的标识。 · Id of the negotiation.' })
  readonly id!: string;
}

/** Which negotiation. */
@InputType({ description: '对协商的一步。 · A step of a negotiation.' })
export class AlignmentStepInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '协商的标识。 · Id of the negotiation.' })
  readonly id!: string;
}

/** Agrees to the text that lies before one. */
@InputType({ description: '同意当前文本。 · Agrees to the text that lies before one.' })
export class AgreeAlignmentInput extends AlignmentStepInput {
  @Field(() => String, { description: '所同意文本的摘要。 · Hash of the text that is agreed to.' })
  readonly hash!: string;
}

/** Takes it to the supervisor. */
@InputType({ description: '提请裁定。 · Takes a negotiation to the supervisor.' })
export class EscalateAlignmentInput extends AlignmentStepInput {
  @Field(() => String, { description: '理由，1 至 2000 字。 · The reason, 1 to 2,000 characters.' })
  readonly text!: string;
}

/** Decides it. */
@InputType({ description: '裁定协商。 · Decides a negotiation.' })
export class DecideAlignmentInput extends EscalateAlignmentInput {
  @Field(() => Boolean, {
    description: '是否采纳当前文本；否则双方保留差异。 · Whether the text is adopted; otherwise both keep their rules.',
  })
  readonly isAdopted!: boolean;
}
