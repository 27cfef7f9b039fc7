import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/**
 * What was stated of persons, by the case that it was stated for. The table `person` of before stays as it is: its texts
 * are sealed for their places, so that only who has the keys can carry them over, which the province does as it starts.
 */
export class PersonStatements extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  person_statement: {
    columns: {
      ...{ stated_for: 'text', person: 'text', document_type: 'text' },
      ...{ name: 'text', document_number: 'text', phone: 'text?' },
      ...{ sealing_key_id: 'text', updated_at: 'text' },
    },
    primaryKey: ['stated_for', 'person'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  person_statement_sealing_key: { table: 'person_statement', columns: ['sealing_key_id'] },
};
