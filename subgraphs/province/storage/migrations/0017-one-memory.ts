import { Migration } from '@mikro-orm/migrations';

/** Drops what modules remembered of commands on their own, in the place of which the table of answers stands. */
export class OneMemory extends Migration {
  override async up(): Promise<void> {
    const { schema } = this.getEntityManager().getKysely();
    for (const table of ['case_answer', 'licence_answer']) await schema.dropTable(table).execute();
    await schema.dropIndex('evidence_request_key').execute();
    // SQLite drops one column a statement.
    for (const column of ['caller', 'idempotency_key', 'asked_digest'])
      await schema.alterTable('evidence_request').dropColumn(column).execute();
  }
}
