import type {
  AttributionRuleCode,
  RatingDutyCode,
  RatingEventCode,
  RatingPartyCode,
  RatingStateCode,
} from '../../../schema/rating-lists.js';
import type { Satisfaction } from '../../../schema/code-lists.js';

export type Level = keyof typeof Satisfaction.entries;

/** Where a rating stands: all that its steps change. Both provinces of a case hold the same. */
export interface RatingFace {
  readonly state: RatingStateCode;
  /** How many steps have led there. */
  readonly seq: number;
  /** The province that may take the next step; there is one at every instant, or a letter that brings it to one. */
  readonly owner: string;
  /** The leg at fault; null while the rating is no bad one. */
  readonly leg: string | null;
  readonly atFault: string | null;
  readonly rule: AttributionRuleCode | null;
  /** The one unit that answers for the rating. It changes when the unit at fault has it, and not before. */
  readonly responsibleProvince: string;
  readonly responsibleUnit: string;
  readonly isTaken: boolean;
  readonly isContested: boolean;
  /** What is due, and when; null while nothing is. While holidays are not published, the earliest that it can be. */
  readonly duty: RatingDutyCode | null;
  readonly dueMs: number | null;
  /** What the rater says of what came of it. */
  readonly revisit: Level | null;
  /** The de-identified text with which it is published. */
  readonly publishedText: string | null;
}

/** One step of a rating, as it stands in the log of every province that holds it. */
export interface RatingStep {
  readonly seq: number;
  readonly at: string;
  readonly event: RatingEventCode;
  readonly by: RatingPartyCode;
  /** Where it was taken, and by which unit; null for systems, raters and supervisors. */
  readonly province: string;
  readonly unit: string | null;
  readonly from: RatingStateCode;
  readonly to: RatingStateCode;
  readonly changes: RatingChanges;
}

/** What a step changes besides the state. */
export type RatingChanges = Partial<Omit<RatingFace, 'state' | 'seq'>>;

/** A rating of which nothing has happened yet: the unit that rendered the service answers for it. */
export function beginFace(origin: { readonly province: string; readonly unit: string }): RatingFace {
  return {
    ...{ state: 'SUBMITTED', seq: 0, owner: origin.province, leg: null, atFault: null, rule: null },
    ...{ responsibleProvince: origin.province, responsibleUnit: origin.unit, isTaken: false, isContested: false },
    ...{ duty: null, dueMs: null, revisit: null, publishedText: null },
  };
}

/** The rating after a step; undefined for one that does not follow on where it stands. */
export function applyStep(face: RatingFace, { seq, from, to, changes }: RatingStep): RatingFace | undefined {
  return seq === face.seq + 1 && from === face.state ? { ...face, ...changes, state: to, seq } : undefined;
}

/** The rating that a log leads to; undefined when a step of it does not follow on the one before. */
export function replay(begin: RatingFace, steps: readonly RatingStep[]): RatingFace | undefined {
  let face: RatingFace | undefined = begin;
  for (const step of steps) face = face && applyStep(face, step);
  return face;
}

/** A time during which one unit answered for a rating. */
export interface Answering {
  readonly province: string;
  readonly unit: string;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
}

/** Who answered for a rating when, by its log: without gap or overlap from the first step on. */
export function answeringOf(begin: RatingFace, steps: readonly RatingStep[]): readonly Answering[] {
  const turns: Answering[] = [];
  let holder = { province: begin.responsibleProvince, unit: begin.responsibleUnit };
  for (const { at, changes } of steps) {
    const next = {
      province: changes.responsibleProvince ?? holder.province,
      unit: changes.responsibleUnit ?? holder.unit,
    };
    const last = turns.at(-1);
    if (last !== undefined && next.province === last.province && next.unit === last.unit) continue;
    if (last !== undefined) turns[turns.length - 1] = { ...last, to: at };
    turns.push({ ...next, from: at, to: null });
    holder = next;
  }
  return turns;
}
