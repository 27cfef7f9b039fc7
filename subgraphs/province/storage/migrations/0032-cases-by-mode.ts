import { Migration } from '@mikro-orm/migrations';
import { createIndexes, type IndexDefinition } from './create-table.js';

/** Cases of one mode, newest first: without it a mode that few cases have is looked for in all of them. */
export class CasesByMode extends Migration {
  override async up(): Promise<void> {
    await createIndexes(this, indexes);
  }
}

const indexes: Readonly<Record<string, IndexDefinition>> = {
  service_case_mode: { table: 'service_case', columns: ['mode', 'submitted_at', 'id'] },
};
