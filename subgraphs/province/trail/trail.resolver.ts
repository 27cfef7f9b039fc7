import { Arg, Args, ArgsType, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { ListArgumentsBase, ProvincesArgument } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { isAsked } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import { countWithheld, findHead, listOwnTrail } from './read-trail.service.js';
import { AccessTrailConnection, AccessTrailEntry, AccessTrailHead, WithheldAccesses } from './trail-type.resolver.js';

/** Arguments of the trail; its order is always the same. */
@ArgsType()
class TrailArguments extends ListArgumentsBase {}

@ArgsType()
class WithheldArguments extends ProvincesArgument {}

/** Who saw what of me, over all provinces. */
@Resolver()
export class TrailResolver {
  @Allow('readOwnTrail')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => AccessTrailConnection, {
    description:
      '何人查阅过我的信息：各省的查询记录，最近的在前。 · Who has read my data: the accesses of the provinces, newest first.',
  })
  async myAccessTrail(@Args(() => TrailArguments) args: TrailArguments, @Ctx() context: ProvinceContext) {
    const page = await listOwnTrail(context, args);
    return new AccessTrailConnection(mapPage(page, (row) => new AccessTrailEntry(row)));
  }

  @Allow('readOwnTrail')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => WithheldAccesses, {
    description:
      '有多少次对我信息的查询依法暂不公开。 · How many accesses to my data are lawfully withheld, and until when.',
  })
  async myWithheldAccess(
    @Args(() => WithheldArguments) { provinces }: WithheldArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<WithheldAccesses> {
    const counts = await countWithheld(context);
    const own = context.province.code;
    return isAsked(provinces, own) ? new WithheldAccesses(counts, [own]) : new WithheldAccesses([], []);
  }

  @Allow('readPublic')
  @Directive('@owner(by: "province")')
  @Query(() => AccessTrailHead, {
    nullable: true,
    description:
      '该省对其查询记录的签名；尚无记录时为空。 · What a province has signed of its trail; null when nothing was read by then.',
  })
  async accessTrailHead(
    @Arg('province', () => ID, { description: '省级字母代码。 · Letter code of the province.' }) province: string,
    @Arg('at', () => DateTime, {
      nullable: true,
      description: '截至该时刻；缺省为此刻。 · As of this instant; now unless given.',
    })
    at: string | null | undefined,
    @Ctx() context: ProvinceContext,
  ): Promise<AccessTrailHead | null> {
    if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    const head = await findHead(context, at ?? undefined);
    return head === undefined ? null : new AccessTrailHead(head);
  }
}
