import { sql } from 'kysely';
import { forUpdateOfFree } from '../storage/turns.js';
import { linkName } from './chain-rows.js';
import { type Desk, isoTime } from './desk.js';
import { signSeal } from './envelope.js';
import type { ExchangeTables, OutboxRow, Transaction } from './exchange.entity.js';
import { raiseTask } from './exchange-task.js';

// Three times what a delivery may take: a lease runs out only when its holder is gone.
const LEASE_MS = 30_000;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 300_000;
// What the peer has parked is only waiting for something that is on its way; its receipt is worth asking for soon.
const MAX_PARKED_DELAY_MS = 15_000;
const parkedReasons: ReadonlySet<string> = new Set(['GAP', 'UNSETTLED', 'NOT_YET']);

/** An envelope that this relay, and no other, is delivering until the lease ends. */
export interface Claim {
  readonly row: OutboxRow;
  readonly token: string;
}

export interface ClaimRequest {
  readonly peer: string;
  readonly limit: number;
  /** Takes what is due next even before its time: the one attempt that finds out whether a peer is back. */
  readonly isProbe: boolean;
}

/** Peers for which something waits. */
export async function listPeers(transaction: Transaction): Promise<readonly string[]> {
  const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox');
  const rows = await outbox.select('addressee').distinct().where('state', '=', 'PENDING').execute();
  return rows.map(({ addressee }) => addressee);
}

/**
 * Takes the heads of links to one peer that are due, and seals them for this sending. Only the first unfinished
 * envelope of a link is ever taken; what calls another one back does not queue.
 */
export async function claimDue(transaction: Transaction, desk: Desk, request: ClaimRequest): Promise<readonly Claim[]> {
  const nowMs = desk.clock.nowMs();
  const claims: Claim[] = [];
  for (const row of await findDue(transaction, nowMs, request)) {
    const token = Buffer.from(desk.randomness.bytes(12)).toString('base64url');
    const { kid, sentAt: sent_at, signature } = await signSeal(desk.signer, row.entry_hash, isoTime(nowMs));
    const sealed = { kid, sent_at, signature, attempts: row.attempts + 1 };
    const lease = { lease_until_ms: nowMs + LEASE_MS, lease_token: token };
    await update(transaction, row.id)
      .set({ ...sealed, ...lease })
      .execute();
    claims.push({ row: { ...row, ...sealed, ...lease }, token });
  }
  return claims;
}

function findDue(
  transaction: Transaction,
  nowMs: number,
  { peer, limit, isProbe }: ClaimRequest,
): Promise<OutboxRow[]> {
  const due = transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_outbox')
    .selectAll()
    .where('addressee', '=', peer)
    .where('state', '=', 'PENDING')
    .where('lease_until_ms', '<=', nowMs)
    .where(
      sql<boolean>`(cancels is not null or not exists (
        select 1 from exchange_outbox as earlier
        where earlier.addressee = exchange_outbox.addressee
          and earlier.collaboration_no = exchange_outbox.collaboration_no
          and earlier.seq < exchange_outbox.seq
          and earlier.state in ('PENDING', 'DEAD')
      ))`,
    );
  const inTime = isProbe ? due : due.where('next_attempt_ms', '<=', nowMs);
  // What another transaction is busy with is not due now, whatever it says.
  return forUpdateOfFree(transaction, inTime.orderBy('next_attempt_ms').orderBy('id').limit(limit)).execute();
}

const update = (transaction: Transaction, id: string) =>
  transaction.getKysely<ExchangeTables>().updateTable('exchange_outbox').where('id', '=', id);

/** What became of an attempt that brought no receipt. */
export interface Failure {
  /** UNREACHABLE when the peer gave no answer at all; otherwise what it answered. */
  readonly reason: string;
}

/**
 * Gives an envelope back: for later, with full jitter on a delay that doubles from one second to five minutes; or to a
 * person, when its three days are over. Does nothing when the lease has meanwhile passed to another relay.
 */
export async function releaseClaim(
  transaction: Transaction,
  desk: Desk,
  { claim: { row, token }, reason }: { readonly claim: Claim } & Failure,
): Promise<void> {
  const nowMs = desk.clock.nowMs();
  // 2^9 s is above the limit already; a higher power would only overflow.
  const longestMs = parkedReasons.has(reason) ? MAX_PARKED_DELAY_MS : MAX_DELAY_MS;
  const ceilingMs = Math.min(longestMs, FIRST_DELAY_MS * 2 ** Math.min(row.attempts - 1, 9));
  const delayMs = Math.round(desk.randomness.fraction() * ceilingMs);
  const isOver = nowMs >= row.expires_ms;
  const released = await update(transaction, row.id)
    .set({
      state: isOver ? 'DEAD' : 'PENDING',
      next_attempt_ms: nowMs + delayMs,
      lease_until_ms: 0,
      lease_token: null,
      last_error: reason,
    })
    .where('lease_token', '=', token)
    .where('state', '=', 'PENDING')
    .executeTakeFirst();
  if (isOver && released.numUpdatedRows > 0n) await raiseDead(transaction, desk, row);
}

/**
 * Makes everything due that an earlier process of this province took and did not give back. What still stands at the
 * peer comes there twice, and counts once.
 */
export async function freeClaims(transaction: Transaction): Promise<void> {
  await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_outbox')
    .set({ lease_until_ms: 0, lease_token: null })
    .where('state', '=', 'PENDING')
    .where('lease_token', 'is not', null)
    .execute();
}

/**
 * Gives up, for a person, what has waited for an unreachable peer for longer than three days. Envelopes behind a head
 * are never attempted and would otherwise wait in silence.
 */
export async function expireWaiting(transaction: Transaction, desk: Desk, peer: string): Promise<void> {
  const nowMs = desk.clock.nowMs();
  const expired = await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_outbox')
    .set({ state: 'DEAD' })
    .where('addressee', '=', peer)
    .where('state', '=', 'PENDING')
    .where('expires_ms', '<=', nowMs)
    .where('lease_until_ms', '<=', nowMs)
    .returningAll()
    .execute();
  for (const row of expired) await raiseDead(transaction, desk, row);
}

/** Makes everything due at once that failed because the peer was unreachable: it has just answered. */
export async function hasten(transaction: Transaction, desk: Desk, peer: string): Promise<void> {
  await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_outbox')
    .set({ next_attempt_ms: desk.clock.nowMs() })
    .where('addressee', '=', peer)
    .where('state', '=', 'PENDING')
    .where('last_error', '=', UNREACHABLE)
    .execute();
}

/** The reason of an attempt to which there was no answer. */
export const UNREACHABLE = 'UNREACHABLE';

async function raiseDead(transaction: Transaction, desk: Desk, row: OutboxRow): Promise<void> {
  const subject = linkName({ collaborationNo: row.collaboration_no, from: row.sender, to: row.addressee });
  const detail = `${row.event} (${row.id}) had no receipt in time; ${row.attempts} attempts, last: ${row.last_error ?? 'none'}.`;
  await raiseTask(transaction, { kind: 'DEAD', subject, detail }, isoTime(desk.clock.nowMs()));
}
