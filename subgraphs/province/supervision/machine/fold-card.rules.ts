import type { Clock } from '../../shared/clock.js';
import { dueAfter } from '../../shared/deadlines.js';
import { decideBy, type Decision } from '../../shared/state-table.js';
import { cardTable } from './card-table.rules.js';
import { type CardPolicy, limitCourse } from './limit-course.rules.js';
import {
  actorOf,
  type CardEvent,
  type CardGuard,
  type CardLevel,
  type CardRule,
  type CardState,
  type CardStep,
  type CardWords,
  seriousRules,
} from './vocabulary.rules.js';

/** What a card stands on: a limit by its clock, or an instant at which a rule was hit. */
export interface CardBasis {
  readonly clock: Clock | null;
  /** Null for a limit. */
  readonly hitMs: number | null;
  readonly policy: CardPolicy;
}

/** What somebody did about a card, numbered by the province that owns it. */
export interface TakenStep {
  readonly seq: number;
  readonly atMs: number;
  readonly event: CardStep;
  readonly said: string | null;
}

/** Everything that a card is computed from. Who has the same facts has the same card. */
export interface CardFacts {
  readonly rule: CardRule;
  /** The province of the responsible unit, which owns the card. */
  readonly province: string;
  readonly basis: CardBasis;
  readonly steps: readonly TakenStep[];
}

/** One thing that happened to a card. `seq` is that of a step; null for what time brought about. */
export interface CardMoment {
  readonly atMs: number;
  readonly event: CardEvent;
  readonly from: CardState;
  readonly to: CardState;
  readonly seq: number | null;
}

/** A card as it stands at an instant. */
export interface CardFace {
  readonly state: CardState;
  /** The gravest that it has been; null while nothing is wrong. */
  readonly level: CardLevel | null;
  /** When it entered its state. */
  readonly sinceMs: number | null;
  /** When it became an alert. */
  readonly raisedMs: number | null;
  readonly rectifyByMs: number | null;
  /** When time may bring something about next; null when it does not. */
  readonly nextMs: number | null;
  readonly life: readonly CardMoment[];
}

interface Pending {
  readonly atMs: number;
  readonly event: CardEvent;
  readonly seq: number | null;
}

/** Computes a card from its facts: what time, the work and people brought about until an instant, in one order. */
export function foldCard(facts: CardFacts, nowMs: number): CardFace {
  const { known, openFromMs } = pendingOf(facts);
  let face: CardFace = { ...blank, nextMs: null };
  for (let index = 0; ; ) {
    const next = known[index];
    const lapseMs = face.rectifyByMs === null ? Infinity : face.rectifyByMs + 1;
    const isLapse = lapseMs <= (next?.atMs ?? Infinity);
    const happening = isLapse ? ({ atMs: lapseMs, event: 'lapse', seq: null } as const) : next;
    if (happening === undefined || happening.atMs > nowMs) {
      return { ...face, nextMs: earliest(happening?.atMs, lapseMs, openFromMs ?? undefined) };
    }
    face = take(facts, face, happening);
    if (isLapse) face = { ...face, rectifyByMs: null };
    else index += 1;
  }
}

const blank = { state: cardTable.initial, level: null, sinceMs: null, raisedMs: null, rectifyByMs: null, life: [] };

// At one instant time comes first, people next, and last the end of the work: who answers a reminder in the minute in
// which the work is done has answered it.
const rank = ({ event, seq }: Pending): number => {
  if (event === 'keep') return 2;
  return seq === null ? 0 : 1;
};

function pendingOf({ rule, basis: { clock, hitMs, policy }, steps }: CardFacts) {
  const course = clock === null ? { instants: [], openFromMs: null } : limitCourse(clock, policy);
  const hit = seriousRules.has(rule) ? 'hitSerious' : 'hit';
  const known: readonly Pending[] = [
    ...(hitMs === null ? [] : [{ event: hit, atMs: hitMs, seq: null } as const]),
    ...course.instants.map((instant) => ({ ...instant, seq: null })),
    ...steps,
  ];
  const sorted = [...known].sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b) || (a.seq ?? 0) - (b.seq ?? 0));
  return { known: sorted, openFromMs: course.openFromMs };
}

const earliest = (...instants: readonly (number | undefined)[]): number | null => {
  const finite = instants.filter((at): at is number => at !== undefined && at !== Infinity);
  return finite.length === 0 ? null : Math.min(...finite);
};

/** What the table says of an event, for a card as it stands. */
export function decideCard(
  facts: CardFacts,
  face: CardFace,
  { event, atMs }: { readonly event: CardEvent; readonly atMs: number },
): Decision<CardWords> {
  const by = event in actorOf ? actorOf[event as CardStep] : 'TIME';
  return decideBy(cardTable, { state: face.state, event, by, facts: guardsOf(facts, face, atMs) });
}

function guardsOf(
  { basis: { clock } }: CardFacts,
  { level, life, rectifyByMs }: CardFace,
  atMs: number,
): Record<CardGuard, boolean> {
  const stoppedAt = clock === null ? -Infinity : (clock.stoppedAt ?? Infinity);
  return {
    isReminder: level === 'REMINDER',
    isYellow: level === 'YELLOW',
    isRed: level === 'RED',
    isCard: level === 'YELLOW' || level === 'RED',
    isDone: stoppedAt <= atMs,
    isOut: rectifyByMs !== null && rectifyByMs < atMs,
    isFirstAppeal: !life.some(({ event }) => event === 'appeal'),
  };
}

const levels: Readonly<Partial<Record<CardState, CardLevel>>> = { REMINDER: 'REMINDER', YELLOW: 'YELLOW', RED: 'RED' };

// What the table does not take at this point was decided elsewhere on less than is known here; all who know the same
// leave it out alike.
function take(facts: CardFacts, face: CardFace, { event, atMs, seq }: Pending): CardFace {
  const decision = decideCard(facts, face, { event, atMs });
  if (decision.kind !== 'STEP') return face;
  const { next, clock } = decision;
  const life = [...face.life, { atMs, event, from: face.state, to: next, seq }];
  const level = levels[next] ?? face.level;
  const rectifyByMs = clock === 'KEEP' ? face.rectifyByMs : clock === null ? null : rectifyBy(facts, atMs);
  const raisedMs = face.raisedMs ?? (level === null ? null : atMs);
  return { state: next, level, sinceMs: atMs, raisedMs, rectifyByMs, nextMs: null, life };
}

// While the days of next year are not published, an order gives at least until then.
function rectifyBy({ province, basis }: CardFacts, atMs: number): number {
  const due = dueAfter(province, atMs, { value: basis.policy.rectify, unit: 'WORKING_DAY' });
  return due.kind === 'AT' ? due.at : due.notBefore;
}
