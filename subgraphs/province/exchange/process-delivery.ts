import { takeTurn } from '../storage/turns.js';
import {
  findLink,
  linkName,
  moveLink,
  opposite,
  toColumns,
  toLetter,
  toReceipt,
  toStoredReceipt,
} from './chain-rows.js';
import type { Answer, Delivery, RefusalCode } from './check-envelope.js';
import { type Desk, type EventHandlers, isoTime, NotYetError } from './desk.js';
import { hashEntry, isReceiptFor, type Receipt, signReceipt } from './envelope.js';
import type { ExchangeTables, InboxRow, LinkRow, Transaction } from './exchange.entity.js';
import { closeTask, raiseTask } from './exchange-task.js';
import { calledBy, findParked, isCalledBack, park, unpark } from './parked.js';
import { CANCEL_EVENT, DELIVERY_LIMIT_MS } from './send-envelope.js';

/** What receiving needs besides the transaction. */
export interface Receiving {
  readonly desk: Desk;
  readonly handlers: EventHandlers;
}

/** A handler threw, or came to another end than the receipt it has to honour. What it wrote is undone. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';
}

/** Decides about a verified envelope by what this province holds, in one transaction: all of it happens, or nothing. */
export async function processDelivery(
  transaction: Transaction,
  receiving: Receiving,
  delivery: Delivery,
): Promise<Answer> {
  const { envelope } = delivery;
  const entryHash = hashEntry(envelope);
  await takeTurn(transaction, envelope.collaborationNo);
  const link = await findLink(transaction, linkOf(delivery));
  const nextSeq = (link?.last_seq ?? 0) + 1;
  if (envelope.seq < nextSeq) return repeat(transaction, receiving.desk, { delivery, entryHash });
  const parked = await findParked(transaction, envelope);
  if (parked !== undefined && parked.entry_hash !== entryHash) {
    return conflict(transaction, receiving.desk, { delivery, keptHash: parked.entry_hash });
  }
  const keep = async (reason: 'GAP' | 'UNSETTLED' | 'NOT_YET'): Promise<Answer> => {
    const isKept = parked !== undefined || (await park(transaction, receiving.desk, delivery));
    return isKept ? { status: 'parked', reason, nextSeq } : { status: 'refusal', code: 'FULL' };
  };
  if (envelope.seq > nextSeq) return keep('GAP');
  if ((link?.last_hash ?? null) !== envelope.prevHash) {
    return conflict(transaction, receiving.desk, { delivery, keptHash: link?.last_hash ?? '' });
  }
  const isCalled = await isCalledBack(transaction, envelope);
  if (parked?.reason === 'POISON' && !isCalled) return { status: 'parked', reason: 'POISON', nextSeq };
  const code = await refuseAsNext(transaction, delivery, link);
  if (code !== undefined) return refuseSeen(transaction, receiving.desk, { delivery, code });
  if (await awaitSeen(transaction, receiving.desk, delivery)) return keep('UNSETTLED');
  try {
    const receipt = await take(transaction, receiving, { delivery, isCalled });
    return { status: 'receipt', receipt, duplicate: false };
  } catch (error) {
    if (error instanceof HandlerError && error.cause instanceof NotYetError) return keep('NOT_YET');
    throw error;
  }
}

async function repeat(
  transaction: Transaction,
  desk: Desk,
  { delivery, entryHash }: { readonly delivery: Delivery; readonly entryHash: string },
): Promise<Answer> {
  const { from, collaborationNo, seq } = delivery.envelope;
  const held = await transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_inbox')
    .select(['entry_hash', 'receipt'])
    .where('sender', '=', from)
    .where('collaboration_no', '=', collaborationNo)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  if (held.entry_hash !== entryHash) return conflict(transaction, desk, { delivery, keptHash: held.entry_hash });
  return { status: 'receipt', receipt: toReceipt(held.receipt), duplicate: true };
}

