import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { HandlingMode, ServiceObject } from '../../../schema/code-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { ListArgumentsBase, ProvincesArgument } from '../shared/connection.resolver.js';
import { Coverage, StandardItem } from '../shared/graph.resolver.js';
import { assertOwnId, isAsked, ownerOf } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import { rulesOf } from './amend-item.service.js';
import { aspectsOf } from '../../shared/aspects.rules.js';
import type { ServiceItemRow } from './catalogue.entity.js';
import { ServiceItemOrder } from './catalogue.rules.js';
import { findItem, listImplementations, listItems } from './catalogue.service.js';
import { ItemAspect } from './item-aspect.resolver.js';
import { ServiceItem, ServiceItemConnection } from './item.resolver.js';

const HandlingModeEnum = codeListEnum(HandlingMode);
const ServiceItemOrderEnum = codeListEnum(ServiceItemOrder);
const ServiceObjectEnum = codeListEnum(ServiceObject);

/** Narrows a list of service items. */
@InputType({
  description: '实施清单事项的筛选条件；各条件同时成立。 · Narrows service items; all conditions must hold.',
})
export class ServiceItemFilter {
  @Field(() => String, {
    nullable: true,
    description:
      '名称（中文或英文）或编码中的片段，不分大小写。 · A part of the name (Chinese or English) or of a code, in either case.',
  })
  readonly text?: string | null;

  @Field(() => ID, { nullable: true, description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem?: string | null;

  @Field(() => HandlingModeEnum, { nullable: true, description: '业务模式。 · Mode of handling.' })
  readonly mode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '国家主管部门代号，如 MPS。 · Key of the competent national authority, such as MPS.',
  })
  readonly authority?: string | null;

  @Field(() => ServiceObjectEnum, { nullable: true, description: '服务对象。 · Whom the items serve.' })
  readonly serviceObject?: string | null;
}

/** Arguments of a comparison. */
@ArgsType()
export class CompareArguments extends ProvincesArgument {
  @Field(() => ID, { description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem!: string;
}

/** One national item as several provinces perform it. */
@ObjectType({
  simpleResolvers: true,
  description: '同一国家事项在各省的实施情况。 · One national item as the provinces perform it.',
})
export class ItemComparison {
  @Directive('@merge(how: "ANY")')
  @Field(() => StandardItem, {
    nullable: true,
    description: '所比较的国家事项；无省份实施时为空。 · The item compared; null when no province performs it.',
  })
  readonly standard: StandardItem | null;

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [ServiceItem], { description: '各省的实施事项。 · How each province performs it.' })
  readonly implementations: readonly ServiceItem[];

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '实施省份数。 · How many provinces perform it.' })
  readonly offeredBy: number;

  @Directive('@merge(how: "MIN")')
  @Field(() => Int, { nullable: true, description: '最短承诺时限（天）。 · Shortest promised limit in days.' })
  readonly shortestPromisedDays: number | null;

  @Directive('@merge(how: "MAX")')
  @Field(() => Int, { nullable: true, description: '最长承诺时限（天）。 · Longest promised limit in days.' })
  readonly longestPromisedDays: number | null;

  @Directive('@merge(how: "BUCKETS", by: "kind subject")')
  @Field(() => [ItemAspect], {
    description:
      '各要素的取值及采用省份，含四级四同要素；据此可列出全部差异。 · Every aspect with its values and who has them, those of the four that must be the same among them: all differences can be read from it.',
  })
  readonly aspects: readonly ItemAspect[];

  @Directive('@coverage')
  @Field(() => Coverage, { description: '涵盖的省份。 · The provinces that this covers.' })
  readonly coverage: Coverage;

  constructor(standardItem: string, rows: readonly ServiceItemRow[], coverage: Coverage) {
    const promisedDays = rows.map((row) => row.promised_value);
    this.standard = rows.length === 0 ? null : new StandardItem(standardItem);
    this.implementations = rows.map((row) => new ServiceItem(row));
    this.offeredBy = rows.length === 0 ? 0 : 1;
    this.shortestPromisedDays = rows.length === 0 ? null : Math.min(...promisedDays);
    this.longestPromisedDays = rows.length === 0 ? null : Math.max(...promisedDays);
    // A province performs an item in one way; should a list have it twice, the first one counts.
    this.aspects = rows
      .slice(0, 1)
      .flatMap((row) => aspectsOf(rulesOf(row)).map((each) => new ItemAspect(each, ownerOf(row.id))));
    this.coverage = coverage;
  }
}

/** Arguments of the list of service items. */
@ArgsType()
export class ServiceItemArguments extends ListArgumentsBase {
  @Field(() => ServiceItemFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: ServiceItemFilter | null;

  @Field(() => [ServiceItemOrderEnum], {
    nullable: true,
    description:
      '1 至 3 项不同字段的排序；缺省按国家事项代码升序。 · 1 to 3 terms on different fields; by national item code unless given.',
  })
  readonly orderBy?: readonly string[] | null;
}

/** The catalogue's questions. */
@Resolver()
export class CatalogueResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "id")')
  @Query(() => ServiceItem, {
    nullable: true,
    description: '一项实施清单事项；不存在时为空。 · One service item; null when there is none.',
  })
  async serviceItem(
    @Arg('id', () => ID, { description: '事项的全局标识。 · Global id of the service item.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<ServiceItem | null> {
    assertOwnId(id, 'ServiceItem', context.province.code);
    return findServiceItem(id, context);
  }

  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => ServiceItemConnection, {
    description: '各省的实施清单事项。 · Service items of the provinces.',
  })
  async serviceItems(@Args(() => ServiceItemArguments) args: ServiceItemArguments, @Ctx() context: ProvinceContext) {
    const page = await listItems(context, args);
    return new ServiceItemConnection(mapPage(page, (row) => new ServiceItem(row)));
  }

  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => ItemComparison, {
    description: '比较各省如何办理同一国家事项。 · Compares how the provinces perform one national item.',
  })
  async compareItem(
    @Args(() => CompareArguments) args: CompareArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<ItemComparison> {
    const rows = await listImplementations(context, args);
    const { code } = context.province;
    const coverage = new Coverage(isAsked(args.provinces, code) ? [code] : []);
    return new ItemComparison(args.standardItem, rows, coverage);
  }
}

/** The service item of an id of this province; null when there is none. */
export async function findServiceItem(id: string, context: ProvinceContext): Promise<ServiceItem | null> {
  const row = await findItem(context, id);
  return row === undefined ? null : new ServiceItem(row);
}
