import { linkName, toEnvelope, toLetter, toReceipt, toStoredReceipt } from './chain-rows.js';
import { type Desk, type EventHandlers, inTransaction, isoTime } from './desk.js';
import { isReceiptFor, type Receipt } from './envelope.js';
import type { ExchangeTables, OutboxRow, Transaction } from './exchange.entity.js';
import { closeTask, holdOpenTask, raiseTask } from './exchange-task.js';
import { findSent } from './find-sent.js';

/**
 * Ends a delivery: verifies the receipt, then marks the envelope and runs the sender's own handler, in one transaction.
 * A receipt that is there already changes nothing; another one in its place is the peer's contradiction, and a task.
 * False when the receipt does not verify. Throws what the handler throws, and then nothing has happened.
 */
export function settleReceipt(desk: Desk, handlers: EventHandlers, receipt: Receipt): Promise<boolean> {
  return inTransaction(desk, async (transaction) => {
    const row = await findSent(transaction, receipt.envelopeId);
    const at = isoTime(desk.clock.nowMs());
    if (row === undefined) return false;
    if (!isReceiptFor({ ...toEnvelope(row), entryHash: row.entry_hash }, receipt, desk.keys)) {
      const detail = `${row.addressee} answered ${row.id} with a receipt that does not verify.`;
      await raiseTask(transaction, { kind: 'BAD_RECEIPT', subject: row.id, detail }, at);
      return false;
    }
    if (row.receipt !== null && !isSame(toReceipt(row.receipt), receipt)) await contradict(transaction, row, at);
    await mark(transaction, row, receipt);
    if (row.receipt === null) await tellSender(transaction, { handlers, row, receipt });
    for (const kind of ['SETTLEMENT', 'BAD_RECEIPT'] as const)
      await closeTask(transaction, { kind, subject: row.id }, at);
    await closeDead(transaction, row, at);
    return true;
  });
}

/** Counts a failure of the sender's own handler as a person's task. */
export function reportSettlement(desk: Desk, envelopeId: string, error: Error): Promise<void> {
  const task = { kind: 'SETTLEMENT', subject: envelopeId, detail: error.message.slice(0, 500) } as const;
  return inTransaction(desk, (transaction) => raiseTask(transaction, task, isoTime(desk.clock.nowMs())));
}

// The signatures differ where a key was rotated, never what they say: a receipt is made once.
const isSame = (held: Receipt, given: Receipt): boolean =>
  held.entryHash === given.entryHash &&
  held.result === given.result &&
  held.code === given.code &&
  held.at === given.at;

function contradict(transaction: Transaction, row: OutboxRow, at: string): Promise<void> {
  const detail = `${row.addressee} signed two different receipts for ${row.id}; the first one stands.`;
  return raiseTask(transaction, { kind: 'DIVERGENCE', subject: row.id, detail }, at);
}

async function mark(transaction: Transaction, row: OutboxRow, receipt: Receipt): Promise<void> {
  const held = row.receipt === null ? receipt : toReceipt(row.receipt);
  await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_outbox')
    .set({
      state: held.result === 'APPLIED' ? 'ACKED' : 'REJECTED',
      receipt: row.receipt ?? toStoredReceipt(receipt),
      lease_until_ms: 0,
      lease_token: null,
      last_error: null,
    })
    .where('id', '=', row.id)
    .execute();
}

async function tellSender(
  transaction: Transaction,
  { handlers, row, receipt }: { readonly handlers: EventHandlers; readonly row: OutboxRow; readonly receipt: Receipt },
): Promise<void> {
  const handler = handlers.get(row.event);
  const letter = toLetter(toEnvelope(row));
  if (receipt.result === 'APPLIED') await handler?.onApplied?.(transaction, letter, receipt);
  else await handler?.onRefused?.(transaction, letter, receipt);
}

/**
 * Closes the task of a link when its last dead envelope has come to an end. The task is held before it is looked for
 * dead ones: whoever gives another one up meanwhile opens it again.
 */
async function closeDead(transaction: Transaction, row: OutboxRow, at: string): Promise<void> {
  const subject = linkName({ collaborationNo: row.collaboration_no, from: row.sender, to: row.addressee });
  if (!(await holdOpenTask(transaction, { kind: 'DEAD', subject }))) return;
  const dead = await transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_outbox')
    .select('id')
    .where('addressee', '=', row.addressee)
    .where('collaboration_no', '=', row.collaboration_no)
    .where('state', '=', 'DEAD')
    .executeTakeFirst();
  if (dead === undefined) await closeTask(transaction, { kind: 'DEAD', subject }, at);
}
