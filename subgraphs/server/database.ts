import type { Migration } from '@mikro-orm/migrations';
import type { MikroORM } from '@mikro-orm/core';
import {
  type AbstractSqlDriver,
  type Constructor,
  type Options,
  type SqlEntityManager,
  SqliteDriver,
} from '@mikro-orm/sql';

/** One step of the schema. The name is stored in the database: a released one never changes. */
export interface MigrationStep {
  readonly name: string;
  readonly class: Constructor<Migration>;
}

/** The file of an embedded database. Created, with its folder, when it is not there. */
export interface FilePlace {
  readonly file: string;
}

/** A schema of a PostgreSQL database. The schema is created when it is not there. */
export interface ServerPlace {
  /** postgresql://user:password@host:port/database, with any parameter that node-postgres knows. */
  readonly url: string;
  readonly schema: string;
}

/** Where a database is. */
export type DatabasePlace = FilePlace | ServerPlace;

export interface StorageOptions<Place extends DatabasePlace = DatabasePlace> {
  readonly place: Place;
  readonly entities: NonNullable<Options['entities']>;
  /** In the order in which they are applied. */
  readonly migrations: readonly MigrationStep[];
  /**
   * `full` where a commit must survive a power failure, at one flush to disk each; `normal` unless told otherwise. A
   * PostgreSQL server flushes every commit in either case.
   */
  readonly synchronous?: 'normal' | 'full' | undefined;
  /**
   * Whether a database that is behind is brought to the current version: `always`, unless told otherwise, or only when
   * there is nothing in it yet, and refused otherwise.
   */
  readonly migrating?: 'always' | 'when-empty' | undefined;
  /** Told which steps were taken, which may be none. */
  readonly onMigrated?: ((steps: readonly string[]) => void) | undefined;
  /** Sees the text of every SQL statement, and on a server what is put into it; tests count and explain them. */
  readonly onSql?: ((sql: string, parameters?: readonly unknown[]) => void) | undefined;
  /** Told how long each statement took; statements are not timed without it. */
  readonly onStatement?: ((tookMs: number) => void) | undefined;
}

/** An open database. */
export type Storage = MikroORM<AbstractSqlDriver, SqlEntityManager>;

/**
 * True for the embedded database. It has one connection, so that each transaction begins after the end of the one
 * before; those of a server run beside each other.
 */
export function isEmbedded(em: Pick<SqlEntityManager, 'getDriver'>): boolean {
  return em.getDriver() instanceof SqliteDriver;
}
