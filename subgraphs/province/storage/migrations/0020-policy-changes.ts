import { Migration } from '@mikro-orm/migrations';
import { createIndexes, type IndexDefinition } from './create-table.js';

/** The orders in which changes of policy are read: of one parameter, and of all. */
export class PolicyChanges extends Migration {
  override async up(): Promise<void> {
    await createIndexes(this, indexes);
  }
}

const indexes: Readonly<Record<string, IndexDefinition>> = {
  policy_change_id: { table: 'policy_change', columns: ['id'], isUnique: true },
  policy_change_at: { table: 'policy_change', columns: ['at', 'seq', 'id'] },
  policy_change_of: { table: 'policy_change', columns: ['code', 'at', 'seq', 'id'] },
};
