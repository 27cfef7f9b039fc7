import { askPeer, listPeerEntries } from './ask-peer.js';
import { linkName } from './chain-rows.js';
import { type Delivery, refuseEnvelope } from './check-envelope.js';
import { compareLeaves, type Difference } from './compare-leaves.js';
import { type Desk, type EventHandlers, inTransaction, isoTime } from './desk.js';
import type { Link } from './envelope.js';
import { raiseTask } from './exchange-task.js';
import { byPlace, type DayStatement, type Leaf, listLeaves, type Place, stateDay, stateDays } from './ledger.js';
import type { Deliver } from './peer-door.js';
import { receiveVerified } from './receive-envelope.js';
import { recoverLink, resendFrom } from './recover-link.js';

/** What working with peers needs besides the desk. */
export interface Wiring {
  readonly handlers: EventHandlers;
  readonly deliver: Deliver;
}

interface Reconciling extends Wiring {
  readonly desk: Desk;
  readonly peer: string;
}

/**
 * Compares with a peer what both hold of their common chains, day by day, and mends what can be mended: entries of ours
 * that this database has lost come back, entries of theirs too, and what the peer has lost is sent again. Everything
 * that is found is a person's task as well. Throws when the peer does not answer, or not genuinely.
 */
export async function reconcile(
  desk: Desk,
  wiring: Wiring,
  { peer, since = null }: { readonly peer: string; readonly since?: string | null },
): Promise<readonly Difference[]> {
  const reconciling = { ...wiring, desk, peer };
  const before = await inTransaction(desk, (transaction) => listLeaves(transaction, peer, { from: since ?? '' }));
  const theirs = await listDays(reconciling, since);
  const ours = new Map(stateDays(before).map(({ day, root }) => [day, root]));
  const stated = new Map(theirs.map(({ day, root }) => [day, root]));
  const differing = [...new Set([...ours.keys(), ...stated.keys()])].filter((day) => ours.get(day) !== stated.get(day));
  const found: Difference[] = [];
  for (const day of differing.sort()) found.push(...(await compareDay(reconciling, day, before.get(day) ?? [])));
  await mend(reconciling, found);
  return found;
}

async function listDays(reconciling: Reconciling, since: string | null): Promise<readonly DayStatement[]> {
  const days: DayStatement[] = [];
  for (;;) {
    const last = days.at(-1)?.day;
    // `~` sorts behind every time of the last day, and before the next.
    const page = await askPeer(reconciling, { kind: 'days', since: last === undefined ? since : `${last}~` });
    const further = page.filter(({ day }) => last === undefined || day > last);
    if (further.length === 0) return days;
    days.push(...further);
  }
}

async function listDay(reconciling: Reconciling, day: string): Promise<readonly Leaf[]> {
  const leaves: Leaf[] = [];
  for (;;) {
    const after = leaves.at(-1) ?? null;
    const page = await askPeer(reconciling, { kind: 'leaves', day, after: after === null ? null : toPlace(after) });
    const further = page.filter((leaf) => after === null || byPlace(leaf, after) > 0);
    if (further.length === 0) return leaves;
    leaves.push(...further);
  }
}

const toPlace = ({ from, collaborationNo, seq }: Leaf): Place => ({ from, collaborationNo, seq });

async function compareDay(
  reconciling: Reconciling,
  day: string,
  before: readonly Leaf[],
): Promise<readonly Difference[]> {
  const { desk, peer } = reconciling;
  const theirs = await listDay(reconciling, day);
  const after = await inTransaction(desk, (transaction) => listLeaves(transaction, peer, { from: day, to: day }));
  if (stateDay(day, before).root === stateDay(day, theirs).root) return [];
  return compareLeaves({ province: desk.signer.province, before, after: after.get(day) ?? [], theirs });
}

// Our own entries first: what the peer wrote may have seen them, and is only taken when they are here.
async function mend(reconciling: Reconciling, found: readonly Difference[]): Promise<void> {
  const own = reconciling.desk.signer.province;
  const links = [...Map.groupBy(found, ({ leaf }) => linkName(leaf)).values()];
  const isOwn = (differences: readonly Difference[]): boolean => differences[0]?.leaf.from === own;
  for (const differences of links.filter(isOwn)) await mendOutgoing(reconciling, differences);
  for (const differences of links.filter((link) => !isOwn(link))) await mendIncoming(reconciling, differences);
}

async function mendOutgoing(reconciling: Reconciling, differences: readonly Difference[]): Promise<void> {
  const { desk } = reconciling;
  const lost = firstOf(differences, ['WE_LACK', 'HASH']);
  if (lost !== undefined) {
    const entries = await listEntries(reconciling, lost);
    const link = linkOf(lost);
    const isBack = await inTransaction(desk, (transaction) => recoverLink(transaction, desk, { link, entries }));
    if (!isBack) await report(reconciling, 'FORK', lost);
  }
  const again = firstOf(differences, ['PEER_LACKS']);
  if (again !== undefined) {
    const place = { link: linkOf(again), seq: again.seq };
    await inTransaction(desk, (transaction) => resendFrom(transaction, desk, place));
  }
  const state = firstOf(differences, ['STATE']);
  if (state !== undefined) await report(reconciling, 'DIVERGENCE', state);
}

async function mendIncoming(reconciling: Reconciling, differences: readonly Difference[]): Promise<void> {
  const lost = firstOf(differences, ['WE_LACK']);
  if (lost !== undefined) {
    await report(reconciling, 'RECOVERED', lost);
    await takeBack(reconciling, await listEntries(reconciling, lost));
  }
  const other = firstOf(differences, ['PEER_LACKS', 'HASH', 'STATE']);
  if (other !== undefined) await report(reconciling, 'DIVERGENCE', other);
}

// They were sealed when they were sent, which may be long ago: the window is held against their own time.
async function takeBack({ desk, handlers }: Reconciling, entries: readonly Delivery[]): Promise<void> {
  const { keys, signer } = desk;
  for (const delivery of entries) {
    const check = { province: signer.province, keys, nowMs: Date.parse(delivery.envelope.sentAt) };
    if (refuseEnvelope(delivery.envelope, check) === undefined) await receiveVerified(desk, handlers, delivery);
  }
}

const listEntries = (reconciling: Reconciling, first: Leaf): Promise<readonly Delivery[]> =>
  listPeerEntries(reconciling, first, first.seq - 1);

function firstOf(differences: readonly Difference[], kinds: readonly Difference['kind'][]): Leaf | undefined {
  const leaves = differences.filter(({ kind }) => kinds.includes(kind)).map(({ leaf }) => leaf);
  return leaves.sort((a, b) => a.seq - b.seq)[0];
}

const linkOf = ({ collaborationNo, from, to }: Leaf): Link => ({ collaborationNo, from, to });

function report({ desk, peer }: Reconciling, kind: 'FORK' | 'DIVERGENCE' | 'RECOVERED', leaf: Leaf): Promise<void> {
  const detail = `From ${leaf.seq} on, ${peer} holds ${leaf.entryHash} (${leaf.state}), which differs from ours.`;
  const task = { kind, subject: linkName(leaf), detail };
  return inTransaction(desk, (transaction) => raiseTask(transaction, task, isoTime(desk.clock.nowMs())));
}
