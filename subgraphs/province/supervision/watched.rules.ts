import { startClock, type Clock } from '../shared/clock.js';
import type { CardRule } from './machine/vocabulary.rules.js';

/** Which rule the limit of a clock is under. What the applicant is given, and the tries of a handoff, are under none. */
const rules: Readonly<Record<string, CardRule>> = {
  HANDLING: 'R2',
  LEG: 'R2',
  DELIVERY: 'R2',
  NOTICE: 'R3',
  STEP: 'R3',
  INFO: 'R3',
  FORWARD: 'R4',
  HANDING: 'R4',
};

/** A move of a case, as far as cards depend on it. */
export interface WatchedMove {
  readonly seq: number;
  readonly at: string;
  readonly event: string;
  readonly leg: string;
  readonly kind: string;
  readonly province: string;
  readonly unitCode: string | null;
  readonly clocks: Readonly<Record<string, Clock | undefined>>;
  readonly alerts: readonly string[];
}

/** What is new of a case, and which provinces it concerns. */
export interface WatchedCase {
  readonly news: readonly WatchedMove[];
  /** The provinces of the case. */
  readonly parties: readonly string[];
  readonly lead: string;
  readonly isJoint: boolean;
  readonly isComplete: boolean;
}

/** What a province states of a card: whose it is, and what it stands on. */
export interface Sighting {
  readonly rule: CardRule;
  /** Which limit, or which move, it is about: the same words at every province. */
  readonly occurrence: string;
  readonly province: string;
  readonly unitCode: string | null;
  /** The provinces that are to hold it. A leg of a joint case concerns who leads and who does it, and no third one. */
  readonly parties: readonly string[];
  readonly leg: string;
  readonly clockName: string | null;
  readonly clock: Clock | null;
  readonly hitMs: number | null;
}

/**
 * The cards that the moves of a case are about, each once with its latest clock. Limits of a joint case are watched by
 * its lead alone, whose clocks count.
 */
export function sightingsOf(home: string, watched: WatchedCase): readonly Sighting[] {
  if (watched.isJoint && watched.lead !== home) return [];
  const found = watched.news.flatMap((move) => [...limitsOf(home, watched, move), ...hitsOf(watched, move)]);
  return [...new Map(found.map((sighting) => [`${sighting.rule} ${sighting.occurrence}`, sighting])).values()];
}

const ofLeg: ReadonlySet<string> = new Set(['LEG', 'INFO']);

function limitsOf(home: string, { lead, parties: all }: WatchedCase, move: WatchedMove): readonly Sighting[] {
  return Object.entries(move.clocks).flatMap(([clockName, clock]) => {
    const rule = rules[clockName];
    if (clock === undefined || rule === undefined) return [];
    // Who asked for information waits; who leads has to bring it.
    const province = clockName === 'INFO' ? lead : move.province;
    const unitCode = province === home && move.province === home ? move.unitCode : null;
    const occurrence = `${move.leg}/${clockName}/${new Date(clock.startedAt).toISOString()}`;
    const parties = ofLeg.has(clockName) ? [...new Set([lead, move.province])].sort() : all;
    const about = { rule, occurrence, province, unitCode, parties, leg: move.leg };
    return [{ ...about, clockName, clock: publicClock(clock), hitMs: null }];
  });
}

// Who approved an extension is a name, and nothing that a limit depends on.
function publicClock({ extension, ...clock }: Clock): Clock {
  const { province, startedAt, limit, extensionAtMost, pauses, stoppedAt } = clock;
  const begun = startClock({ province, startedAt, limit, extensionAtMost });
  return { ...begun, pauses, stoppedAt, extension: extension && { ...extension, approvedBy: '' } };
}

function hitsOf({ lead, parties, isComplete }: WatchedCase, move: WatchedMove): readonly Sighting[] {
  const { leg, event, seq, at, unitCode, province } = move;
  const hit = (rule: CardRule, whose: Pick<Sighting, 'province' | 'unitCode' | 'leg'>): Sighting => ({
    ...{ rule, occurrence: `${leg}/${event}/${String(seq)}`, ...whose },
    ...{ parties, clockName: null, clock: null, hitMs: Date.parse(at) },
  });
  const own = { province, unitCode, leg };
  return [
    ...(move.alerts.includes('R8') ? [hit('R8', own)] : []),
    // What three tries did not get through is the other place's to explain.
    ...(move.alerts.includes('R9') ? [hit('R9', { province: lead, unitCode: null, leg: 'handle' })] : []),
    ...(event === 'refuseAcceptance' && isComplete ? [hit('R1', own)] : []),
  ];
}
