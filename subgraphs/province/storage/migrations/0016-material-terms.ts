import { Migration } from '@mikro-orm/migrations';
import { sql } from 'kysely';
import { addColumns, createIndexes, createTables, type TableDefinition } from './create-table.js';

/** Who has shown to have which content, and when the files of ended cases were erased. */
export class MaterialTerms extends Migration {
  override async up(): Promise<void> {
    await createTables(this, { proven_content: provenContent });
    await createIndexes(this, indexes);
    await this.#carryOver();
    const column = { erased_at: 'text' } as const;
    await addColumns(this, { material: column, case_material: column, received_material: column });
  }

  // What was listed to a province is its to have. Files that came from one are not carried over: some were taken at its
  // word, and nothing tells which.
  async #carryOver(): Promise<void> {
    await sql`insert into proven_content (province, digest, proven_at)
      select addressee, digest, min(listed_at) from listed_material group by addressee, digest`.execute(
      this.getEntityManager().getKysely(),
    );
  }
}

// What has not moved for long is looked for every day.
const indexes = {
  proven_content_digest: { table: 'proven_content', columns: ['digest'] },
  case_course_updated_at: { table: 'case_course', columns: ['updated_at'] },
};

const provenContent: TableDefinition = {
  columns: { province: 'text', digest: 'text', proven_at: 'text' },
  primaryKey: ['province', 'digest'],
};
