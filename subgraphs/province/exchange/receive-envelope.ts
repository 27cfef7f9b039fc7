import { takeTurn } from '../storage/turns.js';
import { findLink, linkName } from './chain-rows.js';
import { type Answer, type Delivery, refuseEnvelope } from './check-envelope.js';
import { type Desk, type EventHandlers, inTransaction, isoTime } from './desk.js';
import type { Link } from './envelope.js';
import type { Transaction } from './exchange.entity.js';
import { raiseTask } from './exchange-task.js';
import { clearPoison, findParked, isCalledBack, parkFailed } from './parked.js';
import { HandlerError, processDelivery } from './process-delivery.js';
import { CANCEL_EVENT } from './send-envelope.js';

// Five, since a sender repeats after about 1, 2, 4 and 8 seconds: a restart of what the handler needs is over by then.
const MAX_ATTEMPTS = 5;

/**
 * Takes one sending: processes it, answers a second copy with the first receipt, parks what comes too early, refuses
 * what is not genuine. Then whatever waited for it is processed too, each in a transaction of its own, so that one
 * failing envelope undoes no other. Throws only for faults of the storage, of which nothing remains.
 */
export async function receiveEnvelope(desk: Desk, handlers: EventHandlers, delivery: Delivery): Promise<Answer> {
  const check = { province: desk.signer.province, keys: desk.keys, nowMs: desk.clock.nowMs() };
  const code = refuseEnvelope(delivery.envelope, check);
  return code === undefined ? receiveVerified(desk, handlers, delivery) : { status: 'refusal', code };
}

/** As {@link receiveEnvelope}, for an envelope whose form and seal have been verified. */
export async function receiveVerified(desk: Desk, handlers: EventHandlers, delivery: Delivery): Promise<Answer> {
  const answer = await attempt(desk, handlers, delivery);
  const mayFree = delivery.envelope.event === CANCEL_EVENT && answer.status === 'parked';
  if (mayFree || (answer.status === 'receipt' && !answer.duplicate)) await drainLink(desk, handlers, delivery.envelope);
  return answer;
}

/** Tries a poisoned link again, after a person has mended the cause. False when nothing on it is poisoned. */
export async function retryPoisoned(desk: Desk, handlers: EventHandlers, link: Link): Promise<boolean> {
  const isCleared = await inTransaction(desk, (transaction) => clearPoison(transaction, link));
  if (isCleared) await drainLink(desk, handlers, link);
  return isCleared;
}

async function attempt(desk: Desk, handlers: EventHandlers, delivery: Delivery): Promise<Answer> {
  try {
    return await inTransaction(desk, (transaction) => processDelivery(transaction, { desk, handlers }, delivery));
  } catch (error) {
    if (!(error instanceof HandlerError)) throw error;
    return inTransaction(desk, (transaction) => countFailure(transaction, desk, { delivery, error }));
  }
}

async function countFailure(
  transaction: Transaction,
  desk: Desk,
  { delivery, error }: { readonly delivery: Delivery; readonly error: HandlerError },
): Promise<Answer> {
  const { envelope } = delivery;
  await takeTurn(transaction, envelope.collaborationNo);
  const row = await parkFailed(transaction, desk, { delivery, reason: error.message, maxAttempts: MAX_ATTEMPTS });
  if (row.reason !== 'POISON') return { status: 'refusal', code: 'HANDLER_FAILED' };
  const detail = `${envelope.event} (${envelope.id}) failed ${row.attempts} times: ${error.message}`;
  const task = { kind: 'POISON', subject: `${linkName(envelope)} ${envelope.seq}`, detail } as const;
  await raiseTask(transaction, task, isoTime(desk.clock.nowMs()));
  return { status: 'parked', reason: 'POISON', nextSeq: envelope.seq };
}

/** Processes what waits on an incoming link, as far as nothing is missing. */
export async function drainLink(desk: Desk, handlers: EventHandlers, link: Link): Promise<void> {
  for (;;) {
    const next = await inTransaction(desk, (transaction) => findNext(transaction, link));
    if (next === undefined || (await attempt(desk, handlers, next)).status !== 'receipt') return;
  }
}

async function findNext(transaction: Transaction, link: Link): Promise<Delivery | undefined> {
  const { collaborationNo, from, to } = link;
  const seq = ((await findLink(transaction, { collaborationNo, from, to }))?.last_seq ?? 0) + 1;
  const row = await findParked(transaction, { ...link, seq });
  if (row === undefined) return undefined;
  const delivery = JSON.parse(row.envelope) as Delivery;
  const isHeld = row.reason === 'POISON' && !(await isCalledBack(transaction, delivery.envelope));
  return isHeld ? undefined : delivery;
}
