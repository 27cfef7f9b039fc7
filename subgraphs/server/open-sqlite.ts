import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, SqliteDriver } from '@mikro-orm/sql';
import { bringUp } from './bring-up.js';
import { asError, StorageError } from './errors.js';
import { createSqliteDialect } from './sqlite-dialect.js';
import type { FilePlace, Storage, StorageOptions } from './database.js';

// WAL lets readers go on while one writes; with it, `normal` loses nothing that was committed unless the power fails.
// Another process (a seed, a backup) may hold the write lock for a moment, hence the wait.
const PRAGMAS = ['journal_mode = wal', 'busy_timeout = 5000', 'temp_store = memory'];

/** Opens a SQLite database, checks that it is whole, and brings it to the current version. The caller closes it. */
export async function openSqlite(options: StorageOptions<FilePlace>): Promise<Storage> {
  const { place, entities, migrations, onSql, onStatement, synchronous = 'normal' } = options;
  const { file } = place;
  checkFile(file);
  const orm = await MikroORM.init<SqliteDriver>({
    driver: SqliteDriver,
    dbName: file,
    driverOptions: createSqliteDialect({ file, onSql, onStatement }),
    entities,
    extensions: [Migrator],
    migrations: { migrationsList: [...migrations], snapshot: false, silent: true },
  });
  try {
    for (const pragma of [...PRAGMAS, `synchronous = ${synchronous}`])
      await orm.em.getConnection().execute(`pragma ${pragma}`);
    await bringUp(orm, { ...options, name: file });
    return orm;
  } catch (error) {
    await orm.close(true);
    if (error instanceof StorageError) throw error;
    throw new StorageError(`${file} could not be brought to the current version (${asError(error).message}). ${CURE}`, {
      place: file,
      cause: error,
    });
  }
}

const CURE = 'Move it away and run npm run seed.';

// SQLite finds out about a damaged file at the first read of the damaged page, which may be days later.
function checkFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    using database = new DatabaseSync(file);
    const problem = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
    if (problem !== 'ok') throw new Error(String(problem));
  } catch (error) {
    throw new StorageError(`${file} is not a readable SQLite database (${asError(error).message}). ${CURE}`, {
      place: file,
      cause: error,
    });
  }
}
