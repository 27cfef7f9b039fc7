// Exchange tables as some province might have them: a database that is not ours, with columns of its own types.
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { withServer } from '../../../scripts/postgresql.js';
import type { DatabasePlace } from '../../../subgraphs/server/database.js';
import { cellKindOf, columnsOf } from '../../../subgraphs/exchange-tables/cell-kinds.js';
import { neverRead, type TableName, tableNames, tableOf } from '../../../subgraphs/exchange-tables/tables.js';

/** A row of a table: what is not given is null. */
export type Cells = Readonly<Record<string, string | number | null>>;

/** Rows by table. */
export type Rows = Readonly<Partial<Record<TableName, readonly Cells[]>>>;

export interface TableShape {
  /** Whether times are kept as times (where the database has them) or as text. */
  readonly times: 'NATIVE' | 'TEXT';
  /** Columns that are left out. */
  readonly without?: readonly string[];
}

/** Creates the tables at a place that holds nothing, and fills them. */
export async function fillTables(
  place: DatabasePlace,
  rows: Rows,
  shape: TableShape = { times: 'TEXT' },
): Promise<void> {
  if ('file' in place) {
    using database = new DatabaseSync(place.file);
    database.exec('begin');
    for (const table of tableNames) {
      const columns = columnNames(table, shape);
      database.exec(`create table ${table} (${columns.map((column) => `${column} text collate nocase`).join(', ')})`);
      const insert = database.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`);
      for (const row of rows[table] ?? []) insert.run(...columns.map((column) => row[column] ?? null));
    }
    database.exec('commit');
    return;
  }
  await withServer(place, async (orm) => {
    const connection = orm.em.getConnection();
    await connection.execute(`create schema if not exists "${place.schema}"`);
    const db = orm.em.getKysely<Record<string, Record<string, unknown>>>();
    for (const table of tableNames) {
      const columns = columnNames(table, shape);
      const typed = columns.map((column) => `${column} ${typeOf(table, column, shape)}`);
      await connection.execute(`create table "${place.schema}".${table} (${typed.join(', ')})`);
      for (const part of inParts(rows[table] ?? [], 200)) {
        const values = part.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`);
        await sql`insert into ${sql.table(table)} values ${sql.join(values)}`.execute(db);
      }
    }
  });
}

function columnNames(table: TableName, { without = [] }: TableShape): readonly string[] {
  const all = [...columnsOf(table), ...Object.keys(neverRead[table] ?? {})];
  return all.filter((column) => !without.includes(`${table}.${column}`));
}

// A collation by which a province might sort: not the order of code points, and blind to case.
function typeOf(table: TableName, column: string, { times }: TableShape): string {
  const isTime = ['instant', 'day'].includes(cellKindOf(table, column)) && column in tableOf(table).columns;
  return times === 'NATIVE' && isTime ? 'timestamp' : 'varchar collate "zh-Hans-CN-x-icu"';
}

function* inParts<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
