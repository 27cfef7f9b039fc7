// Databases for tests: files, or schemas of a PostgreSQL server where jest.config.mjs says that the run is for one.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { DatabasePlace, FilePlace, ServerPlace } from '../../subgraphs/server/database.js';
import { dropSchema, newSchema, withServer } from '../../scripts/postgresql.js';
import { provinceFile } from '../../subgraphs/province/storage/orm.js';

// Asked each time: the files of both kinds of run may share a worker.
const serverUrl = (): string | undefined => (globalThis as { readonly databaseUrl?: string }).databaseUrl;

/** True when the run is for a PostgreSQL server. */
export const isOnServer = (): boolean => serverUrl() !== undefined;

/** The databases of one test, by name, which exist when they have been opened. Disposing of them drops them. */
export class TestDatabases implements AsyncDisposable {
  readonly #prefix = newSchema();
  readonly #schemas = new Set<string>();

  /** Files, if it is files, go to this folder, which is not removed. */
  constructor(readonly folder: string) {}

  /** Where the database of a name is: the same each time. */
  placeOf(name: string): DatabasePlace {
    const url = serverUrl();
    if (url === undefined) {
      const file = provinceFile(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      return { file };
    }
    const schema = `${this.#prefix}_${name.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`;
    this.#schemas.add(schema);
    return { url, schema };
  }

  /** Puts a copy of one database, which nobody has open, in the place of another. */
  async copy(from: string, to: string): Promise<void> {
    const [source, target] = [this.placeOf(from), this.placeOf(to)];
    if ('file' in source && 'file' in target) copyFile(source, target);
    if ('url' in source && 'url' in target) await copySchema(source, target);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const url = serverUrl();
    const [first] = this.#schemas;
    if (url === undefined || first === undefined) return;
    await withServer({ url, schema: first }, async (orm) => {
      for (const schema of this.#schemas) await dropSchema(orm, schema);
    });
  }
}

function copyFile(source: FilePlace, target: FilePlace): void {
  for (const suffix of ['-wal', '-shm']) rmSync(`${target.file}${suffix}`, { force: true });
  copyFileSync(source.file, target.file);
}

function copySchema(source: ServerPlace, target: ServerPlace): Promise<void> {
  return withServer(source, async (orm) => {
    const connection = orm.em.getConnection();
    const tables = await connection.execute<{ name: string }[]>(
      `select tablename as name from pg_tables where schemaname = '${source.schema}'`,
    );
    const copies = tables.map(({ name }) => {
      const [from, to] = [`"${source.schema}"."${name}"`, `"${target.schema}"."${name}"`];
      return `create table ${to} (like ${from} including all); insert into ${to} select * from ${from};`;
    });
    // As one text it is one transaction, which takes a tenth of the time.
    await connection.execute(
      `drop schema if exists "${target.schema}" cascade; create schema "${target.schema}"; ${copies.join(' ')}`,
    );
  });
}
