import { forUpdate, takeTurn } from '../storage/turns.js';
import { findLink, linkName, moveLink, toColumns, toStoredReceipt } from './chain-rows.js';
import type { Delivery } from './check-envelope.js';
import { type Desk, isoTime } from './desk.js';
import { type Envelope, hashEntry, isReceiptFor, isSealedBy, type Link, sha256 } from './envelope.js';
import type { ExchangeTables, OutboxRow, Transaction } from './exchange.entity.js';
import { raiseTask } from './exchange-task.js';
import { DELIVERY_LIMIT_MS, nextPosition, unsent } from './send-envelope.js';

interface Recovery {
  readonly link: Link;
  /** Our own entries as the peer holds them, in order, without a gap. */
  readonly entries: readonly Delivery[];
}

/**
 * Takes back entries that this province wrote, sealed and lost: a restored backup. They are genuine only under our own
 * seal. What was written since then and never left the house moves behind them, under the same id. False, and nothing
 * happens, when they do not continue our chain: then two different entries were sent, which is for a person.
 */
export async function recoverLink(transaction: Transaction, desk: Desk, recovery: Recovery): Promise<boolean> {
  const { link, entries } = recovery;
  const first = entries[0]?.envelope;
  if (first === undefined) return false;
  await takeTurn(transaction, link.collaborationNo);
  const ours = await listFrom(transaction, link, first.seq);
  const isOurs = isContinuation(desk, entries, await hashBefore(transaction, link, first.seq));
  const unsealed = ours.filter((row) => row.kid === null);
  const sent = new Map(ours.filter((row) => row.kid !== null).map((row) => [row.seq, row.entry_hash]));
  const isFork = entries.some(
    ({ envelope }) => (sent.get(envelope.seq) ?? hashEntry(envelope)) !== hashEntry(envelope),
  );
  if (!isOurs || isFork) return false;
  const lost = entries.filter(({ envelope }) => !sent.has(envelope.seq));
  if (lost.length === 0) return false;
  const held = new Set(lost.map(({ envelope }) => envelope.id));
  await remove(transaction, unsealed);
  for (const delivery of lost) await insert(transaction, recoveredRow(desk, delivery));
  const last = await lastRow(transaction, link);
  if (last !== undefined) await moveLink(transaction, last);
  for (const row of unsealed.filter(({ id }) => !held.has(id))) await moveBehind(transaction, desk, { link, row });
  const detail = `${lost.length} entries came back from ${link.to}; the facts behind them are to be entered again.`;
  const task = { kind: 'RECOVERED', subject: linkName(link), detail } as const;
  await raiseTask(transaction, task, isoTime(desk.clock.nowMs()));
  return true;
}

const ofLink = (transaction: Transaction, link: Link) =>
  transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_outbox')
    .selectAll()
    .where('addressee', '=', link.to)
    .where('collaboration_no', '=', link.collaborationNo);

// Locked, since the relay seals and sends without taking turns: what it has not begun to send by now stays unsealed.
const listFrom = (transaction: Transaction, link: Link, seq: number): Promise<OutboxRow[]> =>
  forUpdate(transaction, ofLink(transaction, link).where('seq', '>=', seq).orderBy('seq')).execute();

const lastRow = (transaction: Transaction, link: Link): Promise<OutboxRow | undefined> =>
  ofLink(transaction, link).orderBy('seq', 'desc').limit(1).executeTakeFirst();

/** The hash before a place; null before the first; undefined when that entry is missing too. */
async function hashBefore(transaction: Transaction, link: Link, seq: number): Promise<string | null | undefined> {
  if (seq === 1) return null;
  const row = await ofLink(transaction, link)
    .where('seq', '=', seq - 1)
    .executeTakeFirst();
  return row?.entry_hash;
}

function isContinuation(desk: Desk, entries: readonly Delivery[], before: string | null | undefined): boolean {
  let prevHash = before;
  return entries.every(({ envelope, receipt }) => {
    const entryHash = hashEntry(envelope);
    const isNext = envelope.prevHash === prevHash && envelope.from === desk.signer.province;
    prevHash = entryHash;
    const isReceipted = receipt === null || isReceiptFor({ ...envelope, entryHash }, receipt, desk.keys);
    const isWhole = sha256(envelope.payload) === envelope.payloadDigest && isReceipted;
    return isNext && isWhole && isSealedBy(envelope.from, { ...envelope, entryHash }, desk.keys);
  });
}

function recoveredRow(desk: Desk, { envelope, receipt }: Delivery): OutboxRow {
  const { kid, sentAt: sent_at, signature } = envelope;
  const nowMs = desk.clock.nowMs();
  return {
    ...toColumns(envelope, hashEntry(envelope)),
    ...unsent,
    kid,
    sent_at,
    signature,
    receipt: receipt === null ? null : toStoredReceipt(receipt),
    state: receipt === null ? 'PENDING' : receipt.result === 'APPLIED' ? 'ACKED' : 'REJECTED',
    next_attempt_ms: nowMs,
    expires_ms: nowMs + DELIVERY_LIMIT_MS,
  };
}

async function moveBehind(
  transaction: Transaction,
  desk: Desk,
  { link, row }: { readonly link: Link; readonly row: OutboxRow },
): Promise<void> {
  const position = await nextPosition(transaction, link, isoTime(desk.clock.nowMs()));
  const { id, event, payload, payload_digest: payloadDigest } = row;
  const envelope: Envelope = { id, ...link, event, payload, payloadDigest, ...position };
  const moved = { ...row, ...toColumns(envelope, hashEntry(envelope)) };
  await insert(transaction, moved);
  await moveLink(transaction, moved);
}

async function remove(transaction: Transaction, rows: readonly OutboxRow[]): Promise<void> {
  const outbox = transaction.getKysely<ExchangeTables>().deleteFrom('exchange_outbox');
  for (const { id } of rows) await outbox.where('id', '=', id).execute();
}

async function insert(transaction: Transaction, row: OutboxRow): Promise<void> {
  await transaction.getKysely<ExchangeTables>().insertInto('exchange_outbox').values(row).execute();
}

/**
 * Sends again, with the receipts that the peer gave for them, the entries of a link that the peer seems to have lost.
 * Gives how many. Those that were never receipted are on their way in any case.
 */
export async function resendFrom(
  transaction: Transaction,
  desk: Desk,
  { link, seq }: { readonly link: Link; readonly seq: number },
): Promise<number> {
  await takeTurn(transaction, link.collaborationNo);
  const nowMs = desk.clock.nowMs();
  const last = await findLink(transaction, link);
  if (last === undefined || last.last_seq < seq) return 0;
  const again = await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_outbox')
    .set({ state: 'PENDING', next_attempt_ms: nowMs, expires_ms: nowMs + DELIVERY_LIMIT_MS, lease_until_ms: 0 })
    .where('addressee', '=', link.to)
    .where('collaboration_no', '=', link.collaborationNo)
    .where('seq', '>=', seq)
    .where('receipt', 'is not', null)
    .where('state', 'in', ['ACKED', 'REJECTED'])
    .executeTakeFirst();
  const count = Number(again.numUpdatedRows);
  if (count === 0) return 0;
  const detail = `${link.to} has lost ${count} entries from ${seq} on; they are being sent again.`;
  await raiseTask(transaction, { kind: 'DIVERGENCE', subject: linkName(link), detail }, isoTime(nowMs));
  return count;
}
