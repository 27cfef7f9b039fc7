import { Migration } from '@mikro-orm/migrations';
import { sql } from 'kysely';
import { isEmbedded } from '../../../server/database.js';
import { addColumns, createIndexes, createTables, type IndexDefinition, type TableDefinition } from './create-table.js';

/**
 * Names the key of every row that holds sealed texts, so that a rotation reaches it; and which files were listed to
 * which province, so that it may fetch those and no others.
 */
export class SealingKeys extends Migration {
  override async up(): Promise<void> {
    const column = { sealing_key_id: 'text' } as const;
    await addColumns(this, { licence: column, evidence_request: column, access_challenge_step: column });
    for (const [table, sealed] of Object.entries(firstSealed)) await this.#nameKeys(table, sealed);
    await createTables(this, { listed_material: listed });
    await this.#noteListed();
    await createIndexes(this, indexes);
  }

  // What was listed before may be on its way, and will be asked for.
  async #noteListed(): Promise<void> {
    const db = this.getEntityManager().getKysely<NotedTables>();
    const letters = db.selectFrom('exchange_outbox').select(['id', 'addressee', 'collaboration_no', 'payload', 'at']);
    for (let after = ''; ; ) {
      const page = letters.where('payload', 'like', '%"manifest":{%').where('id', '>', after);
      const rows = await page.orderBy('id').limit(LETTERS_AT_ONCE).execute();
      for (const { addressee, collaboration_no, payload, at } of rows) {
        for (const digest of listedIn(payload)) {
          const row = { addressee, digest, collaboration_no, listed_at: at };
          const insert = db.insertInto('listed_material').values(row);
          await insert.onConflict((conflict) => conflict.doNothing()).execute();
        }
      }
      if (rows.length < LETTERS_AT_ONCE) return;
      after = rows.at(-1)?.id ?? after;
    }
  }

  // A sealed text is `v1.<key id>.…`.
  async #nameKeys(table: string, column: string): Promise<void> {
    const em = this.getEntityManager();
    const text = sql.ref(column);
    const keyId = isEmbedded(em)
      ? sql`substr(${text}, 4, instr(substr(${text}, 4), '.') - 1)`
      : sql`split_part(${text}, '.', 2)`;
    await sql`update ${sql.table(table)} set sealing_key_id = ${keyId} where ${text} is not null`.execute(
      em.getKysely(),
    );
  }
}

const LETTERS_AT_ONCE = 200;

interface NotedTables {
  exchange_outbox: {
    readonly id: string;
    readonly addressee: string;
    readonly collaboration_no: string;
    readonly payload: string;
    readonly at: string;
  };
  listed_material: {
    readonly addressee: string;
    readonly digest: string;
    readonly collaboration_no: string;
    readonly listed_at: string;
  };
}

interface ListingPayload {
  readonly manifest?: { readonly entries?: readonly { readonly digest: string }[] } | null;
}

function listedIn(payload: string): readonly string[] {
  const { manifest } = JSON.parse(payload) as ListingPayload; // as the province wrote it itself
  return (manifest?.entries ?? []).map(({ digest }) => digest);
}

// Of the texts of a row, the one that was sealed first is under the oldest key.
const firstSealed = { licence: 'number', evidence_request: 'content', access_challenge_step: 'text' } as const;

const listed: TableDefinition = {
  columns: { addressee: 'text', digest: 'text', collaboration_no: 'text', listed_at: 'text' },
  primaryKey: ['addressee', 'digest', 'collaboration_no'],
};

const indexes: Readonly<Record<string, IndexDefinition>> = {
  licence_sealing_key: { table: 'licence', columns: ['sealing_key_id', 'id'] },
  evidence_request_sealing_key: { table: 'evidence_request', columns: ['sealing_key_id', 'id'] },
  access_challenge_step_sealing_key: {
    table: 'access_challenge_step',
    columns: ['sealing_key_id', 'challenge_id', 'seq'],
  },
};
