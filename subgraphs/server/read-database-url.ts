import type { ServerPlace } from './database.js';
import { StartupError } from './errors.js';

/**
 * The place on a PostgreSQL server that a URL names: the schema of its parameter `schema`, otherwise the one given;
 * undefined without a URL. `from` is where it stands: an environment variable, which may be empty, unless it is given.
 * Throws a StartupError, which never repeats the URL: it may hold a password.
 */
export function readDatabaseUrl(
  text: string | undefined,
  { defaultSchema, from = 'DATABASE_URL' }: { readonly defaultSchema: string; readonly from?: string | undefined },
): ServerPlace | undefined {
  if (text === undefined || (text === '' && from === 'DATABASE_URL')) return undefined;
  const cure =
    `Write it as postgresql://user:password@host:5432/database?schema=${defaultSchema}, ` +
    'or unset it for the embedded database.';
  const url = URL.parse(text);
  const isServer = url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '';
  if (!isServer || url.pathname.length < 2) throw new StartupError(`${from} is not the URL of a database. ${cure}`);
  const schema = url.searchParams.get('schema') ?? defaultSchema;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new StartupError(`The schema in ${from} is not a name of a-z, 0-9 and _. ${cure}`);
  }
  url.searchParams.delete('schema');
  return { url: url.href, schema };
}
