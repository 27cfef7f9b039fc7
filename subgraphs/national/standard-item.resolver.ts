import { sql } from 'kysely';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { NationalContext } from './context.js';
import { getByKey } from './loaders.js';
import type { NationalDatabase, Row } from './national-database.js';
import { personKindsServing } from './person-kind.js';
import {
  CompetentAuthority,
  StandardItem,
  standardItemCode,
  StandardItemFilter,
} from './standard-item-type.resolver.js';

/** The catalogue of standard items, and their authorities. */
@Resolver(() => StandardItem)
export class StandardItemResolver {
  @Query(() => [StandardItem], {
    description: '标准事项目录（依公开资料整理）。 · The catalogue of standard items, compiled from public sources.',
  })
  async standardItems(
    @Ctx() { database }: NationalContext,
    @Arg('filter', () => StandardItemFilter, { nullable: true, description: '筛选条件。 · Which of them.' })
    filter: StandardItemFilter | null | undefined,
  ): Promise<StandardItem[]> {
    const rows = await findItems(database, filter ?? {});
    return rows.map((row) => new StandardItem(row));
  }

  @Query(() => StandardItem, {
    nullable: true,
    description: '一个标准事项；标识未知时为空。 · One item; null when unknown.',
  })
  async standardItem(
    @Ctx() { loaders }: NationalContext,
    @Arg('id', () => ID, {
      description: '全局标识 CN:StandardItem:<代码>；格式不符报 BAD_ID。 · Global id; another form is BAD_ID.',
    })
    id: string,
  ): Promise<StandardItem | undefined> {
    return loaders.standardItem.load(standardItemCode(id));
  }

  @Query(() => [CompetentAuthority], { description: '主管部门。 · The competent authorities.' })
  async competentAuthorities(@Ctx() { database }: NationalContext): Promise<CompetentAuthority[]> {
    const rows = await database.selectFrom('competent_authority').selectAll().orderBy('position').execute();
    return rows.map((row) => new CompetentAuthority(row));
  }

  @FieldResolver(() => CompetentAuthority, { nullable: true, description: '主管部门。 · The competent authority.' })
  async competentAuthority(@Root() { authorityKey }: StandardItem, @Ctx() { loaders }: NationalContext) {
    return getByKey(loaders.authority, authorityKey);
  }
}

function findItems(database: NationalDatabase, filter: Partial<StandardItemFilter>): Promise<Row<'standard_item'>[]> {
  const { text, mode, authority, serviceObject, listSection, listMembership } = filter;
  let items = database.selectFrom('standard_item').selectAll().orderBy('position');
  if (isGiven(text)) {
    const pattern = `%${text
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`;
    const matches = sql<boolean>`lower(name_zh || ' ' || name_en || ' ' || code) like ${pattern} escape '\\'`;
    items = items.where(matches);
  }
  if (isGiven(mode)) items = items.where('mode', '=', mode);
  if (isGiven(authority)) items = items.where('authority', '=', authority);
  if (isGiven(serviceObject)) items = items.where('person_kind', 'in', personKindsServing(serviceObject));
  if (isGiven(listSection)) items = items.where('list_section', '=', listSection);
  if (isGiven(listMembership)) items = items.where('list_membership', '=', listMembership);
  return items.execute();
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;
