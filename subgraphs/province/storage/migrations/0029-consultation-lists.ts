import { Migration } from '@mikro-orm/migrations';
import { createIndexes, type IndexDefinition } from './create-table.js';

/** Threads of one kind, newest first; and those in a state that are due, or that nobody can say when. */
export class ConsultationLists extends Migration {
  override async up(): Promise<void> {
    await createIndexes(this, indexes);
  }
}

const indexes: Readonly<Record<string, IndexDefinition>> = {
  consultation_kind: { table: 'consultation', columns: ['kind', 'opened_at', 'id'] },
  consultation_state_due: { table: 'consultation', columns: ['state', 'due_ms', 'since'] },
};
