import { opposite, toReceipt, toSealed } from './chain-rows.js';
import { type Claim, claimDue, expireWaiting, hasten, listPeers, releaseClaim, UNREACHABLE } from './claim-due.js';
import type { Answer } from './check-envelope.js';
import { type Desk, type EventHandlers, inTransaction } from './desk.js';
import type { Link, Receipt } from './envelope.js';
import type { OutboxRow } from './exchange.entity.js';
import { findSent } from './find-sent.js';
import { withinLimit } from './peer-door.js';
import { createPeerHealth, modeOf, noteAnswer, noteFailure, noteVisit, type PeerHealth } from './peer-health.js';
import { drainLink } from './receive-envelope.js';
import { reconcile, type Wiring } from './reconcile.js';
import { resendFrom } from './recover-link.js';
import { reportSettlement, settleReceipt } from './settle-receipt.js';

// One batch is one short transaction, so that senders and receivers are not kept waiting.
const BATCH_SIZE = 50;
const PARALLEL = 8;

/** Sends what the outbox holds, one round at a time. It remembers peers, so a process has one. */
export interface Relay {
  /** Attempts once whatever is due, of all peers at once, and waits for it. Gives how many attempts that were. */
  readonly runOnce: () => Promise<number>;
  /** The same for one peer. */
  readonly runPeer: (peer: string) => Promise<number>;
  /** The peers for which something waits. */
  readonly peers: () => Promise<readonly string[]>;
  /** Takes an answer of a peer that no attempt waits for: it was too late, or is for an earlier process. */
  readonly hear: (peer: string, answer: Answer) => Promise<void>;
  /** Takes note that a peer has sent or asked something genuine: so it is there. */
  readonly visit: (peer: string) => void;
}

/** Creates the relay of a province. It does nothing until it is run. */
export function createRelay(desk: Desk, wiring: Wiring): Relay {
  const healths = new Map<string, PeerHealth>();
  const peers = (): Promise<readonly string[]> => inTransaction(desk, listPeers);
  const healthOf = (peer: string): PeerHealth => {
    const health = healths.get(peer) ?? createPeerHealth();
    healths.set(peer, health);
    return health;
  };
  const sendingTo = (peer: string): Sending => ({ ...wiring, desk, peer, health: healthOf(peer) });
  const runPeer = (peer: string): Promise<number> => relayToPeer(sendingTo(peer));
  const hear = (peer: string, answer: Answer): Promise<void> => hearLate(sendingTo(peer), answer);
  const visit = (peer: string): void => noteVisit(healthOf(peer), desk.clock.nowMs());
  const runOnce = async (): Promise<number> => {
    const attempts = await Promise.all((await peers()).map(runPeer));
    return attempts.reduce((sum, count) => sum + count, 0);
  };
  return { runOnce, runPeer, peers, hear, visit };
}

interface Sending extends Wiring {
  readonly desk: Desk;
  readonly peer: string;
  readonly health: PeerHealth;
}

async function relayToPeer(sending: Sending): Promise<number> {
  const { desk, peer, health } = sending;
  const mode = modeOf(health, desk.clock.nowMs());
  if (mode === 'rest') return 0;
  // A restored database must learn what it has forgotten before it gives a number away for the second time.
  if (!health.isInStep && !(await getInStep(sending))) return 0;
  const isProbe = mode === 'probe';
  const request = { peer, limit: isProbe ? 1 : BATCH_SIZE, isProbe };
  const claims = await inTransaction(desk, (transaction) => claimDue(transaction, desk, request));
  const queue = claims.values();
  await Promise.all(Array.from({ length: PARALLEL }, () => work(sending, queue)));
  return claims.length;
}

async function getInStep(sending: Sending): Promise<boolean> {
  try {
    await reconcile(sending.desk, sending, { peer: sending.peer });
  } catch {
    // Unreachable or not genuine: either way the peer cannot be sent anything yet, and is asked again later.
    await fail(sending);
    return false;
  }
  sending.health.isInStep = true;
  noteAnswer(sending.health);
  // What failed before this process began is not remembered anywhere else.
  await inTransaction(sending.desk, (transaction) => hasten(transaction, sending.desk, sending.peer));
  return true;
}

