import type { AccountabilityKind, AccountabilityStanding } from '../../../schema/supervision-lists.js';
import { attributeTime, type Holder } from '../shared/responsibility.js';
import { type CardFacts, type CardFace, foldCard, type TakenStep } from './machine/fold-card.rules.js';
import type { CardRule } from './machine/vocabulary.rules.js';
import { readClock } from '../shared/clock.js';
import { CalendarGap } from '../shared/working-calendar.js';
import { ALERTS_TOLD, mayTell, parseToldCards, type ToldCard } from './told-cards.rules.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** An entry of the chains, and what is wrong with it; none for one that verifies. */
export interface CitableEntry {
  readonly entryHash: string;
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly event: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** JSON. */
  readonly payload: string;
  /** True while it has not left its sender's house: then it proves nothing yet, and nothing is wrong with it. */
  readonly isUnsent: boolean;
  readonly isApplied: boolean;
  readonly problems: readonly string[];
}

/** Something that should be there and is not, or that the other side shows differently. */
export interface BrokenPlace {
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly problem: string;
}

/** A card as this province has stored it. */
export interface ReportedCard extends CardFacts {
  readonly id: string;
  readonly unitCode: string | null;
  readonly occurrence: string;
  readonly teller: string;
  readonly steps: readonly TakenStep[];
}

/** What a report is computed from. Entries stand in causal order. */
export interface ReportGround {
  readonly origin: string;
  readonly nowMs: number;
  readonly begunMs: number | null;
  readonly endedMs: number | null;
  readonly entries: readonly CitableEntry[];
  readonly broken: readonly BrokenPlace[];
  readonly cards: readonly ReportedCard[];
  readonly movesOf: (event: string) => 'SENDER' | 'NOBODY' | undefined;
  readonly idOf: (card: Pick<ToldCard, 'rule' | 'occurrence' | 'province'>) => string;
}

/** One statement: what, of whom, resting on which entries. */
export interface Statement {
  readonly kind: Name<typeof AccountabilityKind>;
  readonly standing: Name<typeof AccountabilityStanding>;
  readonly province: string;
  readonly unitCode: string | null;
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly workingMinutes: number | null;
  readonly rule: CardRule | null;
  readonly alertId: string | null;
  /** KEPT, RUNNING or PASSED of a limit, the state of an alert; null for a time. */
  readonly outcome: string | null;
  readonly cites: readonly CitableEntry[];
  /** What is missing or does not verify, in the words of chain problems, each with its place. */
  readonly problems: readonly string[];
}

/** Everything that can be stated; only entries that verify are cited, and what does not verify is named. */
export function statementsOf(ground: ReportGround): readonly Statement[] {
  return [...responsibilities(ground), ...ground.cards.flatMap((card) => statementsAbout(ground, card))];
}

const isSound = ({ problems, isUnsent }: CitableEntry): boolean => problems.length === 0 && !isUnsent;

const nameOf = ({ from, to, seq, problem }: BrokenPlace): string => `${from}>${to} ${String(seq)} ${problem}`;

const brokenOf = ({ from, to, seq, problems }: CitableEntry): readonly BrokenPlace[] =>
  problems.map((problem) => ({ from, to, seq, problem }));

// Of an entry that its sender did not seal as it stands nobody knows what it was about.
const isNameless = ({ problems }: CitableEntry): boolean => problems.includes('HASH') || problems.includes('SEAL');

interface Turn {
  readonly holder: Holder;
  readonly entry: CitableEntry;
}

// A link in which something is missing may have moved the case without anybody being able to tell.
function responsibilities(ground: ReportGround): readonly Statement[] {
  const { entries, broken, movesOf, nowMs, origin } = ground;
  const moving = entries.filter((entry) => movesOf(entry.event) !== undefined || isNameless(entry));
  const problems = [...broken, ...moving.flatMap(brokenOf)].map(nameOf);
  const holderOf = (province: string): Holder => ({ province, unit: unitOf(ground, province) });
  const { turns, ended } = turnsOf(ground, moving, holderOf);
  const first = entries[0];
  const startedAt = ground.begunMs ?? (first === undefined ? null : Date.parse(first.at));
  if (startedAt === null) return [];
  const endedAt = ended === undefined ? (ground.endedMs ?? nowMs) : Date.parse(ended.at);
  const handoffs = turns.map(({ holder, entry }, index) => {
    return { from: turns[index - 1]?.holder ?? holderOf(origin), to: holder, acknowledgedAt: Date.parse(entry.at) };
  });
  const times = attributeTime({ first: holderOf(origin), startedAt, endedAt, handoffs });
  if ('refusal' in times)
    return [contradiction(holderOf(origin), { startedAt, endedAt }, [...problems, times.refusal])];
  return times.intervals.map(({ holder, from, to, workingMinutes }, index): Statement => {
    const cites = [turns[index - 1]?.entry, turns[index]?.entry ?? ended].filter((entry) => entry !== undefined);
    const isProven = index > 0 && cites.length > 0;
    return {
      ...{ kind: 'RESPONSIBILITY', ...nobodys, province: holder.province, unitCode: holder.unit || null },
      ...{ fromMs: from, toMs: to, workingMinutes, cites, problems },
      standing: problems.length > 0 ? 'BROKEN' : isProven ? 'PROVEN' : 'OWN_WORD',
    };
  });
}

const nobodys = { rule: null, alertId: null, outcome: null } as const;

