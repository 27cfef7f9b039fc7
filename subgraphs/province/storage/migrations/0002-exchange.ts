import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type TableDefinition } from './create-table.js';

/** What provinces tell each other: sent, received, waiting, in conflict, and for a person to look at. */
export class Exchange extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const entry = {
  collaboration_no: 'text',
  sender: 'text',
  addressee: 'text',
  seq: 'integer',
  event: 'text',
  payload: 'text',
  payload_digest: 'text',
  prev_hash: 'text?',
  seen_hash: 'text?',
  at: 'text',
  entry_hash: 'text',
} as const;

const { sender, ...entryBesideSender } = entry;

const tables: Readonly<Record<string, TableDefinition>> = {
  exchange_outbox: {
    columns: {
      id: 'text',
      ...entry,
      kid: 'text?',
      sent_at: 'text?',
      signature: 'text?',
      receipt: 'text?',
      state: 'text',
      cancels: 'text?',
      attempts: 'integer',
      next_attempt_ms: 'ms',
      expires_ms: 'ms',
      lease_until_ms: 'ms',
      lease_token: 'text?',
      last_error: 'text?',
    },
    primaryKey: ['id'],
  },
  exchange_inbox: {
    columns: {
      sender,
      id: 'text',
      ...entryBesideSender,
      kid: 'text',
      sent_at: 'text',
      signature: 'text',
      receipt: 'text',
      received_at: 'text',
    },
    primaryKey: ['sender', 'id'],
  },
  exchange_link: {
    columns: {
      collaboration_no: 'text',
      sender: 'text',
      addressee: 'text',
      last_seq: 'integer',
      last_hash: 'text',
      last_at: 'text',
    },
    primaryKey: ['collaboration_no', 'sender', 'addressee'],
  },
  exchange_parked: {
    columns: {
      sender: 'text',
      collaboration_no: 'text',
      seq: 'integer',
      entry_hash: 'text',
      envelope: 'text',
      cancels: 'text?',
      reason: 'text',
      attempts: 'integer',
      last_error: 'text?',
      parked_at: 'text',
    },
    primaryKey: ['sender', 'collaboration_no', 'seq'],
  },
  exchange_conflict: {
    columns: {
      sender: 'text',
      collaboration_no: 'text',
      seq: 'integer',
      entry_hash: 'text',
      envelope: 'text',
      kept_hash: 'text',
      found_at: 'text',
    },
    primaryKey: ['sender', 'collaboration_no', 'seq', 'entry_hash'],
  },
  exchange_task: {
    columns: {
      kind: 'text',
      subject: 'text',
      detail: 'text',
      times: 'integer',
      raised_at: 'text',
      closed_at: 'text?',
    },
    primaryKey: ['kind', 'subject'],
  },
};

// A place in a link is taken once: the database itself keeps a second effect out, whatever the code does.
const indexes = {
  exchange_outbox_seq: { table: 'exchange_outbox', columns: ['addressee', 'collaboration_no', 'seq'], isUnique: true },
  exchange_outbox_due: {
    table: 'exchange_outbox',
    columns: ['state', 'addressee', 'next_attempt_ms'],
    isUnique: false,
  },
  exchange_outbox_day: { table: 'exchange_outbox', columns: ['addressee', 'at'], isUnique: false },
  exchange_outbox_hash: { table: 'exchange_outbox', columns: ['entry_hash'], isUnique: false },
  exchange_inbox_seq: { table: 'exchange_inbox', columns: ['sender', 'collaboration_no', 'seq'], isUnique: true },
  exchange_inbox_day: { table: 'exchange_inbox', columns: ['sender', 'at'], isUnique: false },
  exchange_inbox_hash: { table: 'exchange_inbox', columns: ['entry_hash'], isUnique: false },
};
