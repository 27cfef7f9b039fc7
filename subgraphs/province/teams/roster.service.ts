import { formatGlobalId } from '../../../schema/global-id.js';
import type { TeamRefusalCode } from '../../../schema/team-refusals.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { chinaDayOf, chinaInstant, dateOf, MS_PER_MINUTE } from '../shared/calendar.js';
import { takeTurn } from '../storage/turns.js';
import { tablesIn } from './find-certified.service.js';
import { openingOn, parseDay } from './opening-hours.rules.js';
import { type Duty, type DutyPeriod, refuseDuties } from './roster.rules.js';
import { runTeamCommand, type TeamOutcome } from './team-command.service.js';
import type { DutyRow, TeamTables, WindowRow } from './team.entity.js';
import { openHoursOf } from './window.service.js';

/** Who is to be on duty at a window on a day, in the place of whatever was said of that day before. */
export interface NewRoster {
  readonly windowId: string;
  readonly date: string;
  readonly duties: readonly Duty[];
  readonly idempotencyKey: string;
}

/** Sets the roster of a window for a working day, today or later. */
export function setRoster(context: ProvinceContext, roster: NewRoster): Promise<TeamOutcome> {
  const { idempotencyKey, ...request } = roster;
  const command = { name: 'setRoster', idempotencyKey, request };
  return runTeamCommand(context, command, async ({ transaction, caller }) => {
    const { windowId, date } = roster;
    // One day of a province at a time: whoever is on duty here must not be put elsewhere meanwhile.
    await takeTurn(transaction, `duties ${date}`);
    const windows = tablesIn(transaction).selectFrom('team_window').selectAll();
    const window = await windows.where('id', '=', windowId).executeTakeFirst();
    if (window === undefined) return { refusal: 'WINDOW_UNKNOWN' };
    const refusal = await refuseRoster(context, transaction, { roster, window });
    if (refusal !== undefined) return { refusal };
    return { subject: await replaceRoster(transaction, roster, { context, setBy: caller.subject }) };
  });
}

async function refuseRoster(
  context: ProvinceContext,
  transaction: Transaction,
  { roster, window }: { readonly roster: NewRoster; readonly window: WindowRow },
): Promise<TeamRefusalCode | undefined> {
  const { date, duties, windowId } = roster;
  const day = parseDay(date);
  if (day === undefined) return 'NOT_A_WORKING_DAY';
  if (day < chinaDayOf(context.surroundings.nowMs())) return 'DAY_IS_OVER';
  const opening = openingOn(context.province.code, day, openHoursOf(window));
  if (opening === undefined || opening.length === 0) return 'NOT_A_WORKING_DAY';
  const ids = [...new Set(duties.map(({ staffId }) => staffId))];
  if (ids.length > 0 && !(await areOfUnit(transaction, ids, window.unit_code))) return 'STAFF_UNKNOWN';
  return refuseDuties(duties, opening, await dutiesElsewhere(transaction, { ids, date, windowId }));
}

async function areOfUnit(transaction: Transaction, ids: readonly string[], unit: string): Promise<boolean> {
  const staff = tablesIn(transaction).selectFrom('team_staff').select('id').where('id', 'in', ids);
  const found = await staff.where('unit_code', '=', unit).where('left_at', 'is', null).execute();
  return found.length === ids.length;
}

interface Elsewhere {
  readonly ids: readonly string[];
  readonly date: string;
  readonly windowId: string;
}

async function dutiesElsewhere(
  transaction: Transaction,
  { ids, date, windowId }: Elsewhere,
): Promise<readonly (DutyPeriod & { readonly staffId: string })[]> {
  if (ids.length === 0) return [];
  const duties = tablesIn(transaction).selectFrom('team_duty').selectAll().where('staff_id', 'in', ids);
  const rows = await duties.where('date', '=', date).where('window_id', '<>', windowId).execute();
  return rows.map(toDuty);
}

async function replaceRoster(
  transaction: Transaction,
  { windowId, date, duties }: NewRoster,
  { context, setBy }: { readonly context: ProvinceContext; readonly setBy: string },
): Promise<string> {
  const tables = tablesIn(transaction);
  const rosters = tables.selectFrom('team_roster').selectAll().where('window_id', '=', windowId);
  const known = await rosters.where('date', '=', date).executeTakeFirst();
  const id = known?.id ?? rosterId(windowId, date);
  const change = { revision: (known?.revision ?? 0) + 1, set_by: setBy, set_at: nowOf(context) };
  if (known === undefined) {
    await tables
      .insertInto('team_roster')
      .values({ id, window_id: windowId, date, ...change })
      .execute();
  } else {
    await tables.updateTable('team_roster').set(change).where('id', '=', id).execute();
    await tables.deleteFrom('team_duty').where('window_id', '=', windowId).where('date', '=', date).execute();
  }
  const rows = duties.map(
    ({ role, opens, closes, staffId }): DutyRow => ({
      ...{ window_id: windowId, date, role, opens, closes, staff_id: staffId },
    }),
  );
  if (rows.length > 0) await tables.insertInto('team_duty').values(rows).execute();
  return id;
}

const nowOf = ({ surroundings }: ProvinceContext): string => isoTime(surroundings.nowMs());

// A window has one roster for a day, so that its id can be said from these two.
function rosterId(windowId: string, date: string): string {
  const [province = '', , local = ''] = windowId.split(':');
  return formatGlobalId({ province, type: 'DutyRoster', local: `${local}.${date}` });
}

/** A duty as rules work with it. */
export const toDuty = ({ role, opens, closes, staff_id: staffId }: DutyRow): Duty => ({ role, opens, closes, staffId });

/** The duties of rosters, by the id of each: two queries, however many they are. */
export async function loadDuties(
  context: ProvinceContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Duty[]>> {
  const tables = context.orm.em.getKysely<TeamTables>();
  const rosters = await tables.selectFrom('team_roster').selectAll().where('id', 'in', ids).execute();
  const windows = [...new Set(rosters.map(({ window_id: window }) => window))];
  const dates = [...new Set(rosters.map(({ date }) => date))];
  const duties = tables.selectFrom('team_duty').selectAll().where('window_id', 'in', windows);
  const rows = await duties.where('date', 'in', dates).orderBy('opens').orderBy('role').execute();
  const byRoster = Map.groupBy(rows, ({ window_id: window, date }) => `${window} ${date}`);
  return new Map(
    rosters.map(({ id, window_id: window, date }) => [id, (byRoster.get(`${window} ${date}`) ?? []).map(toDuty)]),
  );
}

/** Who is on duty at an instant: at which window, in which role. */
export async function findOnDuty(
  transaction: Transaction,
  atMs: number,
): Promise<readonly (Duty & { readonly windowId: string })[]> {
  const day = chinaDayOf(atMs);
  const minute = Math.floor((atMs - chinaInstant(day, 0)) / MS_PER_MINUTE);
  const duties = tablesIn(transaction).selectFrom('team_duty').selectAll().where('date', '=', dateOf(day));
  const rows = await duties.where('opens', '<=', minute).where('closes', '>', minute).execute();
  return rows.map((row) => ({ ...toDuty(row), windowId: row.window_id }));
}
