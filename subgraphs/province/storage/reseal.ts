import { type QueryExecutorProvider, sql } from 'kysely';
import type { ProvinceStorage } from './orm.js';
import { keyIdOf, type Sealing } from './sealing.js';

/** A table with sealed columns. Its column `sealing_key_id`, which is indexed, names the key of each row. */
export interface SealedTable {
  readonly table: string;
  /**
   * The columns that name a row, in the table and, with a space in between, in the place for which a text is sealed.
   */
  readonly key: readonly string[];
  /** Each may hold null. */
  readonly columns: readonly string[];
}

export interface Resealing {
  readonly storage: ProvinceStorage;
  readonly sealing: Sealing;
  readonly tables: readonly SealedTable[];
}

// One batch is one short transaction, so that whoever serves meanwhile is hardly kept waiting.
const ROWS_PER_BATCH = 200;

type Row = Readonly<Record<string, string | number | null>>;

/**
 * Seals anew, under the newest key, whatever is under an older one, while serving goes on. It may be broken off at any
 * instant and begun again: each row is under one key as a whole, and every key is still there. Gives how many rows it
 * has sealed. When it ends, nothing is under an older key.
 */
export async function resealTables({ storage, sealing, tables }: Resealing): Promise<number> {
  let sealed = 0;
  for (const table of tables) {
    for (;;) {
      const batch = await resealBatch({ storage, sealing, table });
      if (batch === 0) break;
      sealed += batch;
    }
  }
  return sealed;
}

/** The keys under which rows of these tables are sealed. */
export async function keysInUse(
  storage: ProvinceStorage,
  tables: readonly SealedTable[],
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const { table } of tables) {
    const found = await sql<Row>`select distinct sealing_key_id from ${sql.table(table)}`.execute(
      storage.em.fork().getKysely(),
    );
    for (const { sealing_key_id: id } of found.rows) if (typeof id === 'string') ids.add(id);
  }
  return ids;
}

interface Batch {
  readonly storage: ProvinceStorage;
  readonly sealing: Sealing;
  readonly table: SealedTable;
}

function resealBatch({ storage, sealing, table }: Batch): Promise<number> {
  return storage.em.fork().transactional(async (em) => {
    const db = em.getKysely();
    const columns = sql.join([...table.key, ...table.columns, 'sealing_key_id'].map((column) => sql.ref(column)));
    const found = await sql<Row>`select ${columns} from ${sql.table(table.table)}
      where sealing_key_id <> ${sealing.keyId} limit ${sql.lit(ROWS_PER_BATCH)}`.execute(db);
    for (const row of found.rows) await updateRow(db, { sealing, table, row });
    return found.rows.length;
  });
}

interface Update {
  readonly sealing: Sealing;
  readonly table: SealedTable;
  readonly row: Row;
}

// Whoever has written the row since it was read has sealed it under the newest key himself, and is not undone.
async function updateRow(
  db: QueryExecutorProvider,
  { sealing, table: { table, key, columns }, row }: Update,
): Promise<void> {
  const name = key.map((column) => row[column]).join(' ');
  const texts = columns.flatMap((column) => {
    const sealed = row[column] ?? null;
    const place = { table, column, row: name };
    return typeof sealed !== 'string'
      ? []
      : [{ column, sealed, fresh: sealing.seal(sealing.open(sealed, place), place) }];
  });
  const [first] = texts;
  if (first === undefined) throw new Error(`${table} has a row in which nothing is sealed.`);
  const changes = [
    ...texts.map(({ column, fresh }) => sql`${sql.ref(column)} = ${fresh}`),
    sql`sealing_key_id = ${keyIdOf(first.fresh)}`,
  ];
  const same = [
    ...key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
    ...texts.map(({ column, sealed }) => sql`${sql.ref(column)} = ${sealed}`),
  ];
  await sql`update ${sql.table(table)} set ${sql.join(changes)} where ${sql.join(same, sql` and `)}`.execute(db);
}
