import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable, SqlEntityManager } from '@mikro-orm/sql';

/**
 * A transaction that is open. Awaiting any other connection inside it waits for ever: the embedded database has one,
 * and all those of a server may be waiting in the same way.
 */
export type Transaction = SqlEntityManager;

/** PENDING until a receipt is there or its time is over; ACKED and REJECTED have a receipt; DEAD waits for a person. */
export type OutboxState = 'PENDING' | 'ACKED' | 'REJECTED' | 'DEAD';

/** GAP: something before it is missing. RETRY: its handler failed. POISON: it failed too often and waits for a person. */
export type ParkedReason = 'GAP' | 'RETRY' | 'POISON';

// The columns of an entry, its seal and its receipt are the same on both sides: both hold the same chain.
const entryBesideSender = {
  collaborationNo: p.text(),
  addressee: p.text(),
  seq: p.integer(),
  event: p.text(),
  payload: p.text(),
  payloadDigest: p.text(),
  prevHash: p.text().nullable(),
  seenHash: p.text().nullable(),
  at: p.text(),
  entryHash: p.text(),
};

/** What this province told others, and how far each delivery is. The row is written together with the fact. */
export const OutboxEntity = defineEntity({
  name: 'ExchangeOutbox',
  tableName: 'exchange_outbox',
  indexes: [
    { name: 'exchange_outbox_due', properties: ['state', 'addressee', 'nextAttemptMs'] },
    { name: 'exchange_outbox_day', properties: ['addressee', 'at'] },
    { name: 'exchange_outbox_hash', properties: ['entryHash'] },
  ],
  uniques: [{ name: 'exchange_outbox_seq', properties: ['addressee', 'collaborationNo', 'seq'] }],
  properties: {
    id: p.text().primary(),
    sender: p.text(),
    ...entryBesideSender,
    kid: p.text().nullable(),
    sentAt: p.text().nullable(),
    signature: p.text().nullable(),
    receipt: p.text().nullable(),
    state: p.text().$type<OutboxState>(),
    /** Id of the envelope that this one calls back; such an envelope does not queue. */
    cancels: p.text().nullable(),
    attempts: p.integer(),
    nextAttemptMs: p.bigint('number'),
    expiresMs: p.bigint('number'),
    leaseUntilMs: p.bigint('number'),
    leaseToken: p.text().nullable(),
    lastError: p.text().nullable(),
  },
});

/** What others told this province and it has processed, each with the receipt that it gave. */
export const InboxEntity = defineEntity({
  name: 'ExchangeInbox',
  tableName: 'exchange_inbox',
  indexes: [
    { name: 'exchange_inbox_day', properties: ['sender', 'at'] },
    { name: 'exchange_inbox_hash', properties: ['entryHash'] },
  ],
  uniques: [{ name: 'exchange_inbox_seq', properties: ['sender', 'collaborationNo', 'seq'] }],
  properties: {
    sender: p.text().primary(),
    id: p.text().primary(),
    ...entryBesideSender,
    kid: p.text(),
    sentAt: p.text(),
    signature: p.text(),
    receipt: p.text(),
    receivedAt: p.text(),
  },
});

/** The last entry of each link: written, of an outgoing one; processed, of an incoming one (its cursor). */
export const LinkEntity = defineEntity({
  name: 'ExchangeLink',
  tableName: 'exchange_link',
  properties: {
    collaborationNo: p.text().primary(),
    sender: p.text().primary(),
    addressee: p.text().primary(),
    lastSeq: p.integer(),
    lastHash: p.text(),
    lastAt: p.text(),
  },
});

/** Envelopes that cannot be applied yet. None of them has a receipt. */
export const ParkedEntity = defineEntity({
  name: 'ExchangeParked',
  tableName: 'exchange_parked',
  properties: {
    sender: p.text().primary(),
    collaborationNo: p.text().primary(),
    seq: p.integer().primary(),
    entryHash: p.text(),
    /** The sealed envelope as JSON. */
    envelope: p.text(),
    cancels: p.text().nullable(),
    reason: p.text().$type<ParkedReason>(),
    attempts: p.integer(),
    lastError: p.text().nullable(),
    parkedAt: p.text(),
  },
});

/** Proof that a sender told two different things: what it sealed and what this province holds in its place. */
export const ConflictEntity = defineEntity({
  name: 'ExchangeConflict',
  tableName: 'exchange_conflict',
  properties: {
    sender: p.text().primary(),
    collaborationNo: p.text().primary(),
    seq: p.integer().primary(),
    entryHash: p.text().primary(),
    /** The sealed envelope that was not taken, as JSON. */
    envelope: p.text(),
    keptHash: p.text(),
    foundAt: p.text(),
  },
});

/** What a person has to look at. One row for each subject, however often it comes up. */
export const TaskEntity = defineEntity({
  name: 'ExchangeTask',
  tableName: 'exchange_task',
  properties: {
    kind: p.text().primary(),
    subject: p.text().primary(),
    detail: p.text(),
    times: p.integer(),
    raisedAt: p.text(),
    closedAt: p.text().nullable(),
  },
});

/** The entities of the exchange, for the storage. */
export const exchangeEntities = [
  OutboxEntity,
  InboxEntity,
  LinkEntity,
  ParkedEntity,
  ConflictEntity,
  TaskEntity,
] as const;

export type OutboxRow = InferKyselyTable<typeof OutboxEntity>;
export type InboxRow = InferKyselyTable<typeof InboxEntity>;
export type LinkRow = InferKyselyTable<typeof LinkEntity>;
export type ParkedRow = InferKyselyTable<typeof ParkedEntity>;
export type ConflictRow = InferKyselyTable<typeof ConflictEntity>;
export type TaskRow = InferKyselyTable<typeof TaskEntity>;

/** The tables of the exchange, as Kysely sees them. */
export interface ExchangeTables {
  exchange_outbox: OutboxRow;
  exchange_inbox: InboxRow;
  exchange_link: LinkRow;
  exchange_parked: ParkedRow;
  exchange_conflict: ConflictRow;
  exchange_task: TaskRow;
}
