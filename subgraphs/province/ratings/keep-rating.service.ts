import { INDICATOR_VERSION } from '../../../schema/rating-lists.js';
import { findMeasuredCase, type MeasuredCase } from '../cases/index.js';
import type { GivenRating, KeepRating } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { toJson } from '../storage/stored.js';
import { attribute } from './attribution.rules.js';
import { type Chamber, columnsOf, ratingId, tablesOf } from './chamber.service.js';
import { beginFace } from './face.rules.js';
import type { RatingRow } from './rating.entity.js';
import { sealRatingText } from './seal-texts.service.js';
import { isBad } from './states.rules.js';
import { BY_SYSTEM, enterStep, type Happening, takeIfHere } from './step-rating.service.js';
import { tellGiven } from './tell.service.js';

/**
 * Keeps ratings as they are given: a good one counts, a bad one is attributed to the leg at fault by what chain and
 * courses show. Every province of the case is told in the same transaction.
 */
export function createRatingKeeper(place: Pick<Chamber, 'desk' | 'instance'>): KeepRating {
  return async (transaction, rating) => {
    const chamber = { ...place, transaction };
    const here = { province: place.instance.code, nowMs: place.desk.clock.nowMs() };
    const measured = await findMeasuredCase(transaction, here, rating.collaborationNo);
    if (measured === undefined) throw new Error('A case that was rated has no file.');
    await keep(chamber, { rating, measured });
  };
}

interface Kept {
  readonly rating: GivenRating;
  readonly measured: MeasuredCase;
}

async function keep(chamber: Chamber, kept: Kept): Promise<void> {
  const row = beginningRow(chamber, kept);
  await tablesOf(chamber).insertInto('rating').values(row).execute();
  const entered = await enterStep(chamber, row, firstStep(kept));
  if ('refusal' in entered) throw new Error(`A rating was refused by its own table: ${entered.refusal}.`);
  await tellGiven(chamber, entered.row);
  await takeIfHere(chamber, entered.row);
}

function firstStep({ rating, measured }: Kept): Happening {
  if (!isBad(rating.level)) return { event: 'count', ...BY_SYSTEM };
  const found = attribute(measured.legs, rating.indicators);
  if (found === undefined) throw new Error('A case that was rated has no legs.');
  const { leg, rule } = found;
  const changes = { leg: leg.name, atFault: leg.province, rule, owner: leg.province };
  return { event: 'attribute', ...BY_SYSTEM, changes };
}

function beginningRow({ desk, instance }: Chamber, { rating, measured }: Kept): RatingRow {
  const nowMs = desk.clock.nowMs();
  const id = ratingId(instance.code, createUuidV7(nowMs, desk.randomness));
  const face = beginFace({ province: instance.code, unit: measured.unitCode });
  const at = isoTime(nowMs);
  return {
    ...{ id, collaboration_no: measured.collaborationNo, case_id: measured.caseId },
    ...{ origin: instance.code, origin_unit: measured.unitCode, holders: toJson(holdersOf(instance.code, measured)) },
    ...{ level: rating.level, service: rating.service, channel: rating.channel },
    ...{ indicators: toJson(rating.indicators), indicator_version: INDICATOR_VERSION, given_at: at },
    ...{ rater_person: rating.rater.person, rater_subject: rating.rater.subject },
    ...sealRatingText(desk.vault.sealing, id, rating.text),
    ...columnsOf(face, instance.code),
    ...{ asked: null, updated_at: at },
  };
}

function holdersOf(own: string, { legs }: MeasuredCase): readonly string[] {
  return [...new Set([own, ...legs.map(({ province }) => province)])];
}
