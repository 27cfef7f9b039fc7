// The PostgreSQL server of tests and measurements: what libpq's variables name, otherwise one on this machine.
import { randomBytes } from 'node:crypto';
import { exchangeEntities } from '../subgraphs/province/exchange/exchange.entity.js';
import type { ServerPlace, Storage } from '../subgraphs/server/database.js';
import { asError } from '../subgraphs/server/errors.js';
import { openStorage } from '../subgraphs/server/storage.js';

/** The server, or why there is none. */
export type FoundServer = { readonly url: string } | { readonly reason: string };

/** Looks for the server, and tries whether it lets us work. */
export async function findPostgresql(env: NodeJS.ProcessEnv): Promise<FoundServer> {
  const url = new URL('postgresql://127.0.0.1:5432/postgres');
  url.hostname = env['PGHOST'] ?? url.hostname;
  url.port = env['PGPORT'] ?? url.port;
  url.username = env['PGUSER'] ?? 'postgres';
  url.password = env['PGPASSWORD'] ?? '';
  url.pathname = env['PGDATABASE'] ?? url.pathname;
  const schema = newSchema();
  try {
    await withServer({ url: url.href, schema }, (orm) => dropSchema(orm, schema));
    return { url: url.href };
  } catch (error) {
    return { reason: asError(error).message };
  }
}

/** A name that no schema has. */
export function newSchema(): string {
  return `test_${randomBytes(6).toString('hex')}`;
}

/** Opens a schema of the server, without any tables of ours, for as long as `work` takes. */
export async function withServer(place: ServerPlace, work: (orm: Storage) => Promise<void>): Promise<void> {
  const orm = await openStorage({ place, entities: [...exchangeEntities], migrations: [] });
  try {
    await work(orm);
  } finally {
    await orm.close(true);
  }
}

/** Removes a schema with all that is in it. */
export async function dropSchema(orm: Storage, schema: string): Promise<void> {
  await orm.em.getConnection().execute(`drop schema if exists "${schema}" cascade`);
}
