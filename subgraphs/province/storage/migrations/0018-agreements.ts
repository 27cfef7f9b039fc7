import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Copies of agreements that are negotiated over the exchange: texts, signatures, supplements, steps and warnings. */
export class Agreements extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  agreement: {
    columns: {
      ...{ id: 'text', number: 'text', first_version: 'integer', version: 'integer', hash: 'text' },
      ...{ state: 'text', since: 'text', opened_at: 'text', keeper: 'text', proposer: 'text', parties: 'text' },
      ...{ collaboration_no: 'text', valid_from: 'text', valid_until: 'text?', amends: 'text?' },
      ...{ origin: 'text?', reason: 'text?', pending: 'text?', steps: 'integer' },
    },
    primaryKey: ['id'],
  },
  agreement_text: {
    columns: {
      ...{ agreement_id: 'text', version: 'integer', hash: 'text', document: 'text' },
      ...{ by: 'text', at: 'text', reason: 'text?' },
    },
    primaryKey: ['agreement_id', 'version'],
  },
  agreement_signature: {
    columns: {
      ...{ agreement_id: 'text', version: 'integer', province: 'text' },
      ...{ kid: 'text', signed_at: 'text', signature: 'text' },
    },
    primaryKey: ['agreement_id', 'version', 'province'],
  },
  agreement_supplement: {
    columns: {
      ...{ agreement_no: 'text', number: 'text', by: 'text', version: 'integer', kind: 'text' },
      ...{ from_ms: 'ms', until_ms: 'ms?', document: 'text', is_complete: 'integer', at: 'text' },
    },
    primaryKey: ['agreement_no', 'number', 'by', 'version'],
  },
  agreement_log: {
    columns: {
      ...{ agreement_id: 'text', seq: 'integer', at: 'text', event: 'text', party: 'text?' },
      ...{ from_state: 'text', to_state: 'text', version: 'integer', reason: 'text?' },
    },
    primaryKey: ['agreement_id', 'seq'],
  },
  agreement_warning: {
    columns: {
      ...{ agreement_id: 'text', kind: 'text', about: 'text', rule: 'text?' },
      ...{ at: 'text', due_at: 'text?', closed_at: 'text?' },
    },
    primaryKey: ['agreement_id', 'kind', 'about'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  agreement_number: { table: 'agreement', columns: ['number', 'id'] },
  agreement_opened_at: { table: 'agreement', columns: ['opened_at', 'id'] },
  agreement_valid_until: { table: 'agreement', columns: ['valid_until', 'id'], nullsFirst: 'valid_until' },
  agreement_state: { table: 'agreement', columns: ['state', 'id'] },
};
