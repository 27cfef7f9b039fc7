import type { Delivery } from './check-envelope.js';
import { CANCEL_EVENT } from './send-envelope.js';
import { type Desk, isoTime } from './desk.js';
import { hashEntry, type Link } from './envelope.js';
import type { ExchangeTables, ParkedRow, Transaction } from './exchange.entity.js';

// An honest sender sends the head of a link only, and so leaves gaps only after losing its memory. Calls that overtake
// have room of their own, or a stuck link could not be called back.
const MAX_PARKED = 100;
const MAX_PARKED_CALLS = 200;

const ofLink = (transaction: Transaction, link: Pick<Link, 'collaborationNo' | 'from'>) =>
  transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_parked')
    .where('sender', '=', link.from)
    .where('collaboration_no', '=', link.collaborationNo);

/** What waits at one place of an incoming link. */
export function findParked(
  transaction: Transaction,
  place: Pick<Link, 'collaborationNo' | 'from'> & { readonly seq: number },
): Promise<ParkedRow | undefined> {
  return ofLink(transaction, place).where('seq', '=', place.seq).selectAll().executeTakeFirst();
}

/** True when a call for this envelope has overtaken it. */
export async function isCalledBack(
  transaction: Transaction,
  envelope: Pick<Link, 'collaborationNo' | 'from'> & { readonly id: string },
): Promise<boolean> {
  const call = await ofLink(transaction, envelope).where('cancels', '=', envelope.id).select('seq').executeTakeFirst();
  return call !== undefined;
}

/** Keeps an envelope for which something is missing. False when the link already has too many of them. */
export async function park(transaction: Transaction, desk: Desk, delivery: Delivery): Promise<boolean> {
  const { envelope } = delivery;
  const cancels = calledBy(delivery);
  const waiting = await ofLink(transaction, envelope)
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (waiting.count >= (cancels === null ? MAX_PARKED : MAX_PARKED_CALLS)) return false;
  await keep(transaction, {
    ...placeOf(delivery),
    cancels,
    reason: 'GAP',
    attempts: 0,
    last_error: null,
    parked_at: isoTime(desk.clock.nowMs()),
  });
  return true;
}

/** Counts a failure of the handler. Gives what waits there. */
export async function parkFailed(
  transaction: Transaction,
  desk: Desk,
  failed: { readonly delivery: Delivery; readonly reason: string; readonly maxAttempts: number },
): Promise<ParkedRow> {
  const { delivery, maxAttempts } = failed;
  const before = await findParked(transaction, delivery.envelope);
  const attempts = (before?.attempts ?? 0) + 1;
  const row: ParkedRow = {
    ...placeOf(delivery),
    cancels: calledBy(delivery),
    reason: attempts >= maxAttempts ? 'POISON' : 'RETRY',
    attempts,
    last_error: failed.reason,
    parked_at: before?.parked_at ?? isoTime(desk.clock.nowMs()),
  };
  await keep(transaction, row);
  return row;
}

/** Lets a poisoned envelope be tried again, with all attempts before it. False when none waits there. */
export async function clearPoison(transaction: Transaction, link: Link): Promise<boolean> {
  const cleared = await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_parked')
    .set({ reason: 'RETRY', attempts: 0 })
    .where('sender', '=', link.from)
    .where('collaboration_no', '=', link.collaborationNo)
    .where('reason', '=', 'POISON')
    .executeTakeFirst();
  return cleared.numUpdatedRows > 0n;
}

/** Forgets what waited at a place that has been processed. */
export async function unpark(transaction: Transaction, { envelope }: Delivery): Promise<void> {
  await transaction
    .getKysely<ExchangeTables>()
    .deleteFrom('exchange_parked')
    .where('sender', '=', envelope.from)
    .where('collaboration_no', '=', envelope.collaborationNo)
    .where('seq', '=', envelope.seq)
    .execute();
}

async function keep(transaction: Transaction, row: ParkedRow): Promise<void> {
  const { reason, attempts, last_error } = row;
  await transaction
    .getKysely<ExchangeTables>()
    .insertInto('exchange_parked')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['sender', 'collaboration_no', 'seq']).doUpdateSet({ reason, attempts, last_error }),
    )
    .execute();
}

const placeOf = (delivery: Delivery) => ({
  sender: delivery.envelope.from,
  collaboration_no: delivery.envelope.collaborationNo,
  seq: delivery.envelope.seq,
  entry_hash: hashEntry(delivery.envelope),
  envelope: JSON.stringify(delivery),
});

/** The id of the envelope that a call calls back; null when the envelope is no call. */
export function calledBy({ envelope }: Delivery): string | null {
  if (envelope.event !== CANCEL_EVENT) return null;
  const payload: unknown = JSON.parse(envelope.payload);
  if (typeof payload !== 'object' || payload === null || !('id' in payload)) return null;
  return typeof payload.id === 'string' ? payload.id : null;
}
