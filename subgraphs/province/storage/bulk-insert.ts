import { CompiledQuery, type Kysely, sql } from 'kysely';

/** A connection or a transaction, of whatever tables. */
export type Executor = Pick<Kysely<unknown>, 'executeQuery' | 'getExecutor'>;

// Many rows in one statement save round trips; SQLite binds at most 32,766 values to it.
const ROWS_PER_STATEMENT = 100;

/** Inserts rows of one table, which all have the columns of the first. */
export type BulkInsert<Row> = (db: Executor, rows: readonly Row[]) => Promise<void>;

/**
 * Gives a function that inserts rows of one table. The statement is compiled once for each number of rows, since
 * compiling costs more than inserting.
 */
export function createBulkInsert<Row extends Readonly<Record<string, unknown>>>(table: string): BulkInsert<Row> {
  const texts = new Map<number, string>();
  return async (db, rows) => {
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
      const part = rows.slice(start, start + ROWS_PER_STATEMENT);
      const columns = Object.keys(part[0] ?? {});
      const text = texts.get(part.length) ?? compile(db, { table, columns, count: part.length });
      texts.set(part.length, text);
      await db.executeQuery(
        CompiledQuery.raw(
          text,
          part.flatMap((row) => Object.values(row)),
        ),
      );
    }
  };
}

interface Insert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly count: number;
}

function compile(db: Executor, { table, columns, count }: Insert): string {
  const row = sql`(${sql.join(columns.map(() => sql`${null}`))})`;
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const rows = sql.join(Array.from({ length: count }, () => row));
  return sql`insert into ${sql.table(table)} (${names}) values ${rows}`.compile(db).sql;
}
