import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Who read what of whom: entries, the signed heads of their chain, and what people ask about them. */
export class AccessTrail extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  access_entry: {
    columns: {
      seq: 'integer',
      id: 'text',
      at: 'text',
      person: 'text',
      reader_subject: 'text',
      reader_role: 'text?',
      reader_province: 'text?',
      reader_unit: 'text?',
      purpose: 'text',
      purpose_reference: 'text?',
      basis: 'text',
      basis_text: 'text',
      classes: 'json',
      case_id: 'text?',
      operation: 'text',
      withheld: 'text?',
      withheld_until: 'text?',
      prev_hash: 'text?',
      hash: 'text',
    },
    primaryKey: ['seq'],
  },
  access_head: {
    columns: { seq: 'integer', hash: 'text', at: 'text', kid: 'text', signature: 'text' },
    primaryKey: ['seq'],
  },
  access_challenge: {
    columns: {
      id: 'text',
      entry_id: 'text',
      person: 'text',
      state: 'text',
      opened_at: 'text',
      escalated_at: 'text?',
    },
    primaryKey: ['id'],
  },
  access_challenge_step: {
    columns: {
      challenge_id: 'text',
      seq: 'integer',
      at: 'text',
      act: 'text',
      party: 'text',
      text: 'text?',
      legal_basis: 'text?',
    },
    primaryKey: ['challenge_id', 'seq'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  access_entry_id: { table: 'access_entry', columns: ['id'], isUnique: true },
  access_entry_person: { table: 'access_entry', columns: ['person', 'at', 'id'] },
  access_entry_withheld: { table: 'access_entry', columns: ['person', 'withheld_until'] },
  access_head_at: { table: 'access_head', columns: ['at'] },
  // One thread for each entry: whoever asks again is told where his question is.
  access_challenge_open: { table: 'access_challenge', columns: ['state', 'opened_at', 'id'] },
  access_challenge_entry: { table: 'access_challenge', columns: ['entry_id'], isUnique: true },
};
