import { Migration } from '@mikro-orm/migrations';
import { createIndexes, type IndexDefinition } from './create-table.js';

/** Lists whose cost would grow with all that ever was: ratings by state and by rater, open work, and sessions. */
export class GrownLists extends Migration {
  override async up(): Promise<void> {
    await createIndexes(this, indexes);
  }
}

const indexes: Readonly<Record<string, IndexDefinition>> = {
  rating_state: { table: 'rating', columns: ['is_ours', 'state', 'given_at', 'id'] },
  rating_rater: { table: 'rating', columns: ['rater_person'] },
  rating_account: { table: 'rating', columns: ['rater_subject'] },
  case_course_open: { table: 'case_course', columns: ['kind', 'state', 'unit_code'] },
  team_session_colleague: { table: 'team_session', columns: ['colleague_id', 'to_at'] },
};
