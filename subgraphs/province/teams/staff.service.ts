import type { CatalogueTables } from '../catalogue/index.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { SealedTable } from '../storage/reseal.js';
import { keyIdOf, type Sealing } from '../storage/sealing.js';
import { tablesIn, takeTurnWithStaff } from './find-certified.service.js';
import { runTeamCommand, type TeamOutcome } from './team-command.service.js';
import type { StaffRow } from './team.entity.js';

/** What of this module is sealed, for the rotation of keys. */
export const sealedStaff: SealedTable = { table: 'team_staff', key: ['id'], columns: ['name'] };

const placeOf = (id: string) => ({ table: 'team_staff', column: 'name', row: id });

/** A member of the staff as somebody names him. */
export interface NamedStaff {
  readonly id: string;
  readonly subject: string;
  readonly unitCode: string;
  readonly name: string;
  readonly addedAt: string;
}

/** The row of a member of the staff, his name sealed. */
export function createStaffRow(sealing: Sealing, { id, subject, unitCode, name, addedAt }: NamedStaff): StaffRow {
  const sealed = sealing.seal(name, placeOf(id));
  const key = { name: sealed, sealing_key_id: keyIdOf(sealed) };
  return { id, subject, unit_code: unitCode, ...key, added_at: addedAt, left_at: null };
}

/** The name of a member of the staff, in clear. */
export function nameOf(sealing: Sealing, { id, name }: Pick<StaffRow, 'id' | 'name'>): string {
  return sealing.open(name, placeOf(id));
}

/** Somebody who joins the staff. */
export interface NewStaff {
  readonly id: string;
  readonly subject: string;
  readonly unitCode: string;
  readonly name: string;
  readonly idempotencyKey: string;
}

/** Puts an account on the staff of a unit of this province. */
export function addStaff(context: ProvinceContext, staff: NewStaff): Promise<TeamOutcome> {
  const { id, idempotencyKey, ...request } = staff;
  return runTeamCommand(context, { name: 'addStaff', idempotencyKey, request }, async ({ transaction }) => {
    if (!isText(staff.name) || !isText(staff.subject)) return { refusal: 'TEXT_MISSING' };
    await takeTurnWithStaff(transaction, staff.subject);
    const known = tablesIn(transaction).selectFrom('team_staff').select('id').where('subject', '=', staff.subject);
    if ((await known.where('left_at', 'is', null).executeTakeFirst()) !== undefined)
      return { refusal: 'ALREADY_ON_STAFF' };
    if (!(await isUnit(transaction, staff.unitCode))) return { refusal: 'UNIT_UNKNOWN' };
    const addedAt = isoTime(context.surroundings.nowMs());
    const row = createStaffRow(context.surroundings.sealing, { ...staff, addedAt });
    await tablesIn(transaction).insertInto('team_staff').values(row).execute();
    return { subject: id };
  });
}

/** Takes somebody off the staff: from then on he receives nothing, and sits by nobody. */
export function removeStaff(
  context: ProvinceContext,
  { staffId, idempotencyKey }: { readonly staffId: string; readonly idempotencyKey: string },
): Promise<TeamOutcome> {
  const command = { name: 'removeStaff', idempotencyKey, request: { staffId } };
  return runTeamCommand(context, command, async ({ transaction }) => {
    const staff = await lockStaff(transaction, staffId);
    if (staff === undefined || staff.left_at !== null) return { refusal: 'STAFF_UNKNOWN' };
    const change = { left_at: isoTime(context.surroundings.nowMs()) };
    await tablesIn(transaction).updateTable('team_staff').set(change).where('id', '=', staffId).execute();
    return { subject: staffId };
  });
}

/** A member of the staff, about whom nothing changes until the transaction ends; undefined when there is none. */
export async function lockStaff(transaction: Transaction, id: string): Promise<StaffRow | undefined> {
  const staff = tablesIn(transaction).selectFrom('team_staff').selectAll().where('id', '=', id);
  const found = await staff.executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurnWithStaff(transaction, found.subject); // the account of a member never changes
  return staff.executeTakeFirst();
}

/** True for a unit of the province's list of authorities. */
export async function isUnit(transaction: Transaction, code: string): Promise<boolean> {
  const units = transaction.getKysely<CatalogueTables>().selectFrom('authority').select('code');
  return (await units.where('code', '=', code).executeTakeFirst()) !== undefined;
}

const MAX_TEXT = 200;

/** True for what people can read: something, and no more than a line or two. */
export function isText(text: string): boolean {
  return text.trim() !== '' && Array.from(text).length <= MAX_TEXT && text.isWellFormed() && !text.includes('\0');
}
