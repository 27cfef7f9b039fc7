import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Query, Resolver } from 'type-graphql';
import { ConsultationKind } from '../../../schema/consultation-lists.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { ListArgumentsBase } from '../shared/connection.resolver.js';
import { assertOwnId } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import { Consultation, ConsultationConnection, findConsultation } from './consultation-type.resolver.js';
import { listThreads } from './read.service.js';

const ConsultationKindEnum = codeListEnum(ConsultationKind);

/** Arguments of the list of threads. */
@ArgsType()
export class ConsultationArguments extends ListArgumentsBase {
  @Field(() => ConsultationKindEnum, { nullable: true, description: '只列该类别。 · Of this kind only.' })
  readonly kind?: keyof typeof ConsultationKind.entries | null;
}

/** The questions about threads. */
@Resolver()
export class ConsultationResolver {
  @Allow('consult')
  @Directive('@owner(by: "id")')
  @Query(() => Consultation, {
    nullable: true,
    description:
      '一项咨询；不存在或者与调用者无关时为空。 · One thread; null when there is none, or none that concerns the caller.',
  })
  async consultation(
    @Arg('id', () => ID, { description: '咨询的全局标识。 · Global id of the thread.' }) id: string,
    @Arg('secret', () => String, {
      nullable: true,
      description: '匿名咨询的查询口令。 · The secret of somebody who asked as nobody known.',
    })
    secret: string | null | undefined,
    @Ctx() context: ProvinceContext,
  ): Promise<Consultation | null> {
    assertOwnId(id, 'Consultation', context.province.code);
    return findConsultation(id, context, secret ?? null);
  }

  @Allow('readConsultations')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => ConsultationConnection, {
    description:
      '调用者本人的咨询，或者其单位承办的咨询，最近者在前。 · The caller’s own threads, or those of his unit, newest first.',
  })
  async consultations(@Args(() => ConsultationArguments) args: ConsultationArguments, @Ctx() context: ProvinceContext) {
    const page = await listThreads(context, args);
    return new ConsultationConnection(mapPage(page, (seen) => new Consultation(seen)));
  }
}
