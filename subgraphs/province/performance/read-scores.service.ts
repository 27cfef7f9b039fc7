import { readLegHistories, readLegsOf } from '../cases/index.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { isBad, type RatingRow, type RatingTables } from '../ratings/index.js';
import { factsByUnit, type Period, type ScoredRating, type ScoreFacts } from './score.rules.js';

// What a card counts; a leg to which none of these happened in the period adds nothing to it.
const counted = ['receiveCase', 'forwardCase', 'handoffRejected', 'correctionRequested'] as const;

/** Whose figures are asked for; all units of the province where none is named. */
export interface ScoreQuestion {
  readonly province: string;
  readonly period: Period;
  readonly unit?: string | undefined;
}

/** Reads what figures in a period are computed from, by unit: what happened in it, and nothing else. */
export async function readScoreFacts(
  transaction: Transaction,
  { province, period, unit }: ScoreQuestion,
): Promise<ReadonlyMap<string, ScoreFacts>> {
  const legs = await readLegHistories(transaction, { ...period, events: counted, unit });
  const given = await ratingsIn(transaction, { province, period, unit }).execute();
  const ratings = given.map((row) => toScored(row, province));
  const rated = [...new Set(ratings.map(({ collaborationNo }) => collaborationNo))];
  return factsByUnit({ province, period, legs, ratings, ratedLegs: await readLegsOf(transaction, rated, unit) });
}

function ratingsIn(transaction: Transaction, { period, unit }: ScoreQuestion) {
  const db = transaction.getKysely<RatingTables & CourseTables>();
  const all = db
    .selectFrom('rating')
    .selectAll()
    .where('given_at', '>=', period.from)
    .where('given_at', '<', period.to);
  const given = all.where('state', '!=', 'EXCLUDED');
  if (unit === undefined) return given;
  // Of a unit are the ratings that are laid to it, and those of cases of which it had a leg.
  return given.where((eb) => {
    const courses = eb.selectFrom('case_course').select('case_course.id').where('case_course.unit_code', '=', unit);
    const worked = courses.whereRef('case_course.collaboration_no', '=', 'rating.collaboration_no');
    return eb.or([eb('responsible_unit', '=', unit), eb.exists(worked)]);
  });
}

interface CourseTables {
  case_course: { readonly id: string; readonly collaboration_no: string; readonly unit_code: string | null };
}

function toScored(row: RatingRow, province: string): ScoredRating {
  const isLaidHere = isBad(row.level) && row.at_fault === province && row.is_taken === 1;
  const laidTo = isLaidHere ? { unit: row.responsible_unit, leg: row.leg ?? '' } : null;
  return { collaborationNo: row.collaboration_no, givenAt: row.given_at, isBad: isBad(row.level), laidTo };
}
