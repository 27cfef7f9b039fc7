import { Migration } from '@mikro-orm/migrations';
import { addColumns, createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Persons, by the keyed hash of their document; who has applied for a case. */
export class Persons extends Migration {
  override async up(): Promise<void> {
    await createTables(this, { person });
    await addColumns(this, { service_case: { applicant_person: 'text' } });
    await createIndexes(this, indexes);
  }
}

const person: TableDefinition = {
  columns: {
    person: 'text',
    document_type: 'text',
    name: 'text',
    document_number: 'text',
    phone: 'text?',
    sealing_key_id: 'text',
    updated_at: 'text',
  },
  primaryKey: ['person'],
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  person_sealing_key: { table: 'person', columns: ['sealing_key_id', 'person'] },
  service_case_applicant_person: { table: 'service_case', columns: ['applicant_person', 'submitted_at', 'id'] },
};
