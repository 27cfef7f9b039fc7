import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { ProvinceContext } from '../context.js';
import { isAsked, parseStandardItemId } from '../../shared/ids.js';
import { type ListArguments, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { AuthorityRow, CatalogueTables, ServiceItemRow } from './catalogue.entity.js';
import { itemOrders } from '../../shared/orders.js';

/** Narrows a list of service items; what is absent does not narrow. */
export interface ItemFilter {
  readonly text?: string | null;
  readonly standardItem?: string | null;
  readonly mode?: string | null;
  readonly authority?: string | null;
  readonly serviceObject?: string | null;
}

export interface ListItemsArguments extends ListArguments {
  readonly filter?: ItemFilter | null;
  readonly provinces?: readonly string[] | null;
}

type ItemQuery = SelectQueryBuilder<CatalogueTables, 'service_item', object>;

const tables = (context: ProvinceContext): Kysely<CatalogueTables> => context.orm.em.getKysely<CatalogueTables>();

/** One page of the service items of this province. */
export async function listItems(context: ProvinceContext, args: ListItemsArguments): Promise<PageOf<ServiceItemRow>> {
  const request = parseListRequest(args, itemOrders);
  const query = narrow(tables(context).selectFrom('service_item'), args.filter ?? {});
  if (!isAsked(args.provinces, context.province.code)) return emptyPage();
  return listPage(query.selectAll(), request, context.province.code);
}

function narrow(query: ItemQuery, filter: ItemFilter): ItemQuery {
  let narrowed = query;
  if (isGiven(filter.standardItem)) {
    narrowed = narrowed.where('item_code', '=', parseStandardItemId(filter.standardItem));
  }
  if (isGiven(filter.mode)) narrowed = narrowed.where(sql<boolean>`mode = ${filter.mode}`);
  if (isGiven(filter.authority)) narrowed = narrowed.where(isAuthority(filter.authority));
  if (isGiven(filter.serviceObject)) {
    narrowed = narrowed.where(sql<boolean>`cast(service_objects as text) like ${`%"${filter.serviceObject}"%`}`);
  }
  if (isGiven(filter.text)) narrowed = narrowed.where(contains(filter.text));
  return narrowed;
}

// No text that is stored has a NUL, and PostgreSQL refuses to compare with one.
const nothing = sql<boolean>`1 = 0`;
const isFindable = (text: string): boolean => !text.includes('\0');

const isAuthority = (key: string) => (isFindable(key) ? sql<boolean>`competent_authority = ${key}` : nothing);

// A list of a province's items is short (a few hundred), so a scan with LIKE is cheaper than an index of substrings.
function contains(text: string) {
  if (!isFindable(text)) return nothing;
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const columns = ['name_zh', 'name_en', 'task_code', 'item_code'].map(
    (column) => sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`,
  );
  return sql<boolean>`(${sql.join(columns, sql` or `)})`;
}

const isGiven = (value: string | null | undefined): value is string => value !== null && value !== undefined;

/** How this province performs one national item; empty when it does not, or was not asked. */
export async function listImplementations(
  context: ProvinceContext,
  args: { readonly standardItem: string; readonly provinces?: readonly string[] | null },
): Promise<readonly ServiceItemRow[]> {
  const code = parseStandardItemId(args.standardItem);
  if (!isAsked(args.provinces, context.province.code)) return [];
  return tables(context).selectFrom('service_item').selectAll().where('item_code', '=', code).orderBy('id').execute();
}

/** The service item of an id, or undefined. Many ids asked for together are one query. */
export function findItem(context: ProvinceContext, id: string): Promise<ServiceItemRow | undefined> {
  return context.load(loadItems, id);
}

/** How this province performs the national item of a code, or undefined when it does not. */
export function findImplementation(context: ProvinceContext, itemCode: string): Promise<ServiceItemRow | undefined> {
  return tables(context)
    .selectFrom('service_item')
    .selectAll()
    .where('item_code', '=', itemCode)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** The authority of a code, or undefined. Many codes asked for together are one query. */
export function findAuthority(context: ProvinceContext, code: string): Promise<AuthorityRow | undefined> {
  return context.load(loadAuthorities, code);
}

async function loadItems(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tables(context).selectFrom('service_item').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadAuthorities(context: ProvinceContext, codes: readonly string[]) {
  const rows = await tables(context).selectFrom('authority').selectAll().where('code', 'in', codes).execute();
  return new Map(rows.map((row) => [row.code, row]));
}
