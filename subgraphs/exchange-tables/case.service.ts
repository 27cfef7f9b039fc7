import { type SelectQueryBuilder, sql } from 'kysely';
import { isAsked, parseProvinceCode, parseStandardItemId } from '../shared/ids.js';
import { type ListArguments, type ListRequest, parseListRequest } from '../shared/list-request.js';
import { caseOrders } from '../shared/orders.js';
import { emptyPage, type PageOf } from '../shared/page.js';
import { fetchPageOfParts } from '../shared/storage/keyset.js';
import { listPage, toPage } from '../shared/storage/list-page.js';
import { type AdapterContext, servedRows } from './context.js';
import { byKey, keyOfId } from './item.service.js';
import { type CaseRow, mappedCases, requiredOfCase } from './storage/cases.js';
import { currentRows, hasCaseNo, readerOf } from './storage/source.js';
import { canStretch, nextSecond, ownSecond, stretches } from './storage/stretches.js';

/** Arguments of a list of cases. */
export interface ListCasesArguments extends ListArguments {
  readonly filter?: {
    readonly states?: readonly string[] | null;
    readonly mode?: string | null;
    readonly standardItem?: string | null;
    readonly applicantProvince?: string | null;
    readonly submittedFrom?: string | null;
    readonly submittedTo?: string | null;
    readonly crossProvince?: boolean | null;
  } | null;
  readonly provinces?: readonly string[] | null;
}

type Filter = NonNullable<ListCasesArguments['filter']>;

type CaseQuery = SelectQueryBuilder<{ row: CaseRow }, 'row', CaseRow>;

/** One page of the cases that the tables can tell. */
export async function listCases(context: AdapterContext, args: ListCasesArguments): Promise<PageOf<CaseRow>> {
  const request = parseListRequest(args, caseOrders);
  const { code: province, source } = context;
  const filter = args.filter ?? {};
  const query = narrow(servedCases(context), province, filter);
  if (!isAsked(args.provinces, province)) return emptyPage();
  if (!canStretch(source, request.terms)) return listPage(query, request, province);
  return toPage(await fetchPageOfParts(stretched(context, request, filter), request), { query, request, province });
}

/** The list in stretches of time, in the direction in which it is read, so that a page reads little more than its rows. */
async function* stretched(
  context: AdapterContext,
  { terms, cursor, isBackward, size }: ListRequest,
  filter: Filter,
): AsyncGenerator<CaseQuery> {
  const isDescending = (terms[0]?.direction === 'DESC') !== isBackward;
  const at = cursor === undefined ? undefined : String(cursor.keys[0]);
  const [from, to] = isDescending ? [undefined, at && nextSecond(at)] : [at && ownSecond(at), undefined];
  const bounds = {
    from: from ?? (isGiven(filter.submittedFrom) ? ownSecond(filter.submittedFrom) : undefined),
    to: to ?? (isGiven(filter.submittedTo) ? nextSecond(filter.submittedTo) : undefined),
  };
  // Some rows are of cases that are not served, and some of cases that were sent again.
  const rows = 2 * (size + 1);
  for await (const stretch of stretches(context.source, {
    direction: isDescending ? 'DESC' : 'ASC',
    ...bounds,
    rows,
  })) {
    if (stretch.numbers?.length === 0) continue;
    yield narrow(servedCases(context, stretch.numbers), context.code, filter)
      .where('submitted_at', '>=', stretch.from)
      .where('submitted_at', '<', stretch.to);
  }
}

const servedCases = ({ source, now }: AdapterContext, numbers?: readonly string[]): CaseQuery =>
  servedRows<CaseRow>(source, mappedCases(source, now, numbers), requiredOfCase);

