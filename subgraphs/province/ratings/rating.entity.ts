import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type {
  AttributionRuleCode,
  RatedServiceCode,
  RatingChannelCode,
  RatingDutyCode,
  RatingEventCode,
  RatingIndicatorCode,
  RatingPartyCode,
  RatingStateCode,
} from '../../../schema/rating-lists.js';
import type { Stored } from '../storage/stored.js';
import type { Level, RatingChanges } from './face.rules.js';

/**
 * A rating, in every province that has a leg of its case. `id` is the global id there; its local part is the same
 * everywhere. What its steps change follows from the log.
 */
export const RatingEntity = defineEntity({
  name: 'Rating',
  tableName: 'rating',
  indexes: [
    { name: 'rating_given_at', properties: ['isOurs', 'givenAt', 'id'] },
    { name: 'rating_state', properties: ['isOurs', 'state', 'givenAt', 'id'] },
    { name: 'rating_rater', properties: ['raterPerson'] },
    { name: 'rating_account', properties: ['raterSubject'] },
    { name: 'rating_period', properties: ['givenAt'] },
    { name: 'rating_unit', properties: ['isOurs', 'responsibleUnit', 'givenAt', 'id'] },
    { name: 'rating_due', properties: ['isOurs', 'dueMs'] },
    { name: 'rating_updated_at', properties: ['updatedAt', 'id'] },
    { name: 'rating_case', properties: ['collaborationNo'] },
    { name: 'rating_sealing_key', properties: ['sealingKeyId', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    collaborationNo: p.text(),
    /** The case here; null where only a leg is done. */
    caseId: p.text().nullable(),
    /** Where it was given, and the unit that answered for it there. */
    origin: p.text(),
    originUnit: p.text(),
    /** All provinces that hold it. */
    holders: p.json().$type<readonly string[]>(),
    level: p.text().$type<Level>(),
    service: p.text().$type<RatedServiceCode>(),
    channel: p.text().$type<RatingChannelCode>(),
    indicators: p.json().$type<readonly RatingIndicatorCode[]>(),
    indicatorVersion: p.integer(),
    givenAt: p.text(),
    /** Person key and account of who gave it; the account where he gave it only. */
    raterPerson: p.text().nullable(),
    raterSubject: p.text().nullable(),
    /** In his words, sealed; null where he wrote none, and where it concerns nobody. */
    text: p.text().nullable(),
    sealingKeyId: p.text().nullable(),
    state: p.text().$type<RatingStateCode>(),
    seq: p.integer(),
    owner: p.text(),
    /** 1 where this province is the owner. */
    isOurs: p.integer(),
    leg: p.text().nullable(),
    atFault: p.text().nullable(),
    rule: p.text().$type<AttributionRuleCode>().nullable(),
    responsibleProvince: p.text(),
    responsibleUnit: p.text(),
    isTaken: p.integer(),
    isContested: p.integer(),
    duty: p.text().$type<RatingDutyCode>().nullable(),
    dueMs: p.bigint('number').nullable(),
    revisit: p.text().$type<Level>().nullable(),
    publishedText: p.text().nullable(),
    /** Envelope by which the owner was asked for a step that this province may not take itself; null while none is out. */
    asked: p.text().nullable(),
    updatedAt: p.text(),
  },
});

/** The steps of a rating; lines are added and never changed. */
export const RatingStepEntity = defineEntity({
  name: 'RatingStep',
  tableName: 'rating_step',
  indexes: [{ name: 'rating_step_sealing_key', properties: ['sealingKeyId', 'ratingId', 'seq'] }],
  properties: {
    ratingId: p.text().primary(),
    seq: p.integer().primary(),
    at: p.text(),
    event: p.text().$type<RatingEventCode>(),
    party: p.text().$type<RatingPartyCode>(),
    province: p.text(),
    unitCode: p.text().nullable(),
    /** Account of who took it; known where it was taken only. */
    subject: p.text().nullable(),
    fromState: p.text().$type<RatingStateCode>(),
    toState: p.text().$type<RatingStateCode>(),
    changes: p.json().$type<RatingChanges>(),
    /** What was said with it, sealed. */
    text: p.text().nullable(),
    sealingKeyId: p.text().nullable(),
  },
});

/** What was done about a rating after it was due: the lateness stays, though nothing is due any more. */
export const RatingLateEntity = defineEntity({
  name: 'RatingLate',
  tableName: 'rating_late',
  indexes: [{ name: 'rating_late_due', properties: ['dueMs'] }],
  properties: {
    ratingId: p.text().primary(),
    /** Of the step that came too late. */
    seq: p.integer().primary(),
    duty: p.text().$type<RatingDutyCode>(),
    dueMs: p.bigint('number'),
    unitCode: p.text(),
  },
});

/** The entities of this module, for the storage. */
export const ratingEntities = [RatingEntity, RatingStepEntity, RatingLateEntity] as const;

export type RatingRow = Stored<InferKyselyTable<typeof RatingEntity>>;
export type RatingStepRow = Stored<InferKyselyTable<typeof RatingStepEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface RatingTables {
  rating: RatingRow;
  rating_step: RatingStepRow;
  rating_late: InferKyselyTable<typeof RatingLateEntity>;
}
