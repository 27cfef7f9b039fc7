import type { LegRole } from '../../../schema/case-lists.js';
import { CaseState, LegState } from '../../../schema/case-lists.js';
import type { EntryState } from '../../../schema/trace-lists.js';
import { findLegEvent, holderMoves } from './leg-events.rules.js';
import { type ChainedEntry, depthsOf, inCausalOrder } from './order-entries.rules.js';

/** One entry of a chain with its receipt, as one side holds it. */
export interface HeldEntry extends ChainedEntry {
  readonly id: string;
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
  /** As the table of its course calls it; null while nobody has said it. */
  readonly state: string | null;
  /** How many legs lie before it; null where nobody who tells of it has the file. */
  readonly stage: number | null;
  /** Whether it determines the end of a joint case; null where only the lead knows. */
  readonly isCritical: boolean | null;
  readonly begunAt: string | null;
  readonly since: string | null;
  readonly dueAt: string | null;
  /** Up to when whoever tells this knows of the leg. */
  readonly asOf: string;
  /** True where another province tells it: the leg's own may know more. */
  readonly isStale: boolean;
}

/** Who answers for the case; nobody once it has ended. `since` is null where nobody who tells it knows. */
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

/** A leg as the file of the province has it, at whichever province it is done. */
export interface FiledLeg extends Omit<TracedLeg, 'asOf' | 'isStale'> {
  readonly storedAt: string;
}

/** What the file of the province says of the case. */
export interface FiledCase {
  readonly legs: readonly FiledLeg[];
  /** When the case began and ended, as far as this province has it. */
  readonly begunAt: string | null;
  readonly endedAt: string | null;
  /** Ids of the envelopes that this file knows to have told. */
  readonly envelopes: ReadonlySet<string>;
}

/** What the trace is read from. */
export interface Holdings {
  readonly province: string;
  /** Letter code of the province that gave the collaboration number. */
  readonly origin: string;
  readonly entries: readonly HeldEntry[];
  readonly file: FiledCase | undefined;
}

/**
 * Computes the trace from what one province holds: of its own legs its file speaks, of all others the chain, and the
 * file only while the chain is silent.
 */
export function traceOf(holdings: Holdings): Trace {
  const { origin, entries: held, file } = holdings;
  const depths = depthsOf(held);
  const ordered = inCausalOrder(held, depths);
  const hashes = new Set(held.map(({ entryHash }) => entryHash));
  const named = [...held.flatMap(({ from, to }) => [from, to]), ...(file?.legs.map(({ province }) => province) ?? [])];
  const isKnown = named.length > 0;
  return {
    participants: [...new Set(isKnown ? [origin, ...named] : [])].sort(),
    entries: ordered.map((entry) => tracedEntry(entry, { depths, hashes })),
    legs: legsOf(holdings, ordered),
    holder: isKnown ? holderOf(holdings, ordered) : null,
  };
}

function legsOf({ province, file }: Holdings, ordered: readonly HeldEntry[]): readonly TracedLeg[] {
  const legs = new Map(toldLegs(province, ordered).map((leg) => [legKey(leg), leg]));
  const latest = ordered.at(-1)?.at;
  const keysOf = (entries: readonly HeldEntry[]) => new Set(entries.flatMap((entry) => legToldBy(entry)?.key ?? []));
  const underway = keysOf(ordered.filter(isUnderway));
  // Told by this province, and its file does not know: the file is a restored one, and what was signed is newer.
  const forgotten = keysOf(ordered.filter(({ from, id }) => from === province && file?.envelopes.has(id) === false));
  for (const { storedAt, ...filed } of file?.legs ?? []) {
    const key = legKey(filed);
    const told = legs.get(key);
    const { stage, isCritical } = filed;
    if (told !== undefined && (filed.province !== province || forgotten.has(key))) {
      legs.set(key, { ...told, stage, isCritical });
    } else if (filed.province !== province) {
      // Its province may have got what is on its way; before anything is, nobody knows more than this file.
      legs.set(key, { ...filed, asOf: storedAt, isStale: underway.has(key) });
    } else {
      const begunAt = earliest(filed.begunAt, told?.begunAt ?? null);
      legs.set(key, { ...filed, begunAt, asOf: behind(latest, storedAt), isStale: false });
    }
  }
  return [...legs.values()];
}

const isUnderway = ({ receipt }: HeldEntry): boolean => receipt === null;

const earliest = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other < one) ? other : one;

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
function toldLegs(province: string, ordered: readonly HeldEntry[]): readonly TracedLeg[] {
  const legs = new Map<string, TracedLeg>();
  for (const entry of ordered) {
    const told = legToldBy(entry);
    if (told === undefined) continue;
    const { said, key, ...leg } = told;
    const isSaidHere = leg.province === province && entry.from === province;
    const state = stateOf(entry);
    if (state === 'REFUSED' || (state === 'IN_TRANSIT' && !isSaidHere)) continue;
    const before = legs.get(key);
    const isSame = before !== undefined && before.state === said.state;
    legs.set(key, {
      ...leg,
      ...{ state: said.state, stage: null, isCritical: null, dueAt: said.dueAt },
      begunAt: before?.begunAt ?? entry.at,
      since: isSame ? before.since : entry.at,
      asOf: entry.at,
      isStale: leg.province !== province,
    });
  }
  const latest = ordered.at(-1)?.at;
  return [...legs.values()].map((leg) => (leg.isStale ? leg : { ...leg, asOf: behind(latest, leg.asOf) }));
}

/** The leg of which an entry tells, and what is said of it; undefined when it tells of none. */
function legToldBy({ event, from, to, payload }: HeldEntry) {
  const told = findLegEvent(event);
  if (told === undefined) return undefined;
  const said = readPayload(payload);
  const province = told.at === 'SENDER' ? from : to;
  const leg = { province, name: said.leg ?? told.role.toLowerCase(), role: told.role };
  return { ...leg, said, key: legKey(leg) };
}

// A moment behind everything that is here: what a leg's own province says is newer than any copy of it.
function behind(latest: string | undefined, storedAt: string): string {
  if (latest === undefined || latest < storedAt) return storedAt;
  return INSTANT.test(latest) ? new Date(Date.parse(latest) + 1).toISOString() : latest;
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
    state: isState(state) ? state : null,
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

function isState(value: unknown): value is string {
  return typeof value === 'string' && [LegState, CaseState].some(({ entries }) => Object.hasOwn(entries, value));
}

// The origin knows by its file when the case began and ended; in between, acknowledged entries move it.
function holderOf({ province, origin, file }: Holdings, ordered: readonly HeldEntry[]): Holder {
  const isOrigin = province === origin;
  if (isOrigin && file !== undefined && file.endedAt !== null) return { province: null, since: file.endedAt };
  let holder: Holder = { province: origin, since: isOrigin ? (file?.begunAt ?? null) : null };
  for (const { event, from, at, receipt } of ordered) {
    const move = holderMoves.get(event);
    if (move === undefined || receipt?.result !== 'APPLIED') continue;
    holder = { province: move === 'SENDER' ? from : null, since: at };
  }
  return holder;
}