function narrow(query: CaseQuery, own: string, filter: Filter): CaseQuery {
  const { states, mode, standardItem, applicantProvince, submittedFrom, submittedTo, crossProvince } = filter;
  const conditions = [
    ...(isGiven(states) ? [states.length === 0 ? sql`1 = 0` : sql`state in (${sql.join(states)})`] : []),
    ...(isGiven(mode) ? [sql`mode = ${mode}`] : []),
    ...(isGiven(standardItem) ? [sql`item_code = ${parseStandardItemId(standardItem)}`] : []),
    ...(isGiven(applicantProvince) ? [sql`applicant_province = ${parseProvinceCode(applicantProvince)}`] : []),
    ...(isGiven(submittedFrom) ? [sql`submitted_at >= ${submittedFrom}`] : []),
    ...(isGiven(submittedTo) ? [sql`submitted_at < ${submittedTo}`] : []),
    ...(isGiven(crossProvince)
      ? [sql`(applicant_province <> ${own}) = ${crossProvince ? sql`(1 = 1)` : sql`(1 = 0)`}`]
      : []),
  ];
  return conditions.reduce((narrowed, condition) => narrowed.where(sql<boolean>`${condition}`), query);
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

/** The case of an id, or undefined. Many ids asked for together are one query. */
export function findCase(context: AdapterContext, id: string): Promise<CaseRow | undefined> {
  return context.load(loadCases, id);
}

async function loadCases(context: AdapterContext, ids: readonly string[]) {
  const rows = await servedCases(context, ids.map(keyOfId))
    .where(sql<boolean>`id in (${sql.join(ids)})`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** A step of handling a case. */
export interface StepRow {
  readonly name: string;
  readonly action: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
}

/** The steps of a case that are told whole, in the order in which they began. */
export async function listSteps(context: AdapterContext, caseNo: string): Promise<readonly StepRow[]> {
  return (await context.load(loadSteps, caseNo)) ?? [];
}

async function loadSteps({ source }: AdapterContext, numbers: readonly string[]) {
  const read = readerOf(source, 'up_pro_process');
  const rows = sql<StepRow & { readonly key: string }>`select ${read.text('project_no')} as key,
    ${read.text('process_name')} as name, ${read.code('event_name')} as action,
    ${read.instant('event_start_time')} as started_at, ${read.instant('event_end_time')} as ended_at
    from ${currentRows(source, 'up_pro_process', hasCaseNo(source, numbers))} as r
    order by ${read.instant('event_start_time')}, ${source.cells.ordered(read.text('row_guid'))}`;
  const { rows: found } = await rows.execute(source.db);
  return byKey(found.filter(({ name, started_at: startedAt }) => isGiven(name) && isGiven(startedAt)));
}

/** A special procedure of a case, without what was written of it. */
export interface ProcedureRow {
  readonly kind: string;
  readonly name: string;
  readonly started_at: string;
  readonly ended_at: string | null;
}

/** The special procedures of a case that are told whole, in the order in which they began. */
export async function listProcedures(context: AdapterContext, caseNo: string): Promise<readonly ProcedureRow[]> {
  return (await context.load(loadProcedures, caseNo)) ?? [];
}

async function loadProcedures({ source }: AdapterContext, numbers: readonly string[]) {
  const read = readerOf(source, 'up_pro_special_procedure');
  const rows = sql<ProcedureRow & { readonly key: string }>`select ${read.text('project_no')} as key,
    ${read.code('special_type')} as kind, ${read.text('special_name')} as name,
    ${read.instant('special_time')} as started_at, ${read.instant('end_time')} as ended_at
    from ${currentRows(source, 'up_pro_special_procedure', hasCaseNo(source, numbers))} as r
    order by ${read.instant('special_time')}, ${source.cells.ordered(read.text('row_guid'))}`;
  const { rows: found } = await rows.execute(source.db);
  return byKey(found.filter((row) => isGiven(row.kind) && isGiven(row.name) && isGiven(row.started_at)));
}

/** A material that was handed in with a case. */
export interface CaseMaterialRow {
  readonly name: string;
  readonly channel: string | null;
  readonly count: number | null;
}

/** The materials of a case that have a name. */
export async function listCaseMaterials(context: AdapterContext, caseNo: string): Promise<readonly CaseMaterialRow[]> {
  return (await context.load(loadCaseMaterials, caseNo)) ?? [];
}

async function loadCaseMaterials({ source }: AdapterContext, numbers: readonly string[]) {
  const read = readerOf(source, 'up_pro_material');
  const rows = sql<CaseMaterialRow & { readonly key: string }>`select ${read.text('project_no')} as key,
    ${read.text('material_name')} as name, ${read.code('get_type')} as channel, ${read.whole('get_num')} as count
    from ${currentRows(source, 'up_pro_material', hasCaseNo(source, numbers))} as r
    order by ${source.cells.ordered(read.text('row_guid'))}`;
  return byKey((await rows.execute(source.db)).rows.filter(({ name }) => isGiven(name)));
}
