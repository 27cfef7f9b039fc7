import type { LicenceRefusalCode } from '../../../schema/licence-refusals.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { takeTurn } from '../storage/turns.js';
import { type LicenceOutcome, runLicenceCommand, tablesIn } from './command.service.js';
import type { LicenceRow } from './licence.entity.js';
import { termOf } from './licence.service.js';
import { type EventName, statusAfter, statusAt } from './status.rules.js';

/** What an officer does to a licence that his authority has issued. */
export interface StatusChange {
  readonly licenceId: string;
  readonly event: EventName;
  readonly reason: string;
  /** The revision that he has seen; null when it does not matter to him. */
  readonly revision: number | null;
  readonly idempotencyKey: string;
}

const MAX_REASON = 200;

/** Changes the status of a licence: by its issuing authority, by the table of statuses, once for each key. */
export function changeStatus(context: ProvinceContext, change: StatusChange): Promise<LicenceOutcome> {
  const { idempotencyKey, ...said } = change;
  const request = { command: 'changeLicenceStatus', ...said };
  return runLicenceCommand(context, { idempotencyKey, request }, async (transaction) => {
    const row = await lockLicence(transaction, change.licenceId);
    if (row === undefined) return { refusal: 'LICENCE_NOT_HERE' };
    const refusal = refuseChange(context, row, change);
    if (refusal !== undefined) return { refusal };
    const nowMs = context.surroundings.nowMs();
    const status = statusAfter(statusAt(termOf(row), nowMs), change.event);
    if (status === undefined) return { refusal: 'STATUS_FORBIDS' };
    const at = isoTime(nowMs);
    await tablesIn(transaction)
      .updateTable('licence')
      .set({ status, status_since: at, status_reason: change.reason, revision: row.revision + 1, updated_at: at })
      .where('id', '=', row.id)
      .execute();
    return { subject: row.id };
  });
}

function refuseChange(
  { caller }: ProvinceContext,
  row: LicenceRow,
  { reason, revision }: StatusChange,
): LicenceRefusalCode | undefined {
  if (caller?.unit !== row.issuer_code) return 'NOT_ISSUING_AUTHORITY';
  if (reason.trim() === '' || Array.from(reason).length > MAX_REASON) return 'REASON_MISSING';
  return revision === null || revision === row.revision ? undefined : 'CHANGED_SINCE';
}

/** The licence of an id, with which nobody else does anything until the transaction ends. */
export async function lockLicence(transaction: Transaction, id: string): Promise<LicenceRow | undefined> {
  await takeTurn(transaction, `licence ${id}`);
  return tablesIn(transaction).selectFrom('licence').selectAll().where('id', '=', id).executeTakeFirst();
}