// Workers share one queue, so that a slow delivery keeps nothing but itself waiting.
async function work(sending: Sending, queue: Iterator<Claim>): Promise<void> {
  for (let next = queue.next(); next.done !== true; next = queue.next()) await attempt(sending, next.value);
}

async function attempt(sending: Sending, claim: Claim): Promise<void> {
  const { desk } = sending;
  const answer = await send(sending, claim);
  if (answer === undefined) {
    // Released first: whoever hears from the peer in between must find this envelope waiting for it.
    await release(desk, claim, UNREACHABLE);
    return fail(sending);
  }
  await answered(sending);
  switch (answer.status) {
    case 'receipt':
      return settle(sending, claim, answer);
    case 'parked':
      await resendLost(desk, claim, answer);
      return release(desk, claim, answer.reason);
    case 'refusal':
      return release(desk, claim, answer.code);
    default:
      return release(desk, claim, 'NO_ANSWER'); // a peer may send anything
  }
}

async function send({ desk, deliver, peer }: Sending, { row }: Claim): Promise<Answer | undefined> {
  const envelope = toSealed(row);
  if (envelope === undefined) throw new Error('A claim is sealed.');
  const delivery = { envelope, receipt: row.receipt === null ? null : toReceipt(row.receipt) };
  try {
    return await withinLimit(desk.clock, (signal) => deliver.deliver(peer, delivery, signal));
  } catch {
    return undefined; // lost on the way there or back: the same envelope goes out again
  }
}

async function settle(
  { desk, handlers }: Sending,
  claim: Claim,
  { receipt }: Extract<Answer, { status: 'receipt' }>,
): Promise<void> {
  const problem = receipt.envelopeId === claim.row.id ? await tryToSettle(desk, handlers, receipt) : 'BAD_RECEIPT';
  if (problem !== undefined) return release(desk, claim, problem);
  // What answers this envelope may have overtaken its receipt, and has been waiting for it.
  await drainLink(desk, handlers, opposite(linkOf(claim.row)));
}

/** Settles a receipt, or says why it could not be settled. */
async function tryToSettle(
  desk: Desk,
  handlers: EventHandlers,
  receipt: Receipt,
): Promise<'BAD_RECEIPT' | 'SETTLEMENT' | undefined> {
  try {
    return (await settleReceipt(desk, handlers, receipt)) ? undefined : 'BAD_RECEIPT';
  } catch (error) {
    await reportSettlement(desk, receipt.envelopeId, error instanceof Error ? error : new Error(String(error)));
    return 'SETTLEMENT';
  }
}

// Only receipts are for good. Whatever else it says is out of date: the envelope goes out again when it is due.
async function hearLate(sending: Sending, answer: Answer): Promise<void> {
  const { desk, handlers } = sending;
  await answered(sending);
  if (answer.status !== 'receipt' || (await tryToSettle(desk, handlers, answer.receipt)) !== undefined) return;
  const row = await inTransaction(desk, (transaction) => findSent(transaction, answer.receipt.envelopeId));
  if (row !== undefined) await drainLink(desk, handlers, opposite(linkOf(row)));
}

const linkOf = (row: OutboxRow): Link => ({
  collaborationNo: row.collaboration_no,
  from: row.sender,
  to: row.addressee,
});

// The peer waits for something that it has already receipted: it has lost it.
async function resendLost(
  desk: Desk,
  claim: Claim,
  { reason, nextSeq }: Extract<Answer, { status: 'parked' }>,
): Promise<void> {
  if (reason !== 'GAP' || nextSeq >= claim.row.seq) return;
  const place = { link: linkOf(claim.row), seq: nextSeq };
  await inTransaction(desk, (transaction) => resendFrom(transaction, desk, place));
}

function release(desk: Desk, claim: Claim, reason: string): Promise<void> {
  return inTransaction(desk, (transaction) => releaseClaim(transaction, desk, { claim, reason }));
}

async function answered({ desk, peer, health }: Sending): Promise<void> {
  if (noteAnswer(health)) await inTransaction(desk, (transaction) => hasten(transaction, desk, peer));
}

async function fail({ desk, peer, health }: Sending): Promise<void> {
  noteFailure(health, desk.clock.nowMs());
  await inTransaction(desk, (transaction) => expireWaiting(transaction, desk, peer));
}
