import { type SelectQueryBuilder, sql } from 'kysely';
import { parseGlobalId } from '../../schema/global-id.js';
import { isAsked, parseStandardItemId } from '../shared/ids.js';
import { type ListArguments, parseListRequest } from '../shared/list-request.js';
import { itemOrders } from '../shared/orders.js';
import { emptyPage, type PageOf } from '../shared/page.js';
import { listPage } from '../shared/storage/list-page.js';
import { type AdapterContext, servedRows } from './context.js';
import { type ItemRow, mappedItems, requiredOfItem } from './storage/items.js';
import { keyOfLocalId } from './storage/read-cell.js';
import { currentRows, hasItemKey, itemKey, readerOf, valuesByCode } from './storage/source.js';

/** Arguments of a list of service items. */
export interface ListItemsArguments extends ListArguments {
  readonly filter?: {
    readonly text?: string | null;
    readonly standardItem?: string | null;
    readonly mode?: string | null;
    readonly authority?: string | null;
    readonly serviceObject?: string | null;
  } | null;
  readonly provinces?: readonly string[] | null;
}

type ItemQuery = SelectQueryBuilder<{ row: ItemRow }, 'row', ItemRow>;

/** One page of the service items that the tables can tell. */
export async function listItems(context: AdapterContext, args: ListItemsArguments): Promise<PageOf<ItemRow>> {
  const request = parseListRequest(args, itemOrders);
  const query = narrow(servedItems(context), context, args.filter ?? {});
  return isAsked(args.provinces, context.code) ? listPage(query, request, context.code) : emptyPage();
}

const servedItems = ({ source }: AdapterContext, keys?: readonly string[]): ItemQuery =>
  servedRows<ItemRow>(source, mappedItems(source, keys), requiredOfItem);

function narrow(
  query: ItemQuery,
  { source }: AdapterContext,
  { text, standardItem, mode, authority, serviceObject }: NonNullable<ListItemsArguments['filter']>,
): ItemQuery {
  const conditions = [
    ...(isGiven(standardItem) ? [sql`item_code = ${parseStandardItemId(standardItem)}`] : []),
    ...(isGiven(mode) ? [sql`mode = ${mode}`] : []),
    ...(isGiven(authority) ? [isFindable(authority) ? sql`competent_authority = ${authority}` : NOTHING] : []),
    ...(isGiven(serviceObject) ? [serves(serviceObject)] : []),
    ...(isGiven(text) ? [contains(text)] : []),
  ];
  return conditions.reduce((narrowed, condition) => narrowed.where(sql<boolean>`${condition}`), query);

  function serves(object: string) {
    const codes = [...valuesByCode(source, 'up_task_general_basic.server_type')].filter(
      ([, value]) => value === object,
    );
    return sql`(${sql.join([NOTHING, ...codes.map(([code]) => sql`service_objects like ${`%,${code},%`}`)], sql` or `)})`;
  }
}

const isGiven = (value: string | null | undefined): value is string => value !== null && value !== undefined;

// No text that is served has a NUL, and PostgreSQL refuses to compare with one.
const NOTHING = sql`1 = 0`;
const isFindable = (text: string): boolean => !text.includes('\0');

function contains(text: string) {
  if (!isFindable(text)) return NOTHING;
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const columns = ['name_zh', 'name_en', 'task_code', 'item_code'].map(
    (column) => sql`lower(${sql.ref(column)}) like ${pattern} escape '\\'`,
  );
  return sql`(${sql.join(columns, sql` or `)})`;
}

/** How this province performs one national item; empty when it does not, or was not asked. */
export async function listImplementations(
  context: AdapterContext,
  { standardItem, provinces }: { readonly standardItem: string; readonly provinces?: readonly string[] | null },
): Promise<readonly ItemRow[]> {
  const code = parseStandardItemId(standardItem);
  if (!isAsked(provinces, context.code)) return [];
  const query = servedItems(context).where(sql<boolean>`item_code = ${code}`);
  return query.orderBy(sql.ref('id')).execute();
}

