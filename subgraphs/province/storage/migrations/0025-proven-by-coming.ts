import { Migration } from '@mikro-orm/migrations';
import { sql } from 'kysely';

/** That a content was listed to a province proves for its term only, and is asked of the list itself. */
export class ProvenByComing extends Migration {
  // Nothing tells which of these have come from there as well; where one did, it is sent once more when it is listed.
  override async up(): Promise<void> {
    await sql`delete from proven_content where exists (select 1 from listed_material
      where listed_material.addressee = proven_content.province
        and listed_material.digest = proven_content.digest)`.execute(this.getEntityManager().getKysely());
  }
}
