import type { Kysely } from 'kysely';
import type { Identity } from '../../../schema/identity.js';
import type { ProvinceContext } from '../context.js';
import { isAsked, parseStandardItemId } from '../../shared/ids.js';
import { type ListArguments, type ListOrders, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { CertificationRow, CourseRow, RosterRow, SessionRow, StaffRow, TeamTables } from './team.entity.js';

const byColumn = <Column extends string>(column: Column, zh: string, en: string) =>
  ({
    fields: { KEY: { column, holds: 'TEXT', nullable: false, labelZh: zh, labelEn: en } },
    defaultOrder: 'KEY_ASC',
  }) as const satisfies ListOrders;

/** The order of each list of this module that has one only. */
export const teamOrders = {
  staff: byColumn('added_at', '加入时间', 'when they joined'),
  courses: byColumn('item_code', '国家事项代码', 'national item code'),
  certifications: byColumn('enrolled_at', '报名时间', 'when they enrolled'),
  sessions: byColumn('from_at', '开始时间', 'when they begin'),
  rosters: byColumn('date', '日期', 'date'),
} as const;

type Paging = Pick<ListArguments, 'first' | 'after'>;

const tablesOf = (context: ProvinceContext): Kysely<TeamTables> => context.orm.em.getKysely<TeamTables>();

/** Of clerks and officers: they see what is of their own unit; others of the province see all. */
const unitSeenBy = (caller: Identity | undefined): string | undefined =>
  caller?.role === 'clerk' || caller?.role === 'officer' ? (caller.unit ?? '') : undefined;

/** One page of the staff of this province, or of one unit of it, as far as the caller sees it. */
export function listStaff(
  context: ProvinceContext,
  { unit, ...paging }: Paging & { readonly unit: string | null },
): Promise<PageOf<StaffRow>> {
  const request = parseListRequest(paging, teamOrders.staff);
  let staff = tablesOf(context).selectFrom('team_staff').selectAll();
  const seen = unitSeenBy(context.caller);
  if (seen !== undefined) staff = staff.where('unit_code', '=', seen);
  if (unit !== null) staff = staff.where('unit_code', '=', findable(unit));
  return listPage(staff, request, context.province.code);
}

// No text that is stored has a NUL, and PostgreSQL refuses to compare with one.
const findable = (text: string): string => (text.includes('\0') ? '' : text);

/** Narrows what is about an item and a mode. */
export interface ItemFilter {
  readonly standardItem?: string | null;
  readonly mode?: string | null;
}

/** One page of the courses of this province. */
export async function listCourses(
  context: ProvinceContext,
  {
    filter,
    provinces,
    ...args
  }: ListArguments & { readonly filter?: ItemFilter | null } & {
    readonly provinces?: readonly string[] | null;
  },
): Promise<PageOf<CourseRow>> {
  const request = parseListRequest(args, teamOrders.courses);
  let courses = tablesOf(context).selectFrom('team_course').selectAll();
  const { standardItem = null, mode = null } = filter ?? {};
  if (standardItem !== null) courses = courses.where('item_code', '=', parseStandardItemId(standardItem));
  if (mode !== null) courses = courses.where('mode', '=', mode as CourseRow['mode']);
  return isAsked(provinces, context.province.code) ? listPage(courses, request, context.province.code) : emptyPage();
}

/** Which certifications are asked for; what is absent does not narrow. */
export interface CertificationFilter extends ItemFilter {
  readonly staffId?: string | null;
}

/** One page of the certifications of this province: of all, or of the caller himself where he is a clerk or an officer. */
export function listCertifications(
  context: ProvinceContext,
  { filter, ...paging }: Paging & { readonly filter?: CertificationFilter | null },
): Promise<PageOf<CertificationRow>> {
  const request = parseListRequest(paging, teamOrders.certifications);
  const { standardItem = null, mode = null, staffId = null } = filter ?? {};
  let rows = tablesOf(context).selectFrom('team_certification').selectAll();
  if (staffId !== null) rows = rows.where('staff_id', '=', findable(staffId));
  if (standardItem !== null) rows = rows.where('item_code', '=', parseStandardItemId(standardItem));
  if (mode !== null) rows = rows.where('mode', '=', mode as CertificationRow['mode']);
  const { caller } = context;
  if (unitSeenBy(caller) !== undefined) {
    const own = tablesOf(context)
      .selectFrom('team_staff')
      .select('id')
      .where('subject', '=', caller?.subject ?? '');
    rows = rows.where('staff_id', 'in', own);
  }
  return listPage(rows, request, context.province.code);
}

/** One page of the supervised sessions of this province, or of the caller's unit. */
export function listSessions(context: ProvinceContext, paging: Paging): Promise<PageOf<SessionRow>> {
  const request = parseListRequest(paging, teamOrders.sessions);
  let sessions = tablesOf(context).selectFrom('team_session').selectAll();
  const seen = unitSeenBy(context.caller);
  if (seen !== undefined) {
    const own = tablesOf(context).selectFrom('team_staff').select('id').where('unit_code', '=', seen);
    sessions = sessions.where('staff_id', 'in', own);
  }
  return listPage(sessions, request, context.province.code);
}

/** Which rosters are asked for: of a window or of all, of days from and to, both included. */
export interface RosterFilter {
  readonly windowId?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

/** One page of the rosters of this province, or of the windows of the caller's unit. */
export function listRosters(
  context: ProvinceContext,
  { filter, ...paging }: Paging & { readonly filter?: RosterFilter | null },
): Promise<PageOf<RosterRow>> {
  const request = parseListRequest(paging, teamOrders.rosters);
  const { windowId = null, from = null, to = null } = filter ?? {};
  let rosters = tablesOf(context).selectFrom('team_roster').selectAll();
  if (windowId !== null) rosters = rosters.where('window_id', '=', findable(windowId));
  if (from !== null) rosters = rosters.where('date', '>=', findable(from));
  if (to !== null) rosters = rosters.where('date', '<=', findable(to));
  const seen = unitSeenBy(context.caller);
  if (seen !== undefined) {
    const own = tablesOf(context).selectFrom('team_window').select('id').where('unit_code', '=', seen);
    rosters = rosters.where('window_id', 'in', own);
  }
  return listPage(rosters, request, context.province.code);
}

/** The member of the staff of an id. Many asked for together are one query. */
export const findStaff = (context: ProvinceContext, id: string): Promise<StaffRow | undefined> =>
  context.load(loadStaff, id);

async function loadStaff(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tablesOf(context).selectFrom('team_staff').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The course of an id. Many asked for together are one query. */
export const findCourseOfId = (context: ProvinceContext, id: string): Promise<CourseRow | undefined> =>
  context.load(loadCourses, id);

async function loadCourses(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tablesOf(context).selectFrom('team_course').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The window of an id. Many asked for together are one query. */
export const findWindow = (context: ProvinceContext, id: string) => context.load(loadWindows, id);

async function loadWindows(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tablesOf(context).selectFrom('team_window').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}
