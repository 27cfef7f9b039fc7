import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { countOpenCases } from '../cases/index.js';
import type { ProvinceContext } from '../context.js';
import { type Backlog, countBacklog } from '../exchange/count-backlog.js';

/** What of a province has not come to its end, in numbers. */
@ObjectType({
  simpleResolvers: true,
  description:
    '一省尚未了结之事的数量；退出之前须为零。 · How much of a province is not finished: nothing may be, before it leaves.',
})
export class Unfinished implements Backlog {
  @Field(() => Int, {
    nullable: true,
    description:
      '已提交而尚未终结的办件；只问两省之间时为空。 · Cases that were submitted and have not ended; null where only what is between two provinces is asked for.',
  })
  readonly cases: number | null;

  @Field(() => Int, {
    description: '已写出而未得回执、仍在投递的信封。 · Envelopes that have no receipt yet and are being delivered.',
  })
  readonly pending: number;

  @Field(() => Int, {
    description: '投递逾期、须人工处理的信封。 · Envelopes that were given up on and wait for a person.',
  })
  readonly dead: number;

  @Field(() => Int, { description: '已收到而尚不能处理的信封。 · Envelopes that came in and cannot be applied yet.' })
  readonly parked: number;

  constructor(cases: number | null, { pending, dead, parked }: Backlog) {
    this.cases = cases;
    this.pending = pending;
    this.dead = dead;
    this.parked = parked;
  }
}

/** The question what a province has yet to bring to an end. */
@Resolver()
export class UnfinishedResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "province")')
  @Query(() => Unfinished, {
    nullable: true,
    description:
      '一省尚未了结的办件与信封数；该省未作答时为空。 · How many cases and envelopes of a province are not finished; null when it does not answer.',
  })
  async unfinished(
    @Arg('province', () => ID, { description: '省级字母代码。 · Letter code of the province.' }) _province: string,
    @Arg('between', () => ID, {
      nullable: true,
      description:
        '只计与该省之间的信封（省级字母代码）。 · Counts only envelopes between the two; letter code of the other province.',
    })
    between: string | null | undefined,
    @Ctx() context: ProvinceContext,
  ): Promise<Unfinished> {
    const peer = between ?? undefined;
    const backlog = await countBacklog(context.exchange.desk, peer);
    return new Unfinished(peer === undefined ? await countOpenCases(context) : null, backlog);
  }
}
