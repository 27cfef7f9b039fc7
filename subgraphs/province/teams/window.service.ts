import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import { chinaDayOf, dateOf } from '../shared/calendar.js';
import { isAsked } from '../../shared/ids.js';
import { type ListArguments, type ListOrders, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { fromJson, toJson } from '../storage/stored.js';
import { listPage } from '../../shared/storage/list-page.js';
import { readPolicy } from '../policy/index.js';
import { tablesIn } from './find-certified.service.js';
import { openingOn, workingDaysAhead } from './opening-hours.rules.js';
import { areHours, type DutyGap, type DutyPeriod, findGaps, postsOf } from './roster.rules.js';
import { isText, isUnit } from './staff.service.js';
import { runTeamCommand, type TeamOutcome } from './team-command.service.js';
import type { TeamTables, WindowRow } from './team.entity.js';

/** What windows are listed by. */
export const windowOrders = {
  fields: {
    NAME_ZH: { column: 'name_zh', holds: 'TEXT', nullable: false, labelZh: '中文名称', labelEn: 'Chinese name' },
  },
  defaultOrder: 'NAME_ZH_ASC',
} as const satisfies ListOrders;

/** Narrows a list of windows; what is absent does not narrow. */
export interface WindowFilter {
  readonly servesOtherProvinces?: boolean | null;
  readonly unit?: string | null;
}

/** The hours that a window keeps itself; null where it keeps those of the offices. */
export const openHoursOf = ({ hours }: Pick<WindowRow, 'hours'>): readonly DutyPeriod[] | null =>
  hours === null ? null : fromJson(hours);

/** One page of the windows of this province. */
export async function listWindows(
  context: ProvinceContext,
  args: ListArguments & { readonly filter?: WindowFilter | null; readonly provinces?: readonly string[] | null },
): Promise<PageOf<WindowRow>> {
  const request = parseListRequest(args, windowOrders);
  if (!isAsked(args.provinces, context.province.code)) return emptyPage();
  const { servesOtherProvinces = null, unit = null } = args.filter ?? {};
  let windows = context.orm.em.getKysely<TeamTables>().selectFrom('team_window');
  if (servesOtherProvinces !== null)
    windows = windows.where('serves_other_provinces', '=', servesOtherProvinces ? 1 : 0);
  if (unit !== null)
    windows = unit.includes('\0') ? windows.where('id', '=', '') : windows.where('unit_code', '=', unit);
  return listPage(windows.selectAll(), request, context.province.code);
}

/** A window as somebody describes it. */
export interface DescribedWindow {
  readonly id: string;
  readonly unitCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly address: string;
  readonly phone: string;
  readonly hours: readonly DutyPeriod[] | null;
  readonly servesOtherProvinces: boolean;
}

/** The row of a window. */
export function createWindowRow(window: DescribedWindow, at: string): WindowRow {
  const { id, unitCode, nameZh, nameEn, address, phone, hours, servesOtherProvinces } = window;
  return {
    ...{ id, unit_code: unitCode, name_zh: nameZh, name_en: nameEn, address, phone, updated_at: at },
    hours: hours === null ? null : toJson(hours),
    serves_other_provinces: servesOtherProvinces ? 1 : 0,
  };
}

/** Opens a window, or describes one anew that is there; `isNew` says which. */
export function putWindow(
  context: ProvinceContext,
  window: DescribedWindow,
  { isNew, idempotencyKey }: { readonly isNew: boolean; readonly idempotencyKey: string },
): Promise<TeamOutcome> {
  const { id, ...described } = window;
  const request = isNew ? described : window;
  return runTeamCommand(context, { name: 'putWindow', idempotencyKey, request }, async ({ transaction }) => {
    const { nameZh, nameEn, address, phone, hours, unitCode } = window;
    if (![nameZh, nameEn, address, phone].every(isText)) return { refusal: 'TEXT_MISSING' };
    if (hours !== null && !areHours(hours)) return { refusal: 'HOURS_WRONG' };
    if (!(await isUnit(transaction, unitCode))) return { refusal: 'UNIT_UNKNOWN' };
    const windows = tablesIn(transaction);
    const row = createWindowRow(window, isoTime(context.surroundings.nowMs()));
    if (isNew) {
      await windows.insertInto('team_window').values(row).execute();
      return { subject: id };
    }
    const changed = await windows.updateTable('team_window').set(row).where('id', '=', id).executeTakeFirst();
    return changed.numUpdatedRows === 0n ? { refusal: 'WINDOW_UNKNOWN' } : { subject: id };
  });
}

/** A gap in the roster of a window on a day. */
export interface RosterGap extends DutyGap {
  readonly window: WindowRow;
  readonly date: string;
}

/** For which days gaps are looked for; what is not said is today, and ROSTER_AHEAD working days from it. */
export interface GapQuestion {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

// Two months are more than anybody draws up ahead, and a bound for one answer.
const MOST_DAYS = 62;

/**
 * The hours of windows that nobody is to be there for, from one day up to another, both included, in order of day,
 * window, post and time. Undefined where the days are in the wrong order, too many, or of a year that is not published.
 */
export async function findRosterGaps(
  context: ProvinceContext,
  question: GapQuestion,
): Promise<readonly RosterGap[] | undefined> {
  const { code } = context.province;
  const policy = await readPolicy(context.orm.em);
  const from = question.from ?? chinaDayOf(context.surroundings.nowMs());
  const to = question.to ?? workingDaysAhead(code, from, policy.valueOf('ROSTER_AHEAD'));
  if (to === undefined || to < from || to - from >= MOST_DAYS) return undefined;
  const tables = context.orm.em.getKysely<TeamTables>();
  const windows = await tables.selectFrom('team_window').selectAll().orderBy('name_zh').orderBy('id').execute();
  // Who has left since is not there, whatever the roster says.
  const duties = tables
    .selectFrom('team_duty')
    .innerJoin('team_staff', 'team_staff.id', 'team_duty.staff_id')
    .selectAll('team_duty')
    .where('team_staff.left_at', 'is', null)
    .where('team_duty.date', '>=', dateOf(from));
  const rows = await duties.where('team_duty.date', '<=', dateOf(to)).execute();
  const byPlace = Map.groupBy(rows, ({ window_id: window, date }) => `${window} ${date}`);
  const gaps: RosterGap[] = [];
  for (let day = from; day <= to; day += 1) {
    const date = dateOf(day);
    for (const window of windows) {
      const opening = openingOn(code, day, openHoursOf(window));
      if (opening === undefined) return undefined;
      const held = (byPlace.get(`${window.id} ${date}`) ?? []).map((row) => ({ ...row, staffId: row.staff_id }));
      const found = findGaps(opening, held, postsOf(window.serves_other_provinces === 1));
      gaps.push(...found.map((gap) => ({ ...gap, window, date })));
    }
  }
  return gaps;
}
