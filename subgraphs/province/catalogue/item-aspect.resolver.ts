import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { FOUR_SAME, ItemAspectKind } from '../../../schema/item-aspects.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Province } from '../shared/graph.resolver.js';
import type { ItemAspectValue } from '../../shared/aspects.rules.js';

const ItemAspectKindEnum = codeListEnum(ItemAspectKind);

/** One value that an aspect has somewhere. */
@ObjectType({
  simpleResolvers: true,
  description: '要素的一种取值及采用省份。 · A value of an aspect, and who has it.',
})
export class ItemAspectChoice {
  @Field(() => String, {
    description: '取值：代码、数量或者名称。 · The value: a code, a number or a name.',
  })
  readonly value: string;

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [Province], { description: '采用该取值的省份。 · The provinces that have it.' })
  readonly provinces: readonly Province[];

  constructor(value: string, province: string) {
    this.value = value;
    this.provinces = [new Province(province)];
  }
}

/**
 * One aspect as the provinces have it. They differ when it has more than one value, or when fewer have it than perform
 * the item.
 */
@ObjectType({
  simpleResolvers: true,
  description:
    '各省实施事项的一个要素；取值多于一种，或者具有该要素的省份少于实施省份，即为差异。 · One aspect of an item over the provinces; they differ when there is more than one value, or when fewer have it than perform the item.',
})
export class ItemAspect {
  @Field(() => ItemAspectKindEnum, { description: '要素。 · Which aspect.' })
  readonly kind: ItemAspectValue['kind'];

  @Field(() => String, {
    description:
      '所指材料、收费或条件；唯一者为空串。 · Which material, fee or condition; empty where there is one only.',
  })
  readonly subject: string;

  @Directive('@merge(how: "ANY")')
  @Field(() => Boolean, {
    description:
      '是否属于“四级四同”要素（未核实 [M]）。 · Whether it is one of the four that must be the same (unverified [M]).',
  })
  readonly isOfFourSame: boolean;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '具有该要素的省份数。 · How many provinces have it.' })
  readonly heldBy: number;

  @Directive('@merge(how: "BUCKETS", by: "value")')
  @Field(() => [ItemAspectChoice], { description: '各种取值。 · Its values.' })
  readonly values: readonly ItemAspectChoice[];

  constructor({ kind, subject, value }: ItemAspectValue, province: string) {
    this.kind = kind;
    this.subject = subject;
    this.isOfFourSame = FOUR_SAME.includes(kind);
    this.heldBy = 1;
    this.values = [new ItemAspectChoice(value, province)];
  }
}
