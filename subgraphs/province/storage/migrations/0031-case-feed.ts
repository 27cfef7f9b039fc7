import { Migration } from '@mikro-orm/migrations';
import { createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/** What happens in cases, for those who watch; it begins with this step. */
export class CaseFeed extends Migration {
  override async up(): Promise<void> {
    await createTables(this, { case_feed: feed });
    await createIndexes(this, indexes);
  }
}

const feed: TableDefinition = {
  columns: {
    collaboration_no: 'text',
    ordinal: 'integer',
    position: 'integer?',
    at: 'text',
    event: 'text?',
    leg: 'text',
    leg_state: 'text',
    province: 'text',
    mode: 'text',
    lead: 'text',
    receiving: 'text?',
    case_id: 'text?',
    case_state: 'text?',
  },
  primaryKey: ['collaboration_no', 'ordinal'],
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  case_feed_position: { table: 'case_feed', columns: ['position'] },
  case_feed_case: { table: 'case_feed', columns: ['case_id', 'position'] },
};