/** The item of an id, or undefined. Many ids asked for together are one query. */
export function findItem(context: AdapterContext, id: string): Promise<ItemRow | undefined> {
  return context.load(loadItems, id);
}

async function loadItems(context: AdapterContext, ids: readonly string[]) {
  const rows = await servedItems(context, ids.map(keyOfId))
    .where(sql<boolean>`id in (${sql.join(ids)})`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** By what the tables know the thing of an id. */
export function keyOfId(id: string): string {
  return keyOfLocalId(parseGlobalId(id)?.local ?? '');
}

/** A material of an item. */
export interface MaterialRow {
  readonly name: string;
  readonly need: string | null;
  readonly form: string | null;
  readonly kind: string | null;
  readonly pages: number | null;
  readonly source: string | null;
  readonly issuing_body: string | null;
  readonly note: string | null;
}

/** The materials of an item in their order. */
export async function listMaterials(context: AdapterContext, key: string): Promise<readonly MaterialRow[]> {
  return (await context.load(loadMaterials, key)) ?? [];
}

async function loadMaterials({ source }: AdapterContext, keys: readonly string[]) {
  const read = readerOf(source, 'up_task_general_material');
  const rows = sql<MaterialRow & Keyed>`select ${itemKey(source)} as key, ${read.text('material_name')} as name,
    ${read.code('is_need')} as need, ${read.code('material_format')} as form, ${read.code('material_type')} as kind,
    ${read.whole('page_num')} as pages, ${read.code('source_type')} as source, ${read.text('source_explain')} as issuing_body,
    ${read.text('fill_explain')} as note
    from ${currentRows(source, 'up_task_general_material', hasItemKey(source, keys))} as r
    order by ${read.whole('order_num')} nulls last, ${read.text('row_guid')}`;
  return byKey((await rows.execute(source.db)).rows);
}

/** A fee of an item. */
export interface FeeRow {
  readonly name: string;
  readonly amount_fen: number;
  readonly basis: string | null;
  readonly reducible: string | null;
}

/** The fees of an item in their order. */
export async function listFees(context: AdapterContext, key: string): Promise<readonly FeeRow[]> {
  return (await context.load(loadFees, key)) ?? [];
}

async function loadFees({ source }: AdapterContext, keys: readonly string[]) {
  const read = readerOf(source, 'up_task_general_fee_project');
  const rows = sql<FeeRow & Keyed>`select ${itemKey(source)} as key, ${read.text('fee_name')} as name,
    ${read.fen('fee_stand')} as amount_fen, ${read.text('by_law')} as basis, ${read.code('is_desc')} as reducible
    from ${currentRows(source, 'up_task_general_fee_project', hasItemKey(source, keys))} as r
    order by ${read.whole('order_num')} nulls last, ${read.text('row_guid')}`;
  return byKey((await rows.execute(source.db)).rows);
}

/** A question about an item, with its answer. */
export interface QuestionRow {
  readonly row_guid: string;
  readonly question: string;
  readonly answer: string;
  readonly published_at: string;
}

/** The questions about an item that are told whole, in their order. */
export async function listQuestions(context: AdapterContext, key: string): Promise<readonly QuestionRow[]> {
  return (await context.load(loadQuestions, key)) ?? [];
}

async function loadQuestions({ source }: AdapterContext, keys: readonly string[]) {
  const read = readerOf(source, 'up_task_general_questions');
  const rows = sql<QuestionRow & Keyed>`select ${itemKey(source)} as key, ${read.text('row_guid')} as row_guid,
    ${read.text('question')} as question, ${read.text('answer')} as answer, ${read.instant('cd_time')} as published_at
    from ${currentRows(source, 'up_task_general_questions', hasItemKey(source, keys))} as r
    order by ${read.whole('order_num')} nulls last, ${read.text('row_guid')}`;
  const { rows: found } = await rows.execute(source.db);
  return byKey(found.filter((row) => [row.row_guid, row.question, row.answer, row.published_at].every(isGiven)));
}

interface Keyed {
  readonly key: string;
}

/** Rows by what they belong to. */
export function byKey<Row extends Keyed>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, ({ key }) => key);
}
