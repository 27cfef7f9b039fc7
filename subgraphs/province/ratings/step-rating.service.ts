import type { RatingDutyCode, RatingPartyCode, RatingEventCode } from '../../../schema/rating-lists.js';
import type { RatingRefusalCode } from '../../../schema/rating-refusals.js';
import type { PolicyCode } from '../../../schema/policy-parameters.js';
import { findMeasuredCase } from '../cases/index.js';
import { isoTime } from '../exchange/desk.js';
import { readPolicy } from '../policy/index.js';
import { dueAfter } from '../shared/deadlines.js';
import { decideBy, type Decision } from '../shared/state-table.js';
import { type Chamber, columnsOf, faceOf, stepColumns, tablesOf } from './chamber.service.js';
import { applyStep, type RatingChanges, type RatingStep } from './face.rules.js';
import type { RatingRow } from './rating.entity.js';
import { sealStepText } from './seal-texts.service.js';
import { isBad, type RatingGuard, ratingTable, type RatingWords } from './states.rules.js';
import { tellStep } from './tell.service.js';

const DAY_MS = 86_400_000;

/** What somebody does about a rating. */
export interface Happening {
  readonly event: RatingEventCode;
  readonly by: RatingPartyCode;
  /** Unit and account of who acts; null for systems. */
  readonly unit: string | null;
  readonly subject: string | null;
  readonly facts?: Readonly<Partial<Record<RatingGuard, boolean>>>;
  readonly changes?: RatingChanges;
  readonly text?: string | null;
}

/** By the system itself. */
export const BY_SYSTEM = { by: 'SYSTEM', unit: null, subject: null } as const;

/** A rating as it stands after a step, or why there was none; then nothing was written. */
export type Stepped = { readonly row: RatingRow } | { readonly refusal: RatingRefusalCode };

/** The rating was moved since it was read; everything that was written is to be undone. */
export class RatingChangedError extends Error {
  override readonly name = 'RatingChangedError';
}

/** Takes a step in the province that owns the rating, and tells the others. */
export async function stepRating(chamber: Chamber, row: RatingRow, happening: Happening): Promise<Stepped> {
  const stepped = await enterStep(chamber, row, happening);
  if ('row' in stepped) {
    const { row: after, step } = stepped;
    await tellStep(chamber, after, { step, text: happening.text ?? null });
  }
  return stepped;
}

/** Takes a step without telling anybody: one that goes along with the rating itself. */
export async function enterStep(
  chamber: Chamber,
  row: RatingRow,
  happening: Happening,
): Promise<{ readonly row: RatingRow; readonly step: RatingStep } | { readonly refusal: RatingRefusalCode }> {
  const { event, by } = happening;
  // A province that does not own it may take it back from one that refused it, and nothing else.
  if (row.owner !== chamber.instance.code && event !== 'handBack') return { refusal: 'HELD_ELSEWHERE' };
  const facts = { ...factsOf(chamber, row), ...happening.facts };
  const decision = decideBy(ratingTable, { state: row.state, event, by, facts });
  if (decision.kind !== 'STEP') return { refusal: refusalOf(decision, by) };
  const due = await dueBy(chamber, row, decision.clock);
  const step: RatingStep = {
    ...{ seq: row.seq + 1, at: instantAfter(chamber, row), event, by },
    ...{ province: chamber.instance.code, unit: happening.unit, from: row.state, to: decision.next },
    changes: { ...due, ...happening.changes },
  };
  const { text = null, subject } = happening;
  await noteLate(chamber, row, step);
  return { row: await storeStep(chamber, row, { step, text, subject }), step };
}

// What was done too late is no longer due, and was late all the same.
async function noteLate(chamber: Chamber, row: RatingRow, { seq, changes }: RatingStep): Promise<void> {
  const { id, duty, due_ms: dueMs, responsible_unit: unit } = row;
  const isLate = dueMs !== null && dueMs < chamber.desk.clock.nowMs() && changes.dueMs !== dueMs;
  if (!isLate || duty === null || duty === 'REVISIT') return;
  const late = { rating_id: id, seq, duty, due_ms: dueMs, unit_code: unit };
  await tablesOf(chamber).insertInto('rating_late').values(late).execute();
}

/** A step with what was said, by whom. */
export interface SaidStep {
  readonly step: RatingStep;
  readonly text: string | null;
  readonly subject: string | null;
}

