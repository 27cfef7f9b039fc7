import { randomBytes } from 'node:crypto';
import { asError } from '../../subgraphs/server/errors.js';
import { dropSchema, withServer } from './test-databases.js';

/** The server for tests, or why there is none. */
export type FoundServer = { readonly url: string } | { readonly reason: string };

/** Looks for a PostgreSQL server where libpq's variables say, or on this machine, and tries whether it lets us work. */
export async function findPostgresql(env: NodeJS.ProcessEnv): Promise<FoundServer> {
  const url = new URL('postgresql://127.0.0.1:5432/postgres');
  url.hostname = env['PGHOST'] ?? url.hostname;
  url.port = env['PGPORT'] ?? url.port;
  url.username = env['PGUSER'] ?? 'postgres';
  url.password = env['PGPASSWORD'] ?? '';
  url.pathname = env['PGDATABASE'] ?? url.pathname;
  const schema = `test_${randomBytes(6).toString('hex')}`;
  try {
    await withServer({ url: url.href, schema }, (orm) => dropSchema(orm, schema));
    return { url: url.href };
  } catch (error) {
    return { reason: asError(error).message };
  }
}
