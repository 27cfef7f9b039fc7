import { takeTurn } from '../storage/turns.js';
import type { Json } from './canonical-json.js';
import { findLink, moveLink, opposite, toColumns } from './chain-rows.js';
import { type Desk, isoTime } from './desk.js';
import { type Entry, type Envelope, hashEntry, type Link, sealPayload } from './envelope.js';
import type { ExchangeTables, OutboxRow, Transaction } from './exchange.entity.js';
import { assertFits } from './payload-limit.js';
import { findSent } from './find-sent.js';
import { createUuidV7 } from './uuid.js';

/** What a module wants another province to know. */
export interface Message {
  readonly collaborationNo: string;
  readonly to: string;
  readonly event: string;
  readonly payload: Json;
}

/** The event by which a sender calls an envelope back. Modules cannot use the name. */
export const CANCEL_EVENT = 'exchange.cancel';

/** Three days: longer than a weekend, short enough that a person still remembers what it was about. */
export const DELIVERY_LIMIT_MS = 72 * 3_600_000;

type Writer = Pick<Desk, 'signer' | 'clock' | 'randomness'>;

/**
 * Writes an envelope to the outbox in the caller's transaction, so that fact and envelope are one commit. Throws
 * outside a transaction, for a message to oneself, for a payload that is not JSON, and an OversizedPayloadError for one
 * that is too long. Gives the envelope's id. It takes the turn with the collaboration; whoever sends because of what was
 * read of it takes that turn before reading.
 */
export async function sendEnvelope(transaction: Transaction, desk: Writer, message: Message): Promise<string> {
  if (message.event === CANCEL_EVENT) throw new Error(`${CANCEL_EVENT} is sent by cancelEnvelope only.`);
  return writeEnvelope(transaction, desk, { ...message, cancels: null });
}

/**
 * Calls an envelope back. It succeeds only if the addressee has not applied it: then that envelope ends with the
 * refusal CANCELLED, and otherwise this one with ALREADY_APPLIED. Gives the id of the call, or undefined when the
 * envelope already has a receipt, is itself a call, or was never written.
 */
export async function cancelEnvelope(transaction: Transaction, desk: Writer, id: string): Promise<string | undefined> {
  const row = await findSent(transaction, id);
  if (row === undefined || row.receipt !== null || row.cancels !== null) return undefined;
  const call = await writeEnvelope(transaction, desk, {
    collaborationNo: row.collaboration_no,
    to: row.addressee,
    event: CANCEL_EVENT,
    payload: { id, seq: row.seq },
    cancels: id,
  });
  await reviveLink(transaction, desk, {
    collaborationNo: row.collaboration_no,
    from: row.sender,
    to: row.addressee,
  });
  return call;
}

/** Gives what is dead on a link another three days, beginning at once. Gives how many envelopes that were. */
export async function reviveLink(transaction: Transaction, desk: Writer, link: Link): Promise<number> {
  await takeTurn(transaction, link.collaborationNo);
  const nowMs = desk.clock.nowMs();
  const revived = await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_outbox')
    .set({ state: 'PENDING', next_attempt_ms: nowMs, expires_ms: nowMs + DELIVERY_LIMIT_MS, lease_until_ms: 0 })
    .where('addressee', '=', link.to)
    .where('collaboration_no', '=', link.collaborationNo)
    .where('state', '=', 'DEAD')
    .executeTakeFirst();
  return Number(revived.numUpdatedRows);
}

interface WrittenMessage extends Message {
  readonly cancels: string | null;
}

async function writeEnvelope(transaction: Transaction, desk: Writer, message: WrittenMessage): Promise<string> {
  if (!transaction.isInTransaction()) throw new Error('An envelope is written in the transaction of its fact.');
  if (message.to === desk.signer.province) throw new Error('A province sends nothing to itself.');
  const { collaborationNo, to, event, payload, cancels } = message;
  await takeTurn(transaction, collaborationNo);
  const nowMs = desk.clock.nowMs();
  const link = { collaborationNo, from: desk.signer.province, to };
  const position = await nextPosition(transaction, link, isoTime(nowMs));
  const id = createUuidV7(nowMs, desk.randomness);
  const sealed = sealPayload(payload);
  assertFits(sealed.payload);
  const envelope: Envelope = { id, ...link, event, ...sealed, ...position };
  const row: OutboxRow = {
    ...toColumns(envelope, hashEntry(envelope)),
    ...unsent,
    cancels,
    next_attempt_ms: nowMs,
    expires_ms: nowMs + DELIVERY_LIMIT_MS,
  };
  await transaction.getKysely<ExchangeTables>().insertInto('exchange_outbox').values(row).execute();
  await moveLink(transaction, row);
  return id;
}

/** The columns of delivery of an envelope that has not left the house. */
export const unsent = {
  kid: null,
  sent_at: null,
  signature: null,
  receipt: null,
  state: 'PENDING',
  cancels: null,
  attempts: 0,
  lease_until_ms: 0,
  lease_token: null,
  last_error: null,
} as const;

/** Where the next entry of an outgoing link stands. Its time never lies before what precedes it. */
export async function nextPosition(
  transaction: Transaction,
  link: Link,
  now: string,
): Promise<Pick<Entry, 'seq' | 'prevHash' | 'seenHash' | 'at'>> {
  const last = await findLink(transaction, link);
  const seen = await findLink(transaction, opposite(link));
  const at = [now, last?.last_at ?? '', seen?.last_at ?? ''].reduce((a, b) => (a > b ? a : b));
  const seenHash = await laterSeen(transaction, last?.last_hash, seen?.last_hash ?? null);
  return { seq: (last?.last_seq ?? 0) + 1, prevHash: last?.last_hash ?? null, seenHash, at };
}

// After a restored backup, entries of ours that a peer gave back may have seen more than this database holds. What was
// seen once stays seen, or the chain would claim to forget.
async function laterSeen(
  transaction: Transaction,
  lastHash: string | undefined,
  seenHash: string | null,
): Promise<string | null> {
  if (lastHash === undefined) return seenHash;
  const tables = transaction.getKysely<ExchangeTables>();
  const last = await tables
    .selectFrom('exchange_outbox')
    .select('seen_hash')
    .where('entry_hash', '=', lastHash)
    .executeTakeFirst();
  const before = last?.seen_hash ?? null;
  if (before === null || before === seenHash) return seenHash;
  const held = await tables
    .selectFrom('exchange_inbox')
    .select('id')
    .where('entry_hash', '=', before)
    .executeTakeFirst();
  return held === undefined ? before : seenHash;
}