function contradiction(
  { province }: Holder,
  { startedAt, endedAt }: { readonly startedAt: number; readonly endedAt: number },
  problems: readonly string[],
): Statement {
  return {
    ...{ kind: 'RESPONSIBILITY', standing: 'CONTRADICTED', ...nobodys, province, unitCode: null },
    ...{ fromMs: startedAt, toMs: endedAt, workingMinutes: null, cites: [], problems },
  };
}

function turnsOf(
  { origin, movesOf }: ReportGround,
  moving: readonly CitableEntry[],
  holderOf: (province: string) => Holder,
) {
  const turns: Turn[] = [];
  let holder = origin;
  let ended: CitableEntry | undefined;
  for (const entry of moving.filter((each) => isSound(each) && each.isApplied)) {
    if (movesOf(entry.event) === 'NOBODY') ended ??= entry;
    else if (entry.from !== holder && ended === undefined) {
      holder = entry.from;
      turns.push({ holder: holderOf(holder), entry });
    }
  }
  return { turns, ended };
}

const unitOf = ({ cards }: ReportGround, province: string): string =>
  cards.findLast((card) => card.province === province && card.unitCode !== null)?.unitCode ?? '';

function statementsAbout(ground: ReportGround, card: ReportedCard): readonly Statement[] {
  const face = foldCard(card, ground.nowMs);
  const proof = proveCard(ground, card, face);
  const whose = { province: card.province, unitCode: card.unitCode, rule: card.rule, alertId: card.id, ...proof };
  const { clock } = card.basis;
  const limit: Statement[] = clock === null ? [] : [{ kind: 'LIMIT', ...whose, ...limitOf(card, ground.nowMs) }];
  if (face.level === null || face.raisedMs === null) return limit;
  const span = { fromMs: face.raisedMs, toMs: face.sinceMs, workingMinutes: null };
  return [...limit, { kind: 'CARD', ...whose, ...span, outcome: face.state }];
}

function limitOf({ basis: { clock } }: ReportedCard, nowMs: number) {
  if (clock === null) throw new Error('A hit has no limit.');
  const overrun = foldOverrun(clock, nowMs);
  const outcome = overrun === null ? 'UNKNOWN' : overrun > 0 ? 'PASSED' : clock.stoppedAt === null ? 'RUNNING' : 'KEPT';
  return { fromMs: clock.startedAt, toMs: clock.stoppedAt, workingMinutes: overrun, outcome };
}

// How many minutes late; null while it depends on a calendar that is not published yet.
function foldOverrun(clock: NonNullable<CardFacts['basis']['clock']>, nowMs: number): number | null {
  try {
    const { overdueMinutes, isOverdue } = readClock(clock, nowMs);
    return isOverdue ? Math.max(1, overdueMinutes ?? 1) : overdueMinutes;
  } catch (error) {
    if (!(error instanceof CalendarGap)) throw error;
    return null;
  }
}

interface Proof {
  readonly standing: Statement['standing'];
  readonly cites: readonly CitableEntry[];
  readonly problems: readonly string[];
}

/** Computes the card again from nothing but entries that verify, and compares. */
function proveCard(ground: ReportGround, card: ReportedCard, face: CardFace): Proof {
  const told = ground.entries.filter((entry) => entry.event === ALERTS_TOLD || isNameless(entry));
  const telling = told.filter(({ from }) => mayBeAbout(card, from));
  const mentions = telling.filter((entry) => toldIn(ground, entry, card.id) !== undefined);
  const cites = mentions.filter(isSound);
  const broken = [...telling.flatMap(brokenOf), ...ground.broken.filter(({ from }) => mayBeAbout(card, from))].map(
    nameOf,
  );
  if (broken.length > 0) return { standing: 'BROKEN', cites, problems: broken };
  if (mentions.length === 0 || mentions.some(({ isUnsent }) => isUnsent))
    return { standing: 'OWN_WORD', cites, problems: [] };
  const proven = replayCard(ground, card, cites);
  const isSame = proven !== undefined && sameLife(foldCard(proven, ground.nowMs), face);
  return { standing: isSame ? 'PROVEN' : 'CONTRADICTED', cites, problems: [] };
}

const mayBeAbout = ({ province, teller }: ReportedCard, from: string): boolean => from === province || from === teller;

function toldIn({ idOf }: ReportGround, { payload, from }: CitableEntry, id: string): ToldCard | undefined {
  const told = parseToldCards(parseJson(payload)) ?? [];
  return told.find((card) => idOf(card) === id && mayTell(from, card));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a payload that was tampered with tells of no card; its entry does not verify either
  }
}

/** A card as entries tell it: what it stands on by who states it, what was done by its owner. */
export function replayCard(
  ground: Pick<ReportGround, 'idOf'>,
  { id, rule, province, teller }: Pick<ReportedCard, 'id' | 'rule' | 'province' | 'teller'>,
  entries: readonly CitableEntry[],
): CardFacts | undefined {
  const told = entries.flatMap((entry) => {
    const card = toldIn(ground as ReportGround, entry, id);
    return card === undefined ? [] : [{ from: entry.from, card }];
  });
  const basis = (told.findLast(({ from }) => from === teller) ?? told.at(-1))?.card.basis;
  const steps = told.findLast(({ card }) => card.owned !== null)?.card.owned?.steps ?? [];
  return basis === undefined ? undefined : { rule, province, basis, steps };
}

const sameLife = (one: CardFace, other: CardFace): boolean => JSON.stringify(one.life) === JSON.stringify(other.life);
