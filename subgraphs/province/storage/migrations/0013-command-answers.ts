import { Migration } from '@mikro-orm/migrations';
import { createTables, type TableDefinition } from './create-table.js';

/**
 * One memory of what commands have led to, for all modules, in which nobody can read who they were from. What the
 * earlier tables remember named callers otherwise and is not carried over: it served repetitions within minutes.
 */
export class CommandAnswers extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  command_answer: {
    columns: { caller: 'text', key: 'text', request_digest: 'text', subject: 'text', at: 'text' },
    primaryKey: ['caller', 'key'],
  },
};
