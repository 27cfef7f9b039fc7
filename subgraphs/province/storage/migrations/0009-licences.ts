import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Electronic licences, their annotated copies, and what commands on them have led to. */
export class Licences extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const validity = { valid_from: 'text', valid_to: 'text?', valid_range: 'text' } as const;
const authorities = { issuer_code: 'text', issuer_name: 'text', definer_code: 'text', definer_name: 'text' } as const;
const holder = { holder_person: 'text', holder_name: 'text', holder_code: 'text', holder_code_type: 'text' } as const;
const state = { status: 'text', status_since: 'text', status_reason: 'text?' } as const;
const chain = { previous: 'text?', superseded_from: 'text?' } as const;

const tables: Readonly<Record<string, TableDefinition>> = {
  licence: {
    columns: {
      ...{ id: 'text', identifier: 'text', type_code: 'text', type_name: 'text', number: 'text', name: 'text' },
      ...{ version: 'integer', issued_on: 'text' },
      ...authorities,
      ...validity,
      area_code: 'text',
      ...holder,
      ...{ item_code: 'text?', case_id: 'text?' },
      ...state,
      ...chain,
      ...{ extension: 'json', file_digest: 'text?', revision: 'integer', provenance: 'text', updated_at: 'text' },
    },
    primaryKey: ['id'],
  },
  annotated_copy: {
    columns: {
      ...{ id: 'text', licence_id: 'text', created_at: 'text', creator: 'json' },
      ...{ cause: 'text', case_id: 'text?', expires_at: 'text', watermark: 'text' },
    },
    primaryKey: ['id'],
  },
  licence_answer: {
    columns: { caller: 'text', key: 'text', request_digest: 'text', subject: 'text', at: 'text' },
    primaryKey: ['caller', 'key'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  licence_identifier: { table: 'licence', columns: ['identifier'], isUnique: true },
  // Null is no value here on both databases, so any number of licences may follow none.
  licence_previous: { table: 'licence', columns: ['previous'], isUnique: true },
  licence_holder_issued: { table: 'licence', columns: ['holder_person', 'issued_on', 'id'] },
  licence_holder_valid_to: {
    table: 'licence',
    columns: ['holder_person', 'valid_to', 'id'],
    nullsFirst: 'valid_to',
  },
  licence_case: { table: 'licence', columns: ['case_id'] },
  annotated_copy_licence: { table: 'annotated_copy', columns: ['licence_id', 'created_at', 'id'] },
};
