import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { ListArgumentsBase } from '../shared/connection.resolver.js';
import { assertOwnId } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import { AnnotatedCopy, findCopyById } from './copy-type.resolver.js';
import { LicenceOrder } from './licence.rules.js';
import { findLicence, listOwnLicences } from './licence.service.js';
import { Licence, LicenceConnection } from './licence-type.resolver.js';

const LicenceOrderEnum = codeListEnum(LicenceOrder);

/** Arguments of the list of one's own licences. */
@ArgsType()
export class LicenceArguments extends ListArgumentsBase {
  @Field(() => [LicenceOrderEnum], {
    nullable: true,
    description:
      '1 至 2 项不同字段的排序；缺省按颁发日期降序。 · 1 or 2 terms on different fields; newest first unless given.',
  })
  readonly orderBy?: readonly string[] | null;
}

/** The questions about licences. */
@Resolver()
export class LicenceResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "id")')
  @Query(() => Licence, {
    nullable: true,
    description: '一份电子证照；不存在时为空。 · One licence; null when there is none.',
  })
  async licence(
    @Arg('id', () => ID, { description: '证照的全局标识。 · Global id of the licence.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<Licence | null> {
    assertOwnId(id, 'Licence', context.province.code);
    return findLicenceById(id, context);
  }

  @Allow('readLicence')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => LicenceConnection, {
    description:
      '本人在各省的电子证照；未经实名核验者为空。 · The caller’s own licences in all provinces; none for somebody whose identity was not verified.',
  })
  async myLicences(@Args(() => LicenceArguments) args: LicenceArguments, @Ctx() context: ProvinceContext) {
    const page = await listOwnLicences(context, args);
    return new LicenceConnection(mapPage(page, (row) => new Licence(row)));
  }

  @Allow('readPublic')
  @Directive('@owner(by: "id")')
  @Query(() => AnnotatedCopy, {
    nullable: true,
    description:
      '一份加注件及其是否仍有效；不存在时为空。 · One annotated copy, and whether it counts still; null when there is none.',
  })
  async annotatedCopy(
    @Arg('id', () => ID, { description: '加注件的全局标识。 · Global id of the copy.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<AnnotatedCopy | null> {
    assertOwnId(id, 'AnnotatedCopy', context.province.code);
    return findCopyById(id, context);
  }
}

/** The licence of an id of this province; null when there is none. */
export async function findLicenceById(id: string, context: ProvinceContext): Promise<Licence | null> {
  const row = await findLicence(context, id);
  return row === undefined ? null : new Licence(row);
}
