import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { isEmbedded } from '../../server/database.js';
import type { ProvinceContext } from '../context.js';
import { isAsked, parseProvinceCode, parseStandardItemId } from '../shared/ids.js';
import { type ListArguments, parseListRequest } from '../shared/list-request.js';
import { emptyPage, type PageOf } from '../shared/page.js';
import { listPage } from '../storage/list-page.js';
import type { CaseRow, CaseStepRow, CaseTables } from './case.entity.js';
import { caseOrders } from './case.rules.js';

/** Narrows a list of cases; what is absent does not narrow. */
export interface CaseNarrowing {
  readonly states?: readonly string[] | null;
  readonly mode?: string | null;
  readonly standardItem?: string | null;
  readonly applicantProvince?: string | null;
  /** Inclusive; ISO 8601 in UTC. */
  readonly submittedFrom?: string | null;
  /** Exclusive; ISO 8601 in UTC. */
  readonly submittedTo?: string | null;
  readonly crossProvince?: boolean | null;
}

export interface ListCasesArguments extends ListArguments {
  readonly filter?: CaseNarrowing | null;
  readonly provinces?: readonly string[] | null;
}

type CaseQuery = SelectQueryBuilder<CaseTables, 'service_case', object>;

const tables = (context: ProvinceContext): Kysely<CaseTables> => context.orm.em.getKysely<CaseTables>();

/** One page of the cases of this province. */
export async function listCases(context: ProvinceContext, args: ListCasesArguments): Promise<PageOf<CaseRow>> {
  const request = parseListRequest(args, caseOrders);
  const own = context.province.code;
  const isCounted = !isEmbedded(context.orm.em);
  const query = narrow(tables(context).selectFrom('service_case'), args.filter ?? {}, { own, isCounted });
  return isAsked(args.provinces, own) ? listPage(query.selectAll(), request, own) : emptyPage();
}

interface Surroundings {
  /** Letter code of this province. */
  readonly own: string;
  /** Whether the database knows how many cases are in which state. */
  readonly isCounted: boolean;
}

function narrow(query: CaseQuery, filter: CaseNarrowing, { own, isCounted }: Surroundings): CaseQuery {
  const { states, mode, standardItem, applicantProvince, submittedFrom, submittedTo, crossProvince } = filter;
  let narrowed = query;
  if (isGiven(states)) narrowed = narrowed.where(inStates(states, isCounted));
  if (isGiven(mode)) narrowed = narrowed.where(sql<boolean>`mode = ${mode}`);
  if (isGiven(standardItem)) narrowed = narrowed.where('item_code', '=', parseStandardItemId(standardItem));
  if (isGiven(applicantProvince)) {
    narrowed = narrowed.where('applicant_province', '=', parseProvinceCode(applicantProvince));
  }
  if (isGiven(submittedFrom)) narrowed = narrowed.where('submitted_at', '>=', submittedFrom);
  if (isGiven(submittedTo)) narrowed = narrowed.where('submitted_at', '<', submittedTo);
  if (crossProvince === true) narrowed = narrowed.where('applicant_province', '!=', own);
  if (crossProvince === false) narrowed = narrowed.where('applicant_province', '=', own);
  return narrowed;
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

/**
 * One state is an equality, which the index (state, submitted_at, id) serves in order. Several states on that index
 * have to be sorted, page for page, over all rows that they match. A server that has counted takes that way where these
 * are few; SQLite would always, so that the concatenation keeps it from it and lets it walk the index of the order.
 */
function inStates(states: readonly string[], isCounted: boolean) {
  if (states.length === 0) return sql<boolean>`1 = 0`;
  if (states.length === 1) return sql<boolean>`state = ${states[0]}`;
  if (isCounted) return sql<boolean>`state in (${sql.join(states)})`;
  return sql<boolean>`state || '' in (${sql.join(states)})`;
}

/** The case of an id, or undefined. Many ids asked for together are one query. */
export function findCase(context: ProvinceContext, id: string): Promise<CaseRow | undefined> {
  return context.load(loadCases, id);
}

/** The steps of a case in order. Those of many cases asked for together are one query. */
export async function listSteps(context: ProvinceContext, caseId: string): Promise<readonly CaseStepRow[]> {
  return (await context.load(loadSteps, caseId)) ?? [];
}

async function loadCases(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tables(context).selectFrom('service_case').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadSteps(context: ProvinceContext, caseIds: readonly string[]) {
  const query = tables(context).selectFrom('case_step').selectAll().where('case_id', 'in', caseIds);
  const rows = await query.orderBy('case_id').orderBy('seq').execute();
  return Map.groupBy(rows, (row) => row.case_id);
}
