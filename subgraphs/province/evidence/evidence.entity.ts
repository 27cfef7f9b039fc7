import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { EvidencePath } from '../../../schema/evidence-lists.js';
import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import type { EvidenceTypeCode, EvidenceTypeEntry } from '../../../schema/evidence-types.js';
import type { Stored } from '../storage/stored.js';
import type { EvidenceEvent, State } from './machine/machine.rules.js';
import type { Question } from './question.rules.js';

// Both ends keep the question as it was asked, and where it stands.
const course = {
  id: p.text().primary(),
  type: p.text().$type<EvidenceTypeCode>(),
  path: p.text().$type<keyof typeof EvidencePath.entries>(),
  /** The question; null once what it says about a person is erased. */
  question: p.json().$type<Question>().nullable(),
  /** SHA-256 of the question's canonical JSON. */
  requestHash: p.text(),
  state: p.text().$type<State>(),
  since: p.text(),
  /** When the clock of the state runs out; null while none runs. */
  dueMs: p.bigint('number').nullable(),
  /** The rule that refused; null unless one did. */
  rule: p.text().$type<EvidenceRule>().nullable(),
  /** What the rule was about, for people: which agreement, say. Never about a person. */
  explanation: p.text().nullable(),
  version: p.integer(),
};

/** A request of this province to another. `id` is the global id. */
export const EvidenceRequestEntity = defineEntity({
  name: 'EvidenceRequest',
  tableName: 'evidence_request',
  indexes: [
    { name: 'evidence_request_case', properties: ['caseId', 'id'] },
    { name: 'evidence_request_due', properties: ['dueMs'] },
    { name: 'evidence_request_sealing_key', properties: ['sealingKeyId', 'id'] },
  ],
  properties: {
    ...course,
    caseId: p.text(),
    collaborationNo: p.text(),
    provider: p.text(),
    /** Envelope of the question; null unless it was sent. */
    envelopeId: p.text().nullable(),
    /** Until when the applicant may open the preview, as the provider said. */
    previewUntil: p.text().nullable(),
    /** What was provided, sealed; null before, and once it is erased. */
    content: p.text().nullable(),
    /** Names the key that the content is under; null while there is none. */
    sealingKeyId: p.text().nullable(),
    receivedAt: p.text().nullable(),
    /** The material of the case for which it is used. */
    usedFor: p.text().nullable(),
  },
});

/** A request of another province to this one. Its id is of this province, with the local part of the request. */
export const EvidenceSupplyEntity = defineEntity({
  name: 'EvidenceSupply',
  tableName: 'evidence_supply',
  indexes: [
    { name: 'evidence_supply_due', properties: ['dueMs'] },
    { name: 'evidence_supply_state', properties: ['state'] },
  ],
  properties: {
    ...course,
    /** Global id of the request at the province that asks. */
    requestId: p.text(),
    requester: p.text(),
    collaborationNo: p.text(),
    /** Identifier of the licence that matched; null while none did. */
    licence: p.text().nullable(),
  },
});

/** What has happened to a request at either end, one line for each step; lines are added and never changed. */
export const EvidenceLogEntity = defineEntity({
  name: 'EvidenceLog',
  tableName: 'evidence_log',
  properties: {
    subject: p.text().primary(),
    seq: p.integer().primary(),
    at: p.text(),
    event: p.text().$type<EvidenceEvent>(),
    actor: p.text(),
    fromState: p.text(),
    toState: p.text(),
    rule: p.text().nullable(),
  },
});

/** A type of evidence that this province has, and how it shares it. */
export const EvidenceOfferEntity = defineEntity({
  name: 'EvidenceOffer',
  tableName: 'evidence_offer',
  properties: {
    type: p.text().primary(),
    authorityCode: p.text(),
    sharing: p.text().$type<EvidenceTypeEntry['sharing']>(),
    /** On what it is not shared; null for what is. */
    basis: p.text().nullable(),
    /** Working days in which a grant is decided; null for what needs none. */
    grantDays: p.integer().nullable(),
  },
});

/** The entities of this module, for the storage. */
export const evidenceEntities = [
  EvidenceRequestEntity,
  EvidenceSupplyEntity,
  EvidenceLogEntity,
  EvidenceOfferEntity,
] as const;

export type RequestRow = Stored<InferKyselyTable<typeof EvidenceRequestEntity>>;
export type SupplyRow = Stored<InferKyselyTable<typeof EvidenceSupplyEntity>>;
export type LogRow = InferKyselyTable<typeof EvidenceLogEntity>;
export type OfferRow = InferKyselyTable<typeof EvidenceOfferEntity>;

/** The tables of this module, as Kysely sees them. */
export interface EvidenceTables {
  evidence_request: RequestRow;
  evidence_supply: SupplyRow;
  evidence_log: LogRow;
  evidence_offer: OfferRow;
}
