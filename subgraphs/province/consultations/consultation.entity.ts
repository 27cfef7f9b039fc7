import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type {
  ConsultationAct,
  ConsultationAsker,
  ConsultationKind,
  ConsultationTopic,
} from '../../../schema/consultation-lists.js';
import type { ConsultationRefusalCode } from '../../../schema/consultation-refusals.js';
import type { Clock } from '../shared/clock.js';
import type { Stored } from '../storage/stored.js';
import type { AlignmentText, SignedBy } from './alignment/alignment-text.rules.js';
import type { Actor, State, ThreadEvent } from './machine/words.rules.js';

/**
 * The record that a province has of a thread: the one where it was opened, and each that has had it. `id` is of this
 * province, with the local part that the thread has everywhere.
 */
export const ConsultationEntity = defineEntity({
  name: 'Consultation',
  tableName: 'consultation',
  indexes: [
    { name: 'consultation_person', properties: ['askerPerson', 'openedAt', 'id'] },
    { name: 'consultation_account', properties: ['askerTag', 'openedAt', 'id'] },
    { name: 'consultation_unit', properties: ['unit', 'openedAt', 'id'] },
    { name: 'consultation_opened', properties: ['openedAt', 'id'] },
    { name: 'consultation_kind', properties: ['kind', 'openedAt', 'id'] },
    { name: 'consultation_due', properties: ['dueMs'] },
    { name: 'consultation_state_due', properties: ['state', 'dueMs', 'since'] },
    { name: 'consultation_sealing_key', properties: ['sealingKeyId', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    /** Global id at the province where it was opened. */
    originId: p.text(),
    collaborationNo: p.text(),
    kind: p.text().$type<keyof typeof ConsultationKind.entries>(),
    topic: p.text().$type<keyof typeof ConsultationTopic.entries>(),
    itemCode: p.text().nullable(),
    /** The case that it is about; known where it was opened alone. */
    caseId: p.text().nullable(),
    askerKind: p.text().$type<keyof typeof ConsultationAsker.entries>(),
    askerPerson: p.text().nullable(),
    /** Keyed digest of the account or the secret of who asked; kept where it was opened. */
    askerTag: p.text().nullable(),
    /** Names by which the asker is known, as sealed JSON; null when there are none. */
    askerNames: p.text().nullable(),
    sealingKeyId: p.text().nullable(),
    /** Where it stands here; what is elsewhere stands there as `toldState` says. */
    state: p.text().$type<State>(),
    toldState: p.text().$type<State>().nullable(),
    since: p.text(),
    version: p.integer(),
    /** Provinces that it was handed to; what is told with fewer is older. */
    hop: p.integer(),
    /** Version at the holder of what was told last. */
    toldVersion: p.integer(),
    /** The letter that has no receipt yet, after which nothing else is said; null when there is none. */
    pending: p.text().nullable(),
    /** Why another province refused the last letter; null unless it did. */
    refusedBy: p.text().$type<ConsultationRefusalCode | 'NOT_HERE'>().nullable(),
    firstProvince: p.text(),
    firstUnit: p.text(),
    startedMs: p.bigint('number'),
    /** The unit of this province that has it, or had it last. */
    unit: p.text(),
    holderProvince: p.text(),
    holderUnit: p.text(),
    /** Null once nobody waits for an answer. */
    clock: p.json().$type<Clock>(),
    /** When the asker’s word is over; null while he has it not. */
    dueMs: p.bigint('number').nullable(),
    transfers: p.integer(),
    reopenings: p.integer(),
    openedAt: p.text(),
    updatedAt: p.text(),
  },
});

/** What was said in a thread. Texts are sealed: people write about themselves. */
export const ConsultationMessageEntity = defineEntity({
  name: 'ConsultationMessage',
  tableName: 'consultation_message',
  indexes: [{ name: 'consultation_message_sealing_key', properties: ['sealingKeyId', 'consultationId', 'seq'] }],
  properties: {
    consultationId: p.text().primary(),
    /** Before and after in the whole thread, wherever it was said. */
    seq: p.integer().primary().autoincrement(false),
    at: p.text(),
    act: p.text().$type<keyof typeof ConsultationAct.entries>(),
    province: p.text(),
    /** Null for what the asker says. */
    unit: p.text().nullable(),
    text: p.text(),
    sealingKeyId: p.text(),
  },
});

/** One handing over of a thread; `acknowledgedMs` is null as long as the receiver has not signed for it. */
export const ConsultationHandoffEntity = defineEntity({
  name: 'ConsultationHandoff',
  tableName: 'consultation_handoff',
  properties: {
    consultationId: p.text().primary(),
    seq: p.integer().primary().autoincrement(false),
    fromProvince: p.text(),
    fromUnit: p.text(),
    toProvince: p.text(),
    toUnit: p.text(),
    acknowledgedMs: p.bigint('number').nullable(),
  },
});

/** What has happened to a thread here, one line for each step; lines are added and never changed. */
export const ConsultationLogEntity = defineEntity({
  name: 'ConsultationLog',
  tableName: 'consultation_log',
  properties: {
    consultationId: p.text().primary(),
    seq: p.integer().primary().autoincrement(false),
    at: p.text(),
    event: p.text().$type<ThreadEvent>(),
    actor: p.text().$type<Actor>(),
    fromState: p.text().$type<State>(),
    toState: p.text().$type<State>(),
  },
});

/** An answer that is published; it names nobody. */
export const FaqEntryEntity = defineEntity({
  name: 'FaqEntry',
  tableName: 'faq_entry',
  indexes: [
    { name: 'faq_entry_item', properties: ['itemCode', 'publishedAt', 'id'] },
    { name: 'faq_entry_published', properties: ['publishedAt', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    itemCode: p.text(),
    question: p.text(),
    answer: p.text(),
    unit: p.text(),
    publishedAt: p.text(),
    /** The thread that it is from; told to nobody. */
    consultationId: p.text(),
  },
});

/** A text that was proposed in a negotiation, with the signature of who proposed it. */
export const RuleProposalEntity = defineEntity({
  name: 'RuleProposal',
  tableName: 'rule_proposal',
  properties: {
    consultationId: p.text().primary(),
    seq: p.integer().primary().autoincrement(false),
    hash: p.text(),
    text: p.json().$type<AlignmentText>(),
    signature: p.json().$type<SignedBy>(),
  },
});

/** What two provinces have agreed on, or what was decided: one text, one hash, kept by both. */
export const RuleAlignmentEntity = defineEntity({
  name: 'RuleAlignment',
  tableName: 'rule_alignment',
  indexes: [{ name: 'rule_alignment_due', properties: ['appliedAt', 'effectiveFrom'] }],
  properties: {
    consultationId: p.text().primary(),
    itemCode: p.text(),
    hash: p.text(),
    text: p.json().$type<AlignmentText>(),
    signatures: p.json().$type<readonly SignedBy[]>(),
    /** Number of the order by which it was decided; null for what was agreed on. */
    decidedBy: p.text().nullable(),
    agreedAt: p.text(),
    effectiveFrom: p.text(),
    /** When the list of this province was changed accordingly; null before. */
    appliedAt: p.text().nullable(),
  },
});

/** The entities of this module, for the storage. */
export const consultationEntities = [
  ConsultationEntity,
  ConsultationMessageEntity,
  ConsultationHandoffEntity,
  ConsultationLogEntity,
  FaqEntryEntity,
  RuleProposalEntity,
  RuleAlignmentEntity,
] as const;

export type ThreadRow = Stored<InferKyselyTable<typeof ConsultationEntity>>;
export type MessageRow = InferKyselyTable<typeof ConsultationMessageEntity>;
export type HandoffRow = InferKyselyTable<typeof ConsultationHandoffEntity>;
export type ThreadLogRow = InferKyselyTable<typeof ConsultationLogEntity>;
export type FaqRow = InferKyselyTable<typeof FaqEntryEntity>;
export type ProposalRow = Stored<InferKyselyTable<typeof RuleProposalEntity>>;
export type AlignmentRow = Stored<InferKyselyTable<typeof RuleAlignmentEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface ConsultationTables {
  consultation: ThreadRow;
  consultation_message: MessageRow;
  consultation_handoff: HandoffRow;
  consultation_log: ThreadLogRow;
  faq_entry: FaqRow;
  rule_proposal: ProposalRow;
  rule_alignment: AlignmentRow;
}
