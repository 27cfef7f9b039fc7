import { Field, Int, ObjectType } from 'type-graphql';
import type { Backlog } from './count-backlog.js';

/** What a province's exchange has not finished, in numbers. */
@ObjectType({
  simpleResolvers: true,
  description: '一省交换中尚未了结的信封数。 · How much of a province’s exchange is not finished, in envelopes.',
})
export class ExchangeBacklog implements Backlog {
  @Field(() => Int, {
    description: '已写出而未得回执、仍在投递的。 · Written, without a receipt yet, and still being delivered.',
  })
  readonly pending!: number;

  @Field(() => Int, { description: '投递逾期、须人工处理的。 · Given up on, and waiting for a person.' })
  readonly dead!: number;

  @Field(() => Int, { description: '已收到而尚不能处理的。 · Received, and not yet to be applied.' })
  readonly parked!: number;
}