// Both envelopes carry the sender's signature, so what is kept here proves the fork to anybody.
async function conflict(
  transaction: Transaction,
  desk: Desk,
  { delivery, keptHash }: { readonly delivery: Delivery; readonly keptHash: string },
): Promise<Answer> {
  const { envelope } = delivery;
  const foundAt = isoTime(desk.clock.nowMs());
  const evidence = {
    sender: envelope.from,
    collaboration_no: envelope.collaborationNo,
    seq: envelope.seq,
    entry_hash: hashEntry(envelope),
    envelope: JSON.stringify(envelope),
    kept_hash: keptHash,
    found_at: foundAt,
  };
  const conflicts = transaction.getKysely<ExchangeTables>().insertInto('exchange_conflict').values(evidence);
  await conflicts.onConflict((row) => row.doNothing()).execute();
  const subject = `${linkName(envelope)} ${envelope.seq}`;
  const detail = `${envelope.from} sealed ${evidence.entry_hash}, which contradicts ${keptHash}.`;
  await raiseTask(transaction, { kind: 'FORK', subject, detail }, foundAt);
  return { status: 'refusal', code: 'CONFLICT' };
}

/** Why the next envelope of a link contradicts what this province knows; undefined when it does not. */
async function refuseAsNext(
  transaction: Transaction,
  { envelope }: Delivery,
  link: LinkRow | undefined,
): Promise<RefusalCode | undefined> {
  const tables = transaction.getKysely<ExchangeTables>();
  const inbox = tables.selectFrom('exchange_inbox').where('sender', '=', envelope.from);
  if ((await inbox.where('id', '=', envelope.id).select('id').executeTakeFirst()) !== undefined) return 'BAD_CHAIN';
  if (link !== undefined && envelope.at < link.last_at) return 'BAD_CHAIN';
  const seen = await findSeen(transaction, envelope.seenHash, envelope);
  if (envelope.seenHash !== null && seen === undefined) return 'SEEN_UNKNOWN';
  if (seen !== undefined && envelope.at < seen.at) return 'BAD_CHAIN';
  const last = await inbox
    .where('entry_hash', '=', link?.last_hash ?? '')
    .select('seen_hash')
    .executeTakeFirst();
  const seenBefore = await findSeen(transaction, last?.seen_hash ?? null, envelope);
  return (seen?.seq ?? 0) < (seenBefore?.seq ?? 0) ? 'BAD_CHAIN' : undefined;
}

function findSeen(transaction: Transaction, hash: string | null, { collaborationNo, from }: Delivery['envelope']) {
  return transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_outbox')
    .select(['seq', 'at'])
    .where('entry_hash', '=', hash ?? '')
    .where('addressee', '=', from)
    .where('collaboration_no', '=', collaborationNo)
    .executeTakeFirst();
}

/**
 * True when the sender had seen an entry of ours whose receipt is not here yet. What answers us must not be applied
 * before we know what it answers: a case that comes back would find itself still on its way out. The receipt exists,
 * so our own delivery is hastened, and revived if it had been given up.
 */
async function awaitSeen(transaction: Transaction, desk: Desk, { envelope }: Delivery): Promise<boolean> {
  const seen = await findSeen(transaction, envelope.seenHash, envelope);
  if (seen === undefined) return false;
  const nowMs = desk.clock.nowMs();
  const waiting = await transaction
    .getKysely<ExchangeTables>()
    .updateTable('exchange_outbox')
    .set({ state: 'PENDING', next_attempt_ms: nowMs, expires_ms: nowMs + DELIVERY_LIMIT_MS })
    .where('addressee', '=', envelope.from)
    .where('collaboration_no', '=', envelope.collaborationNo)
    .where('seq', '<=', seen.seq)
    .where('receipt', 'is', null)
    .executeTakeFirst();
  return waiting.numUpdatedRows > 0n;
}

// The peer has processed an entry that this province does not hold: it was lost here, or the peer is lying.
async function refuseSeen(
  transaction: Transaction,
  desk: Desk,
  { delivery, code }: { readonly delivery: Delivery; readonly code: RefusalCode },
): Promise<Answer> {
  const { envelope } = delivery;
  if (code === 'SEEN_UNKNOWN') {
    const detail = `${envelope.from} has seen ${envelope.seenHash ?? ''}, which is not in the outbox.`;
    const subject = linkName(opposite(envelope));
    await raiseTask(transaction, { kind: 'DIVERGENCE', subject, detail }, isoTime(desk.clock.nowMs()));
  }
  return { status: 'refusal', code };
}

