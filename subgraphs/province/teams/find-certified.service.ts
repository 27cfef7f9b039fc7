import type { Kysely } from 'kysely';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { takeTurn } from '../storage/turns.js';
import { type Certified, isCertifiedAt, mayReceive, type SessionTime } from './receipt-right.rules.js';
import type { CourseRow, Mode, StaffRow, TeamTables } from './team.entity.js';

/** An item of the nation, in a mode of handling. */
export interface Receivable {
  readonly item: string;
  readonly mode: Mode;
}

/** Who wants to receive what, and for which unit. */
export interface Receiving extends Receivable {
  readonly subject: string;
  readonly unit: string;
}

/** The tables of teams, in a transaction. */
export function tablesIn(transaction: Transaction): Kysely<TeamTables> {
  return transaction.getKysely<TeamTables>();
}

/** Nothing about a member of the staff changes for the rest of the transaction, but by it. */
export function takeTurnWithStaff(transaction: Transaction, subject: string): Promise<void> {
  return takeTurn(transaction, `staff ${subject}`);
}

/**
 * True when an account may receive an item in a mode at this instant: by a certification of its own, or by a supervised
 * session that is on. Nobody revokes either, nor that of the colleague, until the transaction ends.
 */
export async function mayReceiveNow(
  transaction: Transaction,
  receiving: Receiving,
  nowMs: () => number,
): Promise<boolean> {
  await takeTurnWithStaff(transaction, receiving.subject);
  for (const colleague of await colleaguesOf(transaction, receiving, isoTime(nowMs())))
    await takeTurnWithStaff(transaction, colleague);
  return mayReceiveAt(transaction, receiving, isoTime(nowMs()));
}

/** The accounts of those who sit by somebody at an instant, in an order that is always the same. */
async function colleaguesOf(
  transaction: Transaction,
  { subject, item, mode }: Receiving,
  at: string,
): Promise<readonly string[]> {
  const sessions = await tablesIn(transaction)
    .selectFrom('team_session')
    .innerJoin('team_staff as trainee', 'trainee.id', 'team_session.staff_id')
    .innerJoin('team_staff as colleague', 'colleague.id', 'team_session.colleague_id')
    .select('colleague.subject')
    .where('trainee.subject', '=', subject)
    .where('team_session.item_code', '=', item)
    .where('team_session.mode', '=', mode)
    .where('team_session.from_at', '<=', at)
    .where('team_session.to_at', '>', at)
    .orderBy('colleague.subject')
    .execute();
  return [...new Set(sessions.map((session) => session.subject))];
}

/** As {@link mayReceiveNow}, of any instant, as far as what is known tells. */
export async function mayReceiveAt(transaction: Transaction, receiving: Receiving, at: string): Promise<boolean> {
  const { subject, unit } = receiving;
  const staff = tablesIn(transaction).selectFrom('team_staff').selectAll().where('subject', '=', subject);
  // Whoever has left and come back is a member a second time.
  const members = await withCertifications(transaction, await staff.execute(), receiving);
  for (const member of members) {
    const sessions = await sessionsOf(transaction, member, { ...receiving, at });
    if (mayReceive({ ...member, sessions }, unit, at)) return true;
  }
  return false;
}

type CertifiedStaff = StaffRow & Certified;

async function withCertifications(
  transaction: Transaction,
  staff: readonly StaffRow[],
  { item, mode }: Receivable,
): Promise<readonly CertifiedStaff[]> {
  if (staff.length === 0) return [];
  const ids = staff.map(({ id }) => id);
  const certifications = await tablesIn(transaction)
    .selectFrom('team_certification')
    .select(['staff_id', 'certified_at', 'valid_to', 'revoked_at'])
    .where('staff_id', 'in', ids)
    .where('item_code', '=', item)
    .where('mode', '=', mode)
    .execute();
  const byStaff = Map.groupBy(certifications, ({ staff_id: id }) => id);
  return staff.map((member) => ({ ...member, certifications: byStaff.get(member.id) ?? [] }));
}

async function sessionsOf(
  transaction: Transaction,
  { id }: StaffRow,
  { item, mode, at }: Receivable & { readonly at: string },
): Promise<readonly SessionTime[]> {
  const sessions = await tablesIn(transaction)
    .selectFrom('team_session')
    .selectAll()
    .where('staff_id', '=', id)
    .where('item_code', '=', item)
    .where('mode', '=', mode)
    .where('from_at', '<=', at)
    .where('to_at', '>', at)
    .execute();
  if (sessions.length === 0) return [];
  const ids = sessions.map(({ colleague_id: colleague }) => colleague);
  const rows = await tablesIn(transaction).selectFrom('team_staff').selectAll().where('id', 'in', ids).execute();
  const colleagues = await withCertifications(transaction, rows, { item, mode });
  return sessions.flatMap((session) => {
    const colleague = colleagues.find(({ id: known }) => known === session.colleague_id);
    return colleague === undefined ? [] : [{ ...session, colleague }];
  });
}

/** What is asked of the staff of a unit. */
export interface CertifiedQuestion extends Receivable {
  readonly unit: string;
  /** ISO 8601 text in UTC. */
  readonly at: string;
}

/** The members of the staff of a unit who are certified themselves for an item and mode at an instant, by their ids. */
export async function findCertified(
  transaction: Transaction,
  question: CertifiedQuestion,
): Promise<readonly Pick<StaffRow, 'id' | 'subject'>[]> {
  const { unit, at } = question;
  const staff = await tablesIn(transaction)
    .selectFrom('team_staff')
    .selectAll()
    .where('unit_code', '=', unit)
    .orderBy('id')
    .execute();
  const members = await withCertifications(transaction, staff, question);
  return members.filter((member) => isCertifiedAt(member, unit, at)).map(({ id, subject }) => ({ id, subject }));
}

/** The course that leads to a certification for an item and mode here; undefined when the province gives none. */
export function findCourse(transaction: Transaction, { item, mode }: Receivable): Promise<CourseRow | undefined> {
  const courses = tablesIn(transaction).selectFrom('team_course').selectAll().where('item_code', '=', item);
  return courses.where('mode', '=', mode).orderBy('id').limit(1).executeTakeFirst();
}
