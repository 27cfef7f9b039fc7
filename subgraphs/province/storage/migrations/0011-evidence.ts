import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Requests for evidence at both of their ends, what happened to them, and what this province provides. */
export class Evidence extends Migration {
  override async up(): Promise<void> {
    await createTables(this, {
      evidence_request: request,
      evidence_supply: supply,
      evidence_log: log,
      evidence_offer: offer,
    });
    await createIndexes(this, indexes);
  }
}

const course = {
  id: 'text',
  type: 'text',
  path: 'text',
  question: 'json?',
  request_hash: 'text',
  state: 'text',
  since: 'text',
  due_ms: 'ms?',
  rule: 'text?',
  explanation: 'text?',
  version: 'integer',
} as const;

const request: TableDefinition = {
  columns: {
    ...course,
    case_id: 'text',
    collaboration_no: 'text',
    provider: 'text',
    caller: 'text',
    idempotency_key: 'text',
    asked_digest: 'text',
    envelope_id: 'text?',
    preview_until: 'text?',
    content: 'text?',
    received_at: 'text?',
    used_for: 'text?',
  },
  primaryKey: ['id'],
};

const supply: TableDefinition = {
  columns: { ...course, request_id: 'text', requester: 'text', collaboration_no: 'text', licence: 'text?' },
  primaryKey: ['id'],
};

const log: TableDefinition = {
  columns: {
    subject: 'text',
    seq: 'integer',
    at: 'text',
    event: 'text',
    actor: 'text',
    from_state: 'text',
    to_state: 'text',
    rule: 'text?',
  },
  primaryKey: ['subject', 'seq'],
};

const offer: TableDefinition = {
  columns: { type: 'text', authority_code: 'text', sharing: 'text', basis: 'text?', grant_days: 'integer?' },
  primaryKey: ['type'],
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  evidence_request_case: { table: 'evidence_request', columns: ['case_id', 'id'] },
  evidence_request_due: { table: 'evidence_request', columns: ['due_ms'] },
  evidence_request_key: { table: 'evidence_request', columns: ['caller', 'idempotency_key'], isUnique: true },
  evidence_supply_due: { table: 'evidence_supply', columns: ['due_ms'] },
  evidence_supply_state: { table: 'evidence_supply', columns: ['state'] },
};
