import { type DatabaseConnection, type Dialect, PostgresDialect } from 'kysely';
import { type ClientBase, Pool, TypeOverrides, types } from 'pg';
import type { ServerPlace, StorageOptions } from './database.js';
import { giveBack } from './give-back.js';

// One province is served by one process; a server takes a hundred connections unless told otherwise.
const MAX_CONNECTIONS = 10;
const CONNECT_LIMIT_MS = 5_000;
// What a server says of a session between transactions.
const IDLE = 'I';

type Watch = Pick<StorageOptions, 'onSql' | 'onStatement'>;

export interface PostgresqlDialectOptions extends Watch {
  readonly place: ServerPlace;
  /** Prepares a session before anybody else has it. One with which that fails is ended. */
  readonly onConnect: (session: ClientBase) => Promise<void>;
}

/** Kysely on node-postgres, with a pool of sessions that lasts as long as the driver. */
export function createPostgresqlDialect(options: PostgresqlDialectOptions): Dialect {
  const { place, onConnect } = options;
  const settings = {
    connectionString: place.url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    application_name: `tongban ${place.schema}`,
    types: readAsEmbedded(),
    onConnect, // which the pool waits for, though its types do not say so
  };
  const pool = new Pool(settings);
  // A session that breaks is an error of whoever uses it then; where nobody listens here it ends the process as well.
  pool.on('error', ignore);
  pool.on('connect', (session) => session.on('error', ignore));
  // Whoever had it next would go on with what its transaction has left.
  pool.on('release', (_error, session) => {
    if (session.getTransactionStatus() !== IDLE) void session.end();
  });
  return giveBack(new PostgresDialect({ pool, onCreateConnection: (connection) => watch(connection, options) }));
}

const ignore = (): void => undefined;

// What both databases hold alike is read alike: numbers of 64 bits as numbers (ours are counts and milliseconds, far
// below 2^53), JSON and times as the text that was written.
function readAsEmbedded(): TypeOverrides {
  const { INT8, JSON, DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL } = types.builtins;
  const overrides = new TypeOverrides();
  overrides.setTypeParser(INT8, Number);
  for (const type of [JSON, DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL]) overrides.setTypeParser(type, (text) => text);
  return overrides;
}

function watch(connection: DatabaseConnection, { onSql, onStatement }: Watch): Promise<void> {
  if (onSql === undefined && onStatement === undefined) return Promise.resolve();
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, ...rest) => {
    onSql?.(query.sql, query.parameters);
    const began = performance.now();
    try {
      return await execute(query, ...rest);
    } finally {
      onStatement?.(performance.now() - began);
    }
  };
  return Promise.resolve();
}
