import { sql } from 'kysely';
import type { Transaction } from '../exchange/exchange.entity.js';
import { fromJson, type Json } from '../storage/stored.js';
import { localOf, tablesOf } from './chamber.service.js';

/** A duty about a bad rating that was not done in time, as supervision looks for it: rule R10. */
export interface LateRating {
  readonly rule: 'R10';
  readonly occurrence: string;
  readonly collaborationNo: string;
  readonly province: string;
  readonly unitCode: string;
  /** When it was due. */
  readonly atMs: number;
  readonly parties: readonly string[];
}

const duties = ['CALLBACK', 'RECTIFY'] as const;

/**
 * The door for supervision: what units of this province should have done about bad ratings by an instant of a span and
 * had not, whether it has been done since or not. By indexes of due instants.
 */
export const lateRatings = {
  name: 'late-ratings',
  findHits: async (
    transaction: Transaction,
    { province, fromMs, toMs }: { readonly province: string; readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly LateRating[]> => {
    const open = tablesOf({ transaction }).selectFrom('rating').where('is_ours', '=', 1).where('duty', 'in', duties);
    const waiting = open
      .where('due_ms', '>=', fromMs)
      .where('due_ms', '<', toMs)
      .select(['id', 'collaboration_no', 'holders', 'duty', 'due_ms', 'responsible_unit as unit']);
    const done = tablesOf({ transaction })
      .selectFrom('rating_late')
      .innerJoin('rating', 'rating.id', 'rating_late.rating_id')
      .where('rating_late.due_ms', '>=', fromMs)
      .where('rating_late.due_ms', '<', toMs)
      .select(['rating.id', 'rating.collaboration_no', 'rating.holders'])
      .select(['rating_late.duty', 'rating_late.due_ms', sql<string>`rating_late.unit_code`.as('unit')]);
    const late = [...(await waiting.execute()), ...(await done.execute())];
    return late.flatMap((row) => toHit(row, province)).sort((one, other) => one.atMs - other.atMs);
  },
} as const;

interface LateRow {
  readonly id: string;
  readonly collaboration_no: string;
  readonly holders: Json<readonly string[]>;
  readonly duty: string | null;
  readonly due_ms: number | null;
  readonly unit: string;
}

function toHit(
  { id, collaboration_no: collaborationNo, holders, duty, due_ms: dueMs, unit }: LateRow,
  province: string,
) {
  if (duty === null || dueMs === null) return [];
  const occurrence = `${localOf(id)}/${duty}/${String(dueMs)}`;
  const about = { rule: 'R10', occurrence, collaborationNo, province, unitCode: unit, atMs: dueMs } as const;
  return [{ ...about, parties: [...fromJson(holders)].sort() }];
}
