import type { RatingDutyCode, RatingEventCode } from '../../../schema/rating-lists.js';
import { decideBy } from '../shared/state-table.js';
import { isWritten } from '../shared/written-text.js';
import type { Level, RatingChanges, RatingFace, RatingStep } from './face.rules.js';
import { isBad, ratingTable } from './states.rules.js';
import { isPublishable } from './text.rules.js';

/** A step that another province tells, with what it is judged by. */
export interface ToldStepCase {
  /** Where the rating stands here before it. */
  readonly face: RatingFace;
  readonly level: Level;
  readonly step: RatingStep;
  /** Who tells it. */
  readonly from: string;
  /** Who took the step before it; the origin when there is none. */
  readonly before: { readonly province: string; readonly at: string };
  /** When the letter was written. */
  readonly letterAt: string;
  readonly holders: readonly string[];
  /** True where this province knows that such a leg is not of that province. */
  readonly isNoLeg: (leg: string, province: string) => boolean;
}

/** Why a step that is told is not entered. */
export type ToldStepRefusal = 'NOT_THE_OWNER' | 'STEP_NOT_ALLOWED';

/**
 * Judges a step of another province by the same table that decides here: who may take it, where it leads, and that it
 * changes what such a step changes and nothing else. Whether a supervisor belongs to the unit, only his province knows.
 */
export function judgeTold(told: ToldStepCase): ToldStepRefusal | undefined {
  const { face, step, from, before } = told;
  // Who attributed a rating takes it back from a province that refused it, and nobody else does.
  const isOwner = step.event === 'handBack' ? from === before.province && from !== face.owner : from === face.owner;
  if (!isOwner || step.province !== from) return 'NOT_THE_OWNER';
  const decision = decideBy(ratingTable, { state: face.state, event: step.event, by: step.by, facts: factsOf(told) });
  if (decision.kind !== 'STEP' || decision.next !== step.to) return 'STEP_NOT_ALLOWED';
  const unit = step.by === 'UNIT' ? face.responsibleUnit : null;
  const isFitting = step.unit === unit && isTimely(told) && isDuty(told, decision.clock) && isChange(told);
  return isFitting ? undefined : 'STEP_NOT_ALLOWED';
}

function factsOf({ face, level, step, from }: ToldStepCase) {
  const { isTaken, isContested, duty, dueMs } = face;
  return {
    ...{ isBad: isBad(level), isGood: !isBad(level), isHere: face.atFault === from, isTaken, isNotTaken: !isTaken },
    ...{ isFirstContest: !isContested, isOutsideUnit: true },
    isRevisitOver: duty === 'REVISIT' && dueMs !== null && dueMs < Date.parse(step.at),
  };
}

// No step lies before the one that it follows on, nor after the letter that tells it unless the one before does too.
function isTimely({ step: { at }, before, letterAt }: ToldStepCase): boolean {
  return at >= before.at && (at <= letterAt || at === before.at);
}

function isDuty({ face, step: { changes } }: ToldStepCase, clock: RatingDutyCode | 'KEEP' | null): boolean {
  const { duty = face.duty, dueMs = face.dueMs } = changes;
  if (clock === 'KEEP') return duty === face.duty && dueMs === face.dueMs;
  return duty === clock && (clock !== null || dueMs === null);
}

type Change = Exclude<keyof RatingChanges, 'duty' | 'dueMs'>;

const attribution = ['leg', 'atFault', 'rule', 'owner'] as const;

/** What an event changes besides state and duty; all of it, every time. */
const changesOf: Readonly<Partial<Record<RatingEventCode, readonly Change[]>>> = {
  attribute: attribution,
  moveAttribution: [...attribution, 'isTaken'],
  take: ['isTaken', 'responsibleProvince', 'responsibleUnit'],
  handBack: ['owner', 'isContested'],
  contest: ['isContested'],
  revisit: ['revisit'],
  publish: ['publishedText'],
};

function isChange(told: ToldStepCase): boolean {
  const { event, changes } = told.step;
  const names = Object.keys(changes).filter((name) => name !== 'duty' && name !== 'dueMs');
  const expected: readonly string[] = changesOf[event] ?? [];
  const isWhole = names.length === expected.length && names.every((name) => expected.includes(name));
  return isWhole && (judges[event]?.(changes, told) ?? true);
}

type Judge = (changes: RatingChanges, told: ToldStepCase) => boolean;

const isAttribution: Judge = ({ leg, atFault, owner, rule }, { holders, isNoLeg, step }) =>
  typeof leg === 'string' &&
  typeof atFault === 'string' &&
  owner === atFault &&
  holders.includes(atFault) &&
  !isNoLeg(leg, atFault) &&
  (rule === 'BY_SUPERVISOR') === (step.event === 'moveAttribution');

/** What the changes of an event have to be. */
const judges: Readonly<Partial<Record<RatingEventCode, Judge>>> = {
  attribute: isAttribution,
  moveAttribution: (changes, told) => changes.isTaken === false && isAttribution(changes, told),
  take: ({ isTaken, responsibleProvince }, { from }) => isTaken === true && responsibleProvince === from,
  handBack: ({ owner, isContested }, { from }) => owner === from && isContested === true,
  contest: ({ isContested }) => isContested === true,
  revisit: ({ revisit }) => typeof revisit === 'string',
  publish: ({ publishedText: text }) => text === null || (isWritten(text) && isPublishable(text)),
};