async function take(
  transaction: Transaction,
  receiving: Receiving,
  { delivery, isCalled }: { readonly delivery: Delivery; readonly isCalled: boolean },
): Promise<Receipt> {
  const { desk } = receiving;
  const { envelope } = delivery;
  const entryHash = hashEntry(envelope);
  const nowMs = desk.clock.nowMs();
  const held = honoured(desk, delivery, entryHash);
  const at = held?.at ?? [isoTime(nowMs), envelope.at].reduce((a, b) => (a > b ? a : b));
  const code = await outcome(transaction, receiving, { delivery, isCalled, held, at });
  const result = code === null ? 'APPLIED' : 'REFUSED';
  const receipt = held ?? (await signReceipt(desk.signer, { envelopeId: envelope.id, entryHash, result, code, at }));
  const { kid, sentAt: sent_at, signature } = envelope;
  const seal = { kid, sent_at, signature };
  const row: InboxRow = {
    ...toColumns(envelope, entryHash),
    ...seal,
    receipt: toStoredReceipt(receipt),
    received_at: isoTime(nowMs),
  };
  await transaction.getKysely<ExchangeTables>().insertInto('exchange_inbox').values(row).execute();
  await moveLink(transaction, row);
  await unpark(transaction, delivery);
  await closeTask(transaction, { kind: 'POISON', subject: `${linkName(envelope)} ${envelope.seq}` }, isoTime(nowMs));
  return receipt;
}

// A receipt of our own that we no longer remember: it was given, others rely on it, so it stays the only one.
function honoured(desk: Desk, { envelope, receipt }: Delivery, entryHash: string): Receipt | undefined {
  if (receipt === null) return undefined;
  return isReceiptFor({ ...envelope, entryHash }, receipt, desk.keys) ? receipt : undefined;
}

interface Outcome {
  readonly delivery: Delivery;
  readonly isCalled: boolean;
  readonly held: Receipt | undefined;
  /** The instant of the receipt. */
  readonly at: string;
}

async function outcome(
  transaction: Transaction,
  receiving: Receiving,
  { delivery, isCalled, held, at }: Outcome,
): Promise<string | null> {
  if (held?.result === 'REFUSED') return held.code;
  if (isCalled && held === undefined) return 'CANCELLED';
  const code = (await refuseByEvent(transaction, receiving, { delivery, at })) ?? null;
  if (held === undefined || code === null) return code;
  throw new HandlerError(`It was applied before the database was restored, and is refused again: ${code}`);
}

function refuseByEvent(
  transaction: Transaction,
  { handlers }: Receiving,
  { delivery, at }: { readonly delivery: Delivery; readonly at: string },
): Promise<string | undefined> {
  const { envelope } = delivery;
  if (envelope.event === CANCEL_EVENT) return refuseCall(transaction, delivery);
  const handler = handlers.get(envelope.event);
  if (handler === undefined) return Promise.resolve('UNKNOWN_EVENT');
  return withoutEffect(transaction, (inner) => handler.apply(inner, toLetter(envelope), at));
}

/** Why a call comes too late; undefined when its envelope was refused on account of it. */
async function refuseCall(transaction: Transaction, delivery: Delivery): Promise<string | undefined> {
  const { from, collaborationNo } = delivery.envelope;
  const target = await transaction
    .getKysely<ExchangeTables>()
    .selectFrom('exchange_inbox')
    .select('receipt')
    .where('sender', '=', from)
    .where('id', '=', calledBy(delivery) ?? '')
    .where('collaboration_no', '=', collaborationNo)
    .executeTakeFirst();
  if (target === undefined) return 'UNKNOWN_ENVELOPE';
  const { result, code } = toReceipt(target.receipt);
  if (result === 'APPLIED') return 'ALREADY_APPLIED';
  return code === 'CANCELLED' ? undefined : 'ALREADY_REFUSED';
}

const reserved: ReadonlySet<string> = new Set(['CANCELLED', 'UNKNOWN_EVENT']);

/** Runs a handler behind a savepoint, so that what it wrote before it refused is undone. */
async function withoutEffect(
  transaction: Transaction,
  apply: (inner: Transaction) => Promise<string | undefined>,
): Promise<string | undefined> {
  let code: string | undefined;
  try {
    await transaction.transactional(async (inner) => {
      code = await apply(inner);
      if (code === undefined) return;
      if (reserved.has(code)) throw new Error(`${code} is a refusal of the exchange itself.`);
      throw new RefusedError();
    });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw new HandlerError(messageOf(error), { cause: error });
  }
  return code;
}

/** Leaves the savepoint of a handler that refused. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

const linkOf = ({ envelope: { collaborationNo, from, to } }: Delivery) => ({ collaborationNo, from, to });