/** Stores a step and where the rating stands after it. Throws for one that does not follow on where it stands. */
export async function storeStep(
  chamber: Chamber,
  row: RatingRow,
  { step, text, subject }: SaidStep,
): Promise<RatingRow> {
  const face = applyStep(faceOf(row), step);
  if (face === undefined) throw new Error(`Step ${step.seq} does not follow on ${row.id}.`);
  const tables = tablesOf(chamber);
  const sealed = sealStepText(chamber.desk.vault.sealing, { id: row.id, seq: step.seq }, text);
  const columns = { ...stepColumns(row.id, step), subject, ...sealed };
  await tables.insertInto('rating_step').values(columns).execute();
  const asked = step.event === 'revisit' || step.event === 'publish' ? null : row.asked;
  const after = { ...row, ...columnsOf(face, chamber.instance.code), asked, updated_at: step.at };
  const update = tables.updateTable('rating').set(after).where('id', '=', row.id).where('seq', '=', row.seq);
  const { numUpdatedRows } = await update.executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new RatingChangedError(`${row.id} is no longer at step ${row.seq}.`);
  return after;
}

/** Lets a rating that is attributed to a leg of this province come to the unit that has that leg. */
export async function takeIfHere(chamber: Chamber, row: RatingRow): Promise<RatingRow> {
  const { instance, desk, transaction } = chamber;
  if (row.state !== 'ATTRIBUTED' || row.at_fault !== instance.code || row.is_taken === 1) return row;
  const here = { province: instance.code, nowMs: desk.clock.nowMs() };
  const measured = await findMeasuredCase(transaction, here, row.collaboration_no);
  const leg = measured?.legs.find(({ name, province }) => name === row.leg && province === instance.code);
  const unit = leg?.unitCode ?? measured?.unitCode ?? row.responsible_unit;
  const changes = { isTaken: true, responsibleProvince: instance.code, responsibleUnit: unit };
  return mustStep(await stepRating(chamber, row, { event: 'take', ...BY_SYSTEM, changes }));
}

/** The row after a step that the table cannot refuse, or something is wrong with the table. */
export function mustStep(stepped: Stepped): RatingRow {
  if ('refusal' in stepped) throw new Error(`A step of the system itself was refused: ${stepped.refusal}.`);
  return stepped.row;
}

function factsOf({ instance, desk }: Chamber, row: RatingRow): Readonly<Partial<Record<RatingGuard, boolean>>> {
  const isTaken = row.is_taken === 1;
  return {
    ...{ isBad: isBad(row.level), isGood: !isBad(row.level) },
    ...{ isHere: row.at_fault === instance.code, isTaken, isNotTaken: !isTaken },
    isFirstContest: row.is_contested === 0,
    isRevisitOver: row.duty === 'REVISIT' && row.due_ms !== null && row.due_ms < desk.clock.nowMs(),
  };
}

const unmet: Readonly<Partial<Record<RatingGuard, RatingRefusalCode>>> = {
  isTaken: 'NOT_TAKEN_YET',
  isFirstContest: 'CONTESTED_BEFORE',
  isOutsideUnit: 'OWN_UNIT',
  isRevisitOver: 'REVISIT_OPEN',
};

const partyRefusals: Readonly<Record<RatingPartyCode, RatingRefusalCode>> = {
  RATER: 'NOT_THE_UNIT',
  UNIT: 'OWN_UNIT',
  SUPERVISOR: 'NOT_THE_UNIT',
  SYSTEM: 'NOT_IN_THIS_STATE',
};

function refusalOf(decision: Exclude<Decision<RatingWords>, { kind: 'STEP' }>, by: RatingPartyCode): RatingRefusalCode {
  if (decision.kind === 'UNMET') return unmet[decision.guard] ?? 'NOT_IN_THIS_STATE';
  return decision.kind === 'NOT_BY_THIS_ACTOR' ? partyRefusals[by] : 'NOT_IN_THIS_STATE';
}

// To rate what came of it, there is as long as there was to mend it [P].
const policyOf: Readonly<Record<RatingDutyCode, PolicyCode>> = {
  CALLBACK: 'RATING_CALLBACK',
  RECTIFY: 'RATING_RECTIFY',
  REVISIT: 'RATING_RECTIFY',
};

async function dueBy(
  { transaction, instance, desk }: Chamber,
  row: RatingRow,
  clock: RatingDutyCode | 'KEEP' | null,
): Promise<Pick<RatingChanges, 'duty' | 'dueMs'>> {
  if (clock === 'KEEP') return { duty: row.duty, dueMs: row.due_ms };
  if (clock === null) return { duty: null, dueMs: null };
  const value = (await readPolicy(transaction)).valueOf(policyOf[clock]);
  const nowMs = desk.clock.nowMs();
  const due = dueAfter(instance.code, nowMs, { value, unit: 'WORKING_DAY' });
  // Where the holidays of a year are not published yet: the earliest that it can be, for a duty without end is none. So
  // many working days are at least as many days.
  const dueMs = due.kind === 'AT' ? due.at : Math.max(due.notBefore, nowMs + value * DAY_MS);
  return { duty: clock, dueMs };
}

// Clocks of provinces differ; a step never lies before the one that it follows on.
function instantAfter({ desk }: Chamber, { updated_at: last }: RatingRow): string {
  const now = isoTime(desk.clock.nowMs());
  return now > last ? now : last;
}
