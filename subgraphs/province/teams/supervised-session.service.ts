import type { Identity } from '../../../schema/identity.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { findCertified, tablesIn } from './find-certified.service.js';
import { lockStaff } from './staff.service.js';
import { runTeamCommand, type TeamOutcome } from './team-command.service.js';
import type { Mode, SessionRow, StaffRow } from './team.entity.js';
import { newId } from './train-staff.service.js';

/** Somebody who is certified is to sit by somebody who is not, for one item and mode. */
export interface NewSession {
  readonly staffId: string;
  readonly colleagueId: string;
  readonly item: string;
  readonly mode: Mode;
  /** Null for now. */
  readonly from: string | null;
  readonly to: string;
  readonly idempotencyKey: string;
}

const HOUR_MS = 3_600_000;
// [P] Nobody sits by for longer than a working day, and nobody can say now who will be certified much later.
const LONGEST_MS = 8 * HOUR_MS;
const FURTHEST_MS = 31 * 24 * HOUR_MS;

/** Opens a supervised session; a clerk opens those in which he sits by himself. */
export function openSupervisedSession(context: ProvinceContext, session: NewSession): Promise<TeamOutcome> {
  const { idempotencyKey, ...request } = session;
  const command = { name: 'openSupervisedSession', idempotencyKey, request };
  return runTeamCommand(context, command, async ({ transaction, caller }) => {
    if (session.staffId === session.colleagueId) return { refusal: 'COLLEAGUE_IS_ONESELF' };
    // Always in the same order, so that two who sit by each other do not wait for each other.
    for (const id of [session.staffId, session.colleagueId].toSorted()) await lockStaff(transaction, id);
    const staff = await lockStaff(transaction, session.staffId);
    const colleague = await lockStaff(transaction, session.colleagueId);
    if (!isThere(staff) || !isThere(colleague)) return { refusal: 'STAFF_UNKNOWN' };
    if (!mayArrange(caller, colleague)) return { refusal: 'NOT_THE_COLLEAGUE' };
    if (caller.subject === staff.subject) return { refusal: 'NOT_ONESELF' };
    if (staff.unit_code !== colleague.unit_code) return { refusal: 'COLLEAGUE_OF_OTHER_UNIT' };
    const { item, mode, to } = session;
    const nowMs = context.surroundings.nowMs();
    const from = session.from ?? isoTime(nowMs);
    if (!isTime({ from, to }, nowMs)) return { refusal: 'SESSION_TIME_WRONG' };
    const certified = await findCertified(transaction, { item, mode, unit: colleague.unit_code, at: from });
    if (!certified.some(({ id }) => id === colleague.id)) return { refusal: 'COLLEAGUE_NOT_CERTIFIED' };
    if (await sitsElsewhere(transaction, session, from)) return { refusal: 'COLLEAGUE_SITS_BY_ANOTHER' };
    const row: SessionRow = {
      ...{ id: newId(context, 'SupervisedSession'), staff_id: staff.id, colleague_id: colleague.id },
      ...{ item_code: item, mode, from_at: from, to_at: to, ended_at: null, opened_by: caller.subject },
    };
    await tablesIn(transaction).insertInto('team_session').values(row).execute();
    return { subject: row.id };
  });
}

/** Ends a supervised session before its time; a clerk ends those in which he sits by himself. */
export function endSupervisedSession(
  context: ProvinceContext,
  { sessionId, idempotencyKey }: { readonly sessionId: string; readonly idempotencyKey: string },
): Promise<TeamOutcome> {
  const command = { name: 'endSupervisedSession', idempotencyKey, request: { sessionId } };
  return runTeamCommand(context, command, async ({ transaction, caller }) => {
    const sessions = tablesIn(transaction).selectFrom('team_session').selectAll().where('id', '=', sessionId);
    const found = await sessions.executeTakeFirst();
    // Whoever receives under it has his turn before or after.
    if (found !== undefined) await lockStaff(transaction, found.staff_id);
    const session = await sessions.executeTakeFirst();
    const at = isoTime(context.surroundings.nowMs());
    if (session === undefined || session.ended_at !== null || session.to_at <= at)
      return { refusal: 'SESSION_UNKNOWN' };
    const colleague = await lockStaff(transaction, session.colleague_id);
    if (colleague === undefined || !mayArrange(caller, colleague)) return { refusal: 'NOT_THE_COLLEAGUE' };
    await tablesIn(transaction).updateTable('team_session').set({ ended_at: at }).where('id', '=', sessionId).execute();
    return { subject: sessionId };
  });
}

const isThere = (staff: StaffRow | undefined): staff is StaffRow => staff !== undefined && staff.left_at === null;

// Of one person he may see several items at once; his turn was taken, so no second session comes in between.
async function sitsElsewhere(
  transaction: Transaction,
  { staffId, colleagueId, to }: Pick<NewSession, 'staffId' | 'colleagueId' | 'to'>,
  from: string,
): Promise<boolean> {
  const sessions = tablesIn(transaction).selectFrom('team_session').select('id');
  const ofOthers = sessions.where('colleague_id', '=', colleagueId).where('staff_id', '!=', staffId);
  const overlapping = ofOthers.where('from_at', '<', to).where('to_at', '>', from).where('ended_at', 'is', null);
  return (await overlapping.limit(1).executeTakeFirst()) !== undefined;
}

function mayArrange({ role, subject }: Identity, colleague: StaffRow): boolean {
  return role !== 'clerk' || colleague.subject === subject;
}

function isTime({ from, to }: { readonly from: string; readonly to: string }, nowMs: number): boolean {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const isSoon = fromMs >= nowMs && fromMs <= nowMs + FURTHEST_MS;
  return isSoon && toMs > fromMs && toMs - fromMs <= LONGEST_MS;
}
