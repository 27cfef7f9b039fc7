import { existsSync } from 'node:fs';
import { MikroORM, SqliteDriver } from '@mikro-orm/sql';
import { asError, StorageError } from './errors.js';
import { createSqliteDialect, type SqliteFunctions } from './sqlite-dialect.js';
import type { FilePlace, Storage, StorageOptions } from './database.js';

export interface ReadingOptions extends Omit<StorageOptions, 'migrations' | 'synchronous'> {
  /** What SQL may call in an embedded database; a server has functions of its own. */
  readonly functions?: SqliteFunctions;
}

/**
 * Opens the database of another system as it is, and leaves it so: the database itself refuses every write. Throws a
 * StorageError when it cannot. The caller closes it.
 */
export async function openToRead(options: ReadingOptions): Promise<Storage> {
  const { place } = options;
  if ('file' in place) return openFile({ ...options, place });
  const { openPostgresqlToRead } = await import('./open-postgresql.js');
  return openPostgresqlToRead({ ...options, place });
}

async function openFile(options: ReadingOptions & { readonly place: FilePlace }): Promise<Storage> {
  const { place, entities, functions, onSql } = options;
  const { file } = place;
  if (!existsSync(file)) throw new StorageError(`There is no database ${file}. ${CURE}`, { place: file });
  const dialect = { file, onSql, isReadOnly: true, ...(functions !== undefined && { functions }) };
  const orm = await MikroORM.init<SqliteDriver>({
    driver: SqliteDriver,
    dbName: file,
    driverOptions: createSqliteDialect(dialect),
    entities,
  });
  try {
    await orm.em.getConnection().execute('pragma busy_timeout = 5000');
    await orm.em.getConnection().execute('select count(*) from sqlite_master');
    return orm;
  } catch (error) {
    await orm.close(true);
    throw new StorageError(`${file} is not a readable SQLite database (${asError(error).message}). ${CURE}`, {
      place: file,
      cause: error,
    });
  }
}

const CURE = 'Name the file by --database or DATABASE_FILE, or a PostgreSQL database by DATABASE_URL.';
