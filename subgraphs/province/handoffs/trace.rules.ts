import type { LegRole } from '../../../schema/case-lists.js';
import { LegState } from '../../../schema/case-lists.js';
import type { EntryState } from '../../../schema/trace-lists.js';
import { findLegEvent, holderMoves } from './leg-events.rules.js';
import { type ChainedEntry, depthsOf, inCausalOrder } from './order-entries.rules.js';

/** One entry of a chain with its receipt, as one side holds it. */
export interface HeldEntry extends ChainedEntry {
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly event: string;
  /** JSON. */
  readonly payload: string;
  readonly receipt: { readonly result: string; readonly code: string | null; readonly at: string } | null;
}

/** One entry, and how far it is. */
export interface TracedEntry extends ChainedEntry {
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly event: string;
  readonly depth: number;
  readonly state: keyof typeof EntryState.entries;
  readonly receiptAt: string | null;
  readonly refusal: string | null;
  /** The entry before it in its link is not here. */
  readonly isAfterGap: boolean;
  /** The entry of the opposite link that it names as seen is not here. */
  readonly isSeenMissing: boolean;
}

/** One leg, as it was told last. */
export interface TracedLeg {
  readonly province: string;
  readonly name: string;
  readonly role: keyof typeof LegRole.entries;
  /** Null while nobody has said it. */
  readonly state: keyof typeof LegState.entries | null;
  readonly begunAt: string | null;
  readonly since: string | null;
  readonly dueAt: string | null;
  /** Up to when whoever tells this knows of the leg. */
  readonly asOf: string;
  /** True where another province tells it: the leg's own may know more. */
  readonly isStale: boolean;
}

/** Who answers for the case; nobody once it has ended. `since` is null while it has never been moved. */
export interface Holder {
  readonly province: string | null;
  readonly since: string | null;
}

/** What one province can tell of a collaboration. */
export interface Trace {
  readonly participants: readonly string[];
  readonly entries: readonly TracedEntry[];
  readonly legs: readonly TracedLeg[];
  readonly holder: Holder | null;
}

/** What the trace is read from. */
export interface Holdings {
  readonly province: string;
  /** Letter code of the province that gave the collaboration number. */
  readonly origin: string;
  readonly entries: readonly HeldEntry[];
  /** The legs that this province does itself, as they are stored; they stand for what the chain says of them. */
  readonly ownLegs: readonly TracedLeg[];
}

/** Computes the trace from what one province holds. Nothing in it is stored: the chain says it, or it is not said. */
export function traceOf({ province, origin, entries: held, ownLegs }: Holdings): Trace {
  const depths = depthsOf(held);
  const ordered = inCausalOrder(held, depths);
  const hashes = new Set(held.map(({ entryHash }) => entryHash));
  const legs = new Map(legsOf(province, ordered).map((leg) => [legKey(leg), leg]));
  for (const leg of ownLegs) legs.set(legKey(leg), leg);
  const named = [...held.flatMap(({ from, to }) => [from, to]), ...ownLegs.map((leg) => leg.province)];
  const isKnown = named.length > 0;
  return {
    participants: [...new Set(isKnown ? [origin, ...named] : [])].sort(),
    entries: ordered.map((entry) => tracedEntry(entry, { depths, hashes })),
    legs: [...legs.values()],
    holder: isKnown ? holderOf(origin, ordered) : null,
  };
}

function tracedEntry(
  entry: HeldEntry,
  { depths, hashes }: { readonly depths: ReadonlyMap<string, number>; readonly hashes: ReadonlySet<string> },
): TracedEntry {
  const { entryHash, prevHash, seenHash, from, to, seq, event, at, receipt } = entry;
  return {
    ...{ entryHash, prevHash, seenHash, from, to, seq, event, at },
    depth: depths.get(entryHash) ?? 0,
    state: stateOf(entry),
    receiptAt: receipt?.at ?? null,
    refusal: receipt?.code ?? null,
    isAfterGap: prevHash === null ? seq > 1 : !hashes.has(prevHash),
    isSeenMissing: seenHash !== null && !hashes.has(seenHash),
  };
}

function stateOf({ receipt }: Pick<HeldEntry, 'receipt'>): keyof typeof EntryState.entries {
  if (receipt === null) return 'IN_TRANSIT';
  return receipt.result === 'APPLIED' ? 'ACKNOWLEDGED' : 'REFUSED';
}

// What both have signed counts: an entry with the receipt of its addressee. Of its own legs a province also knows what
// it has said and nobody has answered yet.
function legsOf(province: string, ordered: readonly HeldEntry[]): readonly TracedLeg[] {
  const legs = new Map<string, TracedLeg>();
  for (const entry of ordered) {
    const told = findLegEvent(entry.event);
    if (told === undefined) continue;
    const owner = told.at === 'SENDER' ? entry.from : entry.to;
    const isSaidHere = owner === province && entry.from === province;
    const state = stateOf(entry);
    if (state === 'REFUSED' || (state === 'IN_TRANSIT' && !isSaidHere)) continue;
    const said = readPayload(entry.payload);
    const leg = { province: owner, name: said.leg ?? told.role.toLowerCase(), role: told.role };
    const before = legs.get(legKey(leg));
    const isSame = before !== undefined && before.state === said.state;
    legs.set(legKey(leg), {
      ...leg,
      state: said.state,
      begunAt: before?.begunAt ?? entry.at,
      since: isSame ? before.since : entry.at,
      dueAt: said.dueAt,
      asOf: entry.at,
      isStale: owner !== province,
    });
  }
  const latest = ordered.at(-1)?.at ?? '';
  return [...legs.values()].map((leg) => (leg.isStale ? leg : { ...leg, asOf: justAfter(latest) }));
}

// A moment behind everything that is here: what a leg's own province says is newer than any copy of it.
function justAfter(instant: string): string {
  return INSTANT.test(instant) ? new Date(Date.parse(instant) + 1).toISOString() : instant;
}

const legKey = ({ province, name }: Pick<TracedLeg, 'province' | 'name'>): string => JSON.stringify([province, name]);

interface SaidOfLeg {
  readonly leg: string | undefined;
  readonly state: TracedLeg['state'];
  readonly dueAt: string | null;
}

// As the exchange writes it.
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What a payload says of the sender's leg; what it does not say, or not readably, is not known. */
function readPayload(text: string): SaidOfLeg {
  const { leg, state, dueAt } = parseObject(text);
  return {
    leg: typeof leg === 'string' && leg !== '' ? leg : undefined,
    state: isLegState(state) ? state : null,
    dueAt: typeof dueAt === 'string' && INSTANT.test(dueAt) ? dueAt : null,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {}; // a payload that was tampered with says nothing of a leg; verifying the chain says the rest
  }
}

function isLegState(value: unknown): value is keyof typeof LegState.entries {
  return typeof value === 'string' && Object.hasOwn(LegState.entries, value);
}

function holderOf(origin: string, ordered: readonly HeldEntry[]): Holder {
  let holder: Holder = { province: origin, since: null };
  for (const { event, from, at, receipt } of ordered) {
    const move = holderMoves.get(event);
    if (move === undefined || receipt?.result !== 'APPLIED') continue;
    holder = { province: move === 'SENDER' ? from : null, since: at };
  }
  return holder;
}
