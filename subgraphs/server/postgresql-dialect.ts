import { type DatabaseConnection, type Dialect, PostgresDialect } from 'kysely';
import { type ClientBase, Pool, TypeOverrides } from 'pg';
import type { ServerPlace } from './database.js';
import { giveBack } from './give-back.js';

// One province is served by one process; a server takes a hundred connections unless told otherwise.
const MAX_CONNECTIONS = 10;
const CONNECT_LIMIT_MS = 5_000;
// What a server says of a session between transactions.
const IDLE = 'I';

export interface PostgresqlDialectOptions {
  readonly place: ServerPlace;
  /** Sees the text of every SQL statement, and what is put into it. */
  readonly onSql?: ((sql: string, parameters: readonly unknown[]) => void) | undefined;
  /** Told how long each statement took. */
  readonly onStatement?: ((tookMs: number) => void) | undefined;
  /** Prepares a session before anybody else has it. One with which that fails is ended. */
  readonly setUp: (session: ClientBase) => Promise<void>;
}

/** Kysely on node-postgres, with a pool of sessions that lasts as long as the driver. */
export function createPostgresqlDialect(options: PostgresqlDialectOptions): Dialect {
  const { place, setUp } = options;
  const settings = {
    connectionString: place.url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    application_name: `tongban ${place.schema}`,
    types: readAsEmbedded(),
    onConnect: setUp, // which the pool waits for, though its types do not say so
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

const INT8 = 20;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const JSON_TEXT = 114;

// What both databases hold alike is read alike: numbers of 64 bits as numbers (ours are counts and milliseconds, far
// below 2^53), JSON and times as the text that was written.
function readAsEmbedded(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, Number);
  for (const type of [DATE, TIMESTAMP, TIMESTAMPTZ, JSON_TEXT]) types.setTypeParser(type, (text) => text);
  return types;
}

function watch(
  connection: DatabaseConnection,
  { onSql, onStatement }: Pick<PostgresqlDialectOptions, 'onSql' | 'onStatement'>,
): Promise<void> {
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
