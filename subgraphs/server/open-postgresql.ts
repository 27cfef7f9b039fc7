import { Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { MikroORM, type Options } from '@mikro-orm/sql';
import { sql } from 'kysely';
import type { ClientBase } from 'pg';
import { bringUp } from './bring-up.js';
import { asError, StorageError } from './errors.js';
import type { ServerPlace, Storage, StorageOptions } from './database.js';
import { nameOfPlace } from './place-name.js';
import { createPostgresqlDialect } from './postgresql-dialect.js';
import { holdSessionLock } from './session-lock.js';

// Two that begin at once bring the schema to its version one after the other.
const MIGRATE_LIMIT_MS = 60_000;

/** Opens a schema of a PostgreSQL database and brings it to the current version. The caller closes it. */
export function openPostgresql(options: StorageOptions<ServerPlace>): Promise<Storage> {
  const { place, migrations } = options;
  const orm = init(options, {
    extensions: [Migrator],
    migrations: { migrationsList: [...migrations], snapshot: false, silent: true },
  });
  return reachFirst(orm, place, (opened) => migrate(opened, options));
}

/** Opens a schema as it is; the server refuses every write of this process. The caller closes it. */
export function openPostgresqlToRead(options: Omit<StorageOptions<ServerPlace>, 'migrations'>): Promise<Storage> {
  return reachFirst(init({ ...options, isReadOnly: true }, {}), options.place);
}

interface Connecting extends Pick<StorageOptions<ServerPlace>, 'place' | 'entities' | 'onSql' | 'onStatement'> {
  readonly isReadOnly?: boolean;
}

type Migrating = Pick<Options<PostgreSqlDriver>, 'extensions' | 'migrations'>;

function init(connecting: Connecting, migrating: Migrating): Promise<Storage> {
  const { place, entities, onSql, onStatement } = connecting;
  const onConnect = (session: ClientBase): Promise<void> => setUp(session, connecting);
  return MikroORM.init<PostgreSqlDriver>({
    driver: PostgreSqlDriver,
    clientUrl: place.url,
    schema: place.schema,
    driverOptions: createPostgresqlDialect({ place, onSql, onStatement, onConnect }),
    entities,
    ...migrating,
  });
}

type Prepare = (orm: Storage) => Promise<void>;

async function reachFirst(opening: Promise<Storage>, place: ServerPlace, prepare?: Prepare): Promise<Storage> {
  const orm = await opening;
  try {
    await reach(orm, place);
    await prepare?.(orm);
    return orm;
  } catch (error) {
    await orm.close(true);
    throw error;
  }
}

// The locks of the exchange rely on each statement seeing what has been committed before it. A receipt relies on commits
// being flushed; whatever stronger the server is set to (a standby that confirms) stays.
async function setUp(session: ClientBase, { place, isReadOnly = false }: Connecting): Promise<void> {
  // Times with an offset are read in one and the same zone. Of what is computed from columns a server knows no statistics:
  // it takes thousands of rows for one, and would go through all of a table for each row of another.
  const reading = `, set_config('default_transaction_read_only', 'on', false), set_config('TimeZone', 'UTC', false),
    set_config('enable_nestloop', 'off', false)`;
  const settings = `select
    set_config('search_path', $1, false),
    set_config('default_transaction_isolation', 'read committed', false),
    set_config('synchronous_commit', case current_setting('synchronous_commit')
      when 'off' then 'on' else current_setting('synchronous_commit') end, false)${isReadOnly ? reading : ''}`;
  await session.query(settings, [`"${place.schema}"`]);
}

async function reach(orm: Storage, place: ServerPlace): Promise<void> {
  try {
    const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(orm.em.getKysely());
    // Text is compared by its bytes, which is the order of code points in this encoding only.
    const found = rows[0]?.server_encoding;
    if (found !== 'UTF8') throw new Error(`its encoding is ${found ?? 'unknown'}, and must be UTF8`);
  } catch (error) {
    throw new StorageError(`${nameOfPlace(place)} cannot be used: ${reasonOf(error)}. ${CURE}`, {
      place: nameOfPlace(place),
      cause: error,
    });
  }
}

const CURE = 'See that the server runs there and lets this user in, or change DATABASE_URL.';

async function migrate(orm: Storage, options: StorageOptions<ServerPlace>): Promise<void> {
  const { place } = options;
  try {
    await using alone = new AsyncDisposableStack();
    alone.use(await holdSessionLock(orm, { subject: 'migrate', waitMs: MIGRATE_LIMIT_MS }));
    await createSchema(orm, place.schema);
    await bringUp(orm, { ...options, name: nameOfPlace(place) });
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageError(
      `${nameOfPlace(place)} could not be brought to the current version (${reasonOf(error)}). ` +
        'Name another schema in DATABASE_URL (?schema=…), or move this one away.',
      { place: nameOfPlace(place), cause: error },
    );
  }
}

// Who may work in a schema that was made for him need not be allowed to make one.
async function createSchema(orm: Storage, schema: string): Promise<void> {
  const db = orm.em.getKysely();
  const { rows } = await sql`select from pg_namespace where nspname = ${schema}`.execute(db);
  if (rows.length === 0) await db.schema.createSchema(schema).execute();
}

// Of a host with several addresses, Node tells the reasons one by one and nothing of the whole.
function reasonOf(thrown: unknown): string {
  const error = asError(thrown);
  const reasons = error instanceof AggregateError ? error.errors.map((each) => asError(each).message) : [error.message];
  return reasons.join('; ');
}
