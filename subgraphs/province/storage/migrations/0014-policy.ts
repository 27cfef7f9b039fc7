import { Migration } from '@mikro-orm/migrations';
import { createTables, type TableDefinition } from './create-table.js';

/** What a province has set its policy parameters to, change by change. */
export class Policy extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  policy_change: {
    columns: {
      ...{ code: 'text', seq: 'integer', id: 'text', at: 'text' },
      ...{ from_value: 'integer', to_value: 'integer?', reason: 'text', changed_by: 'text' },
    },
    primaryKey: ['code', 'seq'],
  },
};
