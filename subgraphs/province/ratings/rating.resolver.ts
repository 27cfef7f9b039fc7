import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { Satisfaction } from '../../../schema/code-lists.js';
import { RatingState, type RatingStateCode } from '../../../schema/rating-lists.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { ListArgumentsBase } from '../shared/connection.resolver.js';
import { assertOwnId } from '../../shared/ids.js';
import { orderList } from '../../shared/list-request.js';
import { mapPage } from '../../shared/page.js';
import type { Level } from './face.rules.js';
import { findRatingById, Rating, RatingConnection } from './rating-type.resolver.js';
import { listRatings, listRatingsOfCase, ratingOrders } from './read.service.js';

const RatingOrderEnum = codeListEnum(
  orderList({ name: 'RatingOrder', labelZh: '评价排序', labelEn: 'Order of ratings' }, ratingOrders),
);
const RatingStateEnum = codeListEnum(RatingState);
const SatisfactionEnum = codeListEnum(Satisfaction);

/** Narrows a list of ratings. */
@InputType({ description: '评价的筛选条件；各条件同时成立。 · Narrows ratings; all conditions must hold.' })
export class RatingFilter {
  @Field(() => String, { nullable: true, description: '责任单位代码。 · Code of the unit that answers for it.' })
  readonly unit?: string | null;

  @Field(() => [SatisfactionEnum], { nullable: true, description: '等级，其中任一。 · In any of these levels.' })
  readonly levels?: readonly Level[] | null;

  @Field(() => [RatingStateEnum], { nullable: true, description: '状态，其中任一。 · In any of these states.' })
  readonly states?: readonly RatingStateCode[] | null;
}

/** Arguments of the list of ratings. */
@ArgsType()
export class RatingArguments extends ListArgumentsBase {
  @Field(() => RatingFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: RatingFilter | null;

  @Field(() => [RatingOrderEnum], {
    nullable: true,
    description: '排序；缺省按评价时间降序。 · The order; newest first unless given.',
  })
  readonly orderBy?: readonly string[] | null;
}

/** The questions about ratings. */
@Resolver()
export class RatingResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "id")')
  @Query(() => Rating, {
    nullable: true,
    description:
      '一项评价；公开的所有人可见，其余仅评价人、责任单位和监督人员可见。 · One rating: what is public for everybody, any other for the rater, the unit and supervisors.',
  })
  async rating(
    @Arg('id', () => ID, { description: '评价的全局标识。 · Global id of the rating.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<Rating | null> {
    assertOwnId(id, 'Rating', context.province.code);
    return findRatingById(id, context);
  }

  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => RatingConnection, {
    description:
      '各省办理的评价：公开的，以及与调用者有关的；每项只由办理省份列出一次。 · Ratings: the public ones and those that concern the caller, each listed once, where it is dealt with.',
  })
  async ratings(@Args(() => RatingArguments) args: RatingArguments, @Ctx() context: ProvinceContext) {
    const page = await listRatings(context, args);
    return new RatingConnection(mapPage(page, (row) => new Rating(row)));
  }

  @Allow('readPublic')
  @Directive('@owner(by: "caseId")')
  @Query(() => [Rating], {
    description:
      '一个办件的评价，按先后；只含调用者可见的。 · The ratings of a case that the caller may see, in order.',
  })
  async caseRatings(
    @Arg('caseId', () => ID, { description: '办件的全局标识。 · Global id of the case.' }) caseId: string,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly Rating[]> {
    assertOwnId(caseId, 'Case', context.province.code);
    return (await listRatingsOfCase(context, caseId)).map((row) => new Rating(row));
  }
}
