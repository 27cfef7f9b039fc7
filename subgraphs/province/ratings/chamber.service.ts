import type { Kysely } from 'kysely';
import { formatGlobalId, parseGlobalId } from '../../../schema/global-id.js';
import type { Desk } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { fromJson, toJson } from '../storage/stored.js';
import { takeTurn } from '../storage/turns.js';
import { beginFace, type RatingFace, type RatingStep } from './face.rules.js';
import type { RatingRow, RatingStepRow, RatingTables } from './rating.entity.js';

/** Where ratings are worked on, in one transaction. */
export interface Chamber {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  readonly transaction: Transaction;
}

/** The tables of this module, in the transaction. */
export function tablesOf({ transaction }: Pick<Chamber, 'transaction'>): Kysely<RatingTables> {
  return transaction.getKysely<RatingTables>();
}

/** The id of a rating in a province, by the local part that it has everywhere. */
export const ratingId = (province: string, local: string): string =>
  formatGlobalId({ province, type: 'Rating', local });

/** What names a rating in every province. */
export const localOf = (id: string): string => parseGlobalId(id)?.local ?? '';

/** A rating, held until the transaction ends; undefined when there is none. */
export async function holdRating(chamber: Chamber, id: string): Promise<RatingRow | undefined> {
  const ratings = tablesOf(chamber).selectFrom('rating').where('id', '=', id);
  const found = await ratings.select('collaboration_no').executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurn(chamber.transaction, found.collaboration_no);
  return ratings.selectAll().executeTakeFirst();
}

/** Where a rating stands, from its row. */
export function faceOf(row: RatingRow): RatingFace {
  return {
    ...{ state: row.state, seq: row.seq, owner: row.owner, leg: row.leg, atFault: row.at_fault, rule: row.rule },
    ...{ responsibleProvince: row.responsible_province, responsibleUnit: row.responsible_unit },
    ...{ isTaken: row.is_taken === 1, isContested: row.is_contested === 1, duty: row.duty, dueMs: row.due_ms },
    ...{ revisit: row.revisit, publishedText: row.published_text },
  };
}

/** Where a rating began, from its row: what the first step of its log follows on. */
export function beginningOf({ origin, origin_unit: unit }: RatingRow): RatingFace {
  return beginFace({ province: origin, unit });
}

/** The columns of where a rating stands. */
export function columnsOf(face: RatingFace, province: string) {
  return {
    ...{ state: face.state, seq: face.seq, owner: face.owner, is_ours: face.owner === province ? 1 : 0 },
    ...{ leg: face.leg, at_fault: face.atFault, rule: face.rule, revisit: face.revisit },
    ...{ responsible_province: face.responsibleProvince, responsible_unit: face.responsibleUnit },
    ...{ is_taken: face.isTaken ? 1 : 0, is_contested: face.isContested ? 1 : 0 },
    ...{ duty: face.duty, due_ms: face.dueMs, published_text: face.publishedText },
  };
}

/** The steps of a rating, in order. */
export function readSteps(chamber: Pick<Chamber, 'transaction'>, id: string): Promise<RatingStepRow[]> {
  const steps = tablesOf(chamber).selectFrom('rating_step').selectAll().where('rating_id', '=', id);
  return steps.orderBy('seq').execute();
}

/** A step as provinces tell it, from its row. */
export function toStep(row: RatingStepRow): RatingStep {
  return {
    ...{ seq: row.seq, at: row.at, event: row.event, by: row.party, province: row.province, unit: row.unit_code },
    ...{ from: row.from_state, to: row.to_state, changes: fromJson(row.changes) },
  };
}

/** A step as it is stored, but for what is sealed of it. */
export function stepColumns(id: string, step: RatingStep) {
  const { seq, at, event, by: party, province, unit, from, to, changes } = step;
  const column = { rating_id: id, seq, at, event, party, province, unit_code: unit };
  return { ...column, from_state: from, to_state: to, changes: toJson(changes) };
}
