import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { AgreementState } from '../../../../schema/agreement-life-lists.js';
import { Allow } from '../../../server/allow.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { SubgraphError } from '../../../server/errors.js';
import type { ProvinceContext } from '../../context.js';
import { ListArgumentsBase } from '../../shared/connection.resolver.js';
import { assertOwnId } from '../../../shared/ids.js';
import { mapPage } from '../../../shared/page.js';
import { AgreementOrder } from '../agreement-order.rules.js';
import type { State } from '../life/life-words.rules.js';
import { findAgreement, listAgreements, listWarnings } from '../read-agreements.service.js';
import { Agreement, AgreementConnection } from './agreement-type.resolver.js';
import { AgreementWarning } from './warning-type.resolver.js';

const AgreementOrderEnum = codeListEnum(AgreementOrder);
const AgreementStateEnum = codeListEnum(AgreementState);

/** Narrows a list of agreements. */
@InputType({ description: '协议的筛选条件；各条件同时成立。 · Narrows agreements; all conditions must hold.' })
export class AgreementFilterInput {
  @Field(() => ID, { nullable: true, description: '缔约省份的代码。 · Code of a province that is a party.' })
  readonly party?: string | null;

  @Field(() => [AgreementStateEnum], { nullable: true, description: '状态，任一。 · States, any of them.' })
  readonly state?: readonly State[] | null;

  @Field(() => String, { nullable: true, description: '协议编号。 · Number of the agreement.' })
  readonly number?: string | null;

  @Field(() => ID, { nullable: true, description: '来由的全局标识。 · Global id of what led to it.' })
  readonly origin?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      '真：仅保管省份的副本，每份协议只出现一次；假：仅其他副本。 · True: the copies of keepers, so that each agreement is there once; false: the others.',
  })
  readonly isKept?: boolean | null;
}

/** Arguments of the list of agreements. */
@ArgsType()
export class AgreementArguments extends ListArgumentsBase {
  @Field(() => AgreementFilterInput, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: AgreementFilterInput | null;

  @Field(() => [AgreementOrderEnum], {
    nullable: true,
    description:
      '1 至 3 项不同字段的排序；缺省最新在前。 · 1 to 3 terms on different fields; the newest first unless given.',
  })
  readonly orderBy?: readonly string[] | null;
}

/** The questions about agreements. */
@Resolver()
export class AgreementResolver {
  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => AgreementConnection, {
    description:
      '经交换协商的各省协议；每个缔约省份各有一份副本。 · The agreements of the provinces that were negotiated over the exchange; each party has a copy.',
  })
  async agreements(@Args(() => AgreementArguments) args: AgreementArguments, @Ctx() context: ProvinceContext) {
    const page = await listAgreements(context, args);
    return new AgreementConnection(mapPage(page, (row) => new Agreement(row)));
  }

  @Allow('readPublic')
  @Directive('@owner(by: "id")')
  @Query(() => Agreement, {
    nullable: true,
    description: '一省所持的一份协议；不存在时为空。 · An agreement as one party has it; null when there is none.',
  })
  async agreement(
    @Arg('id', () => ID, { description: '该副本的全局标识。 · Global id of the copy.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<Agreement | null> {
    assertOwnId(id, 'Agreement', context.province.code);
    return findAgreementById(id, context);
  }

  @Allow('readPublic')
  @Directive('@owner(by: "province")')
  @Query(() => [AgreementWarning], {
    description:
      '一省的协议提醒：待签文本、中止通知、到期等。 · What the coordinator of a province has to know: texts that wait, notices, expiries.',
  })
  async agreementWarnings(
    @Arg('province', () => ID, { description: '省级代码。 · Code of the province.' }) province: string,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly AgreementWarning[]> {
    if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    return (await listWarnings(context)).map((row) => new AgreementWarning(row));
  }
}

/** The agreement of an id of this province; null when there is none. */
export async function findAgreementById(id: string, context: ProvinceContext): Promise<Agreement | null> {
  const row = await findAgreement(context, id);
  return row === undefined ? null : new Agreement(row);
}
