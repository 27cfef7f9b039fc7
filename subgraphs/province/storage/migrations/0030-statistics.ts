import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** Facts that are counted, how far they are gathered, who has asked what; and what has changed since, in its order. */
export class Statistics extends Migration {
  override async up(): Promise<void> {
    await createTables(this, tables);
    await createIndexes(this, indexes);
  }
}

const tables: Readonly<Record<string, TableDefinition>> = {
  case_fact: {
    columns: {
      ...{ case_id: 'text', since_day: 'integer', until_day: 'integer' },
      ...{ item: 'text', authority: 'text', mode: 'text', receiving: 'text', state: 'text' },
      ...{ year: 'text', month: 'text', satisfaction: 'text' },
      ...{ progress: 'text', duration: 'text', timeliness: 'text', satisfied: 'text', minutes: 'integer?' },
    },
    primaryKey: ['case_id', 'since_day'],
  },
  statistics_state: {
    columns: {
      ...{ id: 'text', as_of_day: 'integer?', gathering_day: 'integer?' },
      ...{ cursor_at: 'text?', cursor_id: 'text?' },
    },
    primaryKey: ['id'],
  },
  statistics_question: {
    columns: { day: 'integer', caller: 'text', question: 'text' },
    primaryKey: ['day', 'caller', 'question'],
  },
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  case_fact_until: { table: 'case_fact', columns: ['until_day'] },
  service_case_updated_at: { table: 'service_case', columns: ['updated_at', 'id'] },
  rating_updated_at: { table: 'rating', columns: ['updated_at', 'id'] },
};
