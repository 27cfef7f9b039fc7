import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type {
  AccessBasisKind,
  ChallengeAct,
  ChallengeParty,
  ChallengeState,
  FieldClass,
} from '../../../schema/trail-lists.js';
import type { WithholdingCode } from '../../../schema/withholding.js';
import type { Stored } from '../storage/stored.js';

/**
 * Who read what of whom. Rows are added and never changed; each has the hash of the one before it. `id` is the global
 * id, since positions in the trail are compared with those of other provinces.
 */
export const AccessEntryEntity = defineEntity({
  name: 'AccessEntry',
  tableName: 'access_entry',
  indexes: [
    { name: 'access_entry_person', properties: ['person', 'at', 'id'] },
    { name: 'access_entry_withheld', properties: ['person', 'withheldUntil'] },
  ],
  uniques: [{ name: 'access_entry_id', properties: ['id'] }],
  properties: {
    /** 1, 2, 3 … of this province. */
    seq: p.integer().primary().autoincrement(false),
    id: p.text(),
    at: p.text(),
    person: p.text(),
    readerSubject: p.text(),
    readerRole: p.text().nullable(),
    readerProvince: p.text().nullable(),
    readerUnit: p.text().nullable(),
    purpose: p.text(),
    purposeReference: p.text().nullable(),
    basis: p.text().$type<keyof typeof AccessBasisKind.entries>(),
    basisText: p.text(),
    classes: p.json().$type<readonly (keyof typeof FieldClass.entries)[]>(),
    caseId: p.text().nullable(),
    operation: p.text(),
    withheld: p.text().$type<WithholdingCode>().nullable(),
    withheldUntil: p.text().nullable(),
    prevHash: p.text().nullable(),
    hash: p.text(),
  },
});

/** What the province signed after each batch of entries: how many there are, and the hash of the last. */
export const AccessHeadEntity = defineEntity({
  name: 'AccessHead',
  tableName: 'access_head',
  indexes: [{ name: 'access_head_at', properties: ['at'] }],
  properties: {
    seq: p.integer().primary().autoincrement(false),
    hash: p.text(),
    at: p.text(),
    kid: p.text(),
    signature: p.text(),
  },
});

/** What a person asked about an access to his data, and how far that is. */
export const AccessChallengeEntity = defineEntity({
  name: 'AccessChallenge',
  tableName: 'access_challenge',
  indexes: [{ name: 'access_challenge_open', properties: ['state', 'openedAt', 'id'] }],
  uniques: [{ name: 'access_challenge_entry', properties: ['entryId'] }],
  properties: {
    id: p.text().primary(),
    entryId: p.text(),
    person: p.text(),
    state: p.text().$type<keyof typeof ChallengeState.entries>(),
    openedAt: p.text(),
    escalatedAt: p.text().nullable(),
  },
});

/** What was said and done about a challenge. Texts are sealed: people write about themselves. */
export const AccessChallengeStepEntity = defineEntity({
  name: 'AccessChallengeStep',
  tableName: 'access_challenge_step',
  indexes: [{ name: 'access_challenge_step_sealing_key', properties: ['sealingKeyId', 'challengeId', 'seq'] }],
  properties: {
    challengeId: p.text().primary(),
    seq: p.integer().primary().autoincrement(false),
    at: p.text(),
    act: p.text().$type<keyof typeof ChallengeAct.entries>(),
    party: p.text().$type<keyof typeof ChallengeParty.entries>(),
    text: p.text().nullable(),
    /** Names the key that the text is under; null where there is none. */
    sealingKeyId: p.text().nullable(),
    legalBasis: p.text().nullable(),
  },
});

export type ChallengeRow = InferKyselyTable<typeof AccessChallengeEntity>;
export type ChallengeStepRow = InferKyselyTable<typeof AccessChallengeStepEntity>;
export type AccessEntryRow = Stored<InferKyselyTable<typeof AccessEntryEntity>>;
export type AccessHeadRow = InferKyselyTable<typeof AccessHeadEntity>;
