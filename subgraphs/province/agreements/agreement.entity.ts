import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { AgreementLifeRefusalCode } from '../../../schema/agreement-life-refusals.js';
import type { AgreementWarningKind } from '../../../schema/agreement-life-lists.js';
import type { Stored } from '../storage/stored.js';
import type { AgreementEvent, State } from './life/life-words.rules.js';
import type { MoveKind } from './moves/move.rules.js';

/**
 * This province's copy of one agreement, from its first text to its end; an amendment has a row of its own. `id` is the
 * global id, with number and first version as its local part, the same at every party.
 */
export const AgreementEntity = defineEntity({
  name: 'Agreement',
  tableName: 'agreement',
  indexes: [
    { name: 'agreement_number', properties: ['number', 'id'] },
    { name: 'agreement_opened_at', properties: ['openedAt', 'id'] },
    { name: 'agreement_valid_until', properties: ['validUntil', 'id'] },
    { name: 'agreement_state', properties: ['state', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    number: p.text(),
    firstVersion: p.integer(),
    /** Of the text on the table, or in force. */
    version: p.integer(),
    /** SHA-256 of that text. */
    hash: p.text(),
    state: p.text().$type<State>(),
    since: p.text(),
    openedAt: p.text(),
    /** Keeps the order of what parties do, and tells it to all. */
    keeper: p.text(),
    /** Whose text came first. */
    proposer: p.text(),
    /** Letter codes between spaces, with one at each end. */
    parties: p.text(),
    collaborationNo: p.text(),
    validFrom: p.text(),
    validUntil: p.text().nullable(),
    /** The agreement that it is to take the place of. */
    amends: p.text().nullable(),
    /** Global id of what led to it. */
    origin: p.text().nullable(),
    reason: p.text().nullable(),
    /** What this province has done and its keeper has not confirmed yet. */
    pending: p.text().$type<MoveKind>().nullable(),
    /** Steps so far. */
    steps: p.integer(),
  },
});

/** Every text that was on the table. */
export const AgreementTextEntity = defineEntity({
  name: 'AgreementText',
  tableName: 'agreement_text',
  properties: {
    agreementId: p.text().primary(),
    version: p.integer().primary(),
    hash: p.text(),
    /** Canonical JSON of what is signed. */
    document: p.text(),
    by: p.text(),
    at: p.text(),
    reason: p.text().nullable(),
  },
});

/** Signatures under texts, as the keeper has taken them. */
export const AgreementSignatureEntity = defineEntity({
  name: 'AgreementSignature',
  tableName: 'agreement_signature',
  properties: {
    agreementId: p.text().primary(),
    version: p.integer().primary(),
    province: p.text().primary(),
    kid: p.text(),
    signedAt: p.text(),
    signature: p.text(),
  },
});

/** What was signed about an agreement since: suspensions, what lifts them, and terminations. */
export const AgreementSupplementEntity = defineEntity({
  name: 'AgreementSupplement',
  tableName: 'agreement_supplement',
  properties: {
    agreementNo: p.text().primary(),
    number: p.text().primary(),
    /** Who suspends; empty for a termination. */
    by: p.text().primary(),
    version: p.integer().primary(),
    kind: p.text().$type<'SUSPENSION' | 'TERMINATION'>(),
    fromMs: p.bigint('number'),
    untilMs: p.bigint('number').nullable(),
    /** The signed document as JSON. */
    document: p.text(),
    /** 1 when all have signed who must. */
    isComplete: p.integer(),
    at: p.text(),
  },
});

/** What has happened to an agreement, one line for each step; lines are added and never changed. */
export const AgreementLogEntity = defineEntity({
  name: 'AgreementLog',
  tableName: 'agreement_log',
  properties: {
    agreementId: p.text().primary(),
    seq: p.integer().primary(),
    at: p.text(),
    event: p.text().$type<AgreementEvent>(),
    /** The party; null for what time brings about. */
    party: p.text().nullable(),
    fromState: p.text().$type<State>(),
    toState: p.text().$type<State>(),
    version: p.integer(),
    reason: p.text().nullable(),
  },
});

/** What a coordinator of this province has to know; closed when it is over. */
export const AgreementWarningEntity = defineEntity({
  name: 'AgreementWarning',
  tableName: 'agreement_warning',
  properties: {
    agreementId: p.text().primary(),
    kind: p.text().$type<keyof typeof AgreementWarningKind.entries>().primary(),
    /** Which version, supplement or party. */
    about: p.text().primary(),
    rule: p.text().$type<AgreementLifeRefusalCode>().nullable(),
    at: p.text(),
    /** The instant that it warns of. */
    dueAt: p.text().nullable(),
    closedAt: p.text().nullable(),
  },
});

/** The entities of this module, for the storage. */
export const agreementEntities = [
  AgreementEntity,
  AgreementTextEntity,
  AgreementSignatureEntity,
  AgreementSupplementEntity,
  AgreementLogEntity,
  AgreementWarningEntity,
] as const;

export type AgreementRow = Stored<InferKyselyTable<typeof AgreementEntity>>;
export type TextRow = InferKyselyTable<typeof AgreementTextEntity>;
export type SignatureRow = InferKyselyTable<typeof AgreementSignatureEntity>;
export type SupplementRow = Stored<InferKyselyTable<typeof AgreementSupplementEntity>>;
export type LogRow = Stored<InferKyselyTable<typeof AgreementLogEntity>>;
export type WarningRow = Stored<InferKyselyTable<typeof AgreementWarningEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface AgreementTables {
  agreement: AgreementRow;
  agreement_text: TextRow;
  agreement_signature: SignatureRow;
  agreement_supplement: SupplementRow;
  agreement_log: LogRow;
  agreement_warning: WarningRow;
}
