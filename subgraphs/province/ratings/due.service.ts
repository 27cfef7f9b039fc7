import type { RatingDutyCode } from '../../../schema/rating-lists.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { tablesOf } from './chamber.service.js';

/** Something that the unit at fault has to do about a rating, and by when. */
export interface DueRating {
  readonly ratingId: string;
  readonly collaborationNo: string;
  readonly leg: string | null;
  readonly province: string;
  readonly unitCode: string;
  readonly duty: Exclude<RatingDutyCode, 'REVISIT'>;
  readonly dueMs: number;
}

const duties = ['CALLBACK', 'RECTIFY'] as const;

/**
 * What units of this province have to do about bad ratings until an instant, earliest first; overdue when that instant
 * is now. Computed from the ratings, which only a step of the unit takes off the list. Read by an index.
 */
export async function ratingsDue(transaction: Transaction, untilMs: number): Promise<readonly DueRating[]> {
  const ratings = tablesOf({ transaction }).selectFrom('rating').selectAll().where('is_ours', '=', 1);
  const due = ratings.where('due_ms', '<=', untilMs).where('duty', 'in', duties).orderBy('due_ms').orderBy('id');
  return (await due.execute()).flatMap(({ duty, due_ms: dueMs, ...row }) =>
    duty === null || duty === 'REVISIT' || dueMs === null
      ? []
      : [
          {
            ...{ ratingId: row.id, collaborationNo: row.collaboration_no, leg: row.leg, duty, dueMs },
            ...{ province: row.responsible_province, unitCode: row.responsible_unit },
          },
        ],
  );
}
