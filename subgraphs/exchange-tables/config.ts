import { parseArgs } from 'node:util';
import type { DatabasePlace } from '../server/database.js';
import { asError, StartupError } from '../server/errors.js';
import { readDatabaseUrl } from '../server/read-database-url.js';

export interface AdapterConfig {
  /** Letter code as typed; whether there is such a province is found out by reading its instance. */
  readonly code: string;
  readonly command: 'serve' | 'report';
  readonly database: DatabasePlace;
  readonly port: number;
  readonly host: string;
  readonly mappingFile: string | undefined;
  /** The public keys of gateways; undefined when anybody is answered. */
  readonly passportKeysFile: string | undefined;
  readonly applicantsWithoutRegion: 'WITHHELD' | 'OWN';
  readonly provenance: 'OFFICIAL' | 'SYNTHETIC';
}

const USAGE =
  'Usage: npm run adapter -- AH [report] --port 4301 [--host 127.0.0.1] [--database FILE] [--mapping FILE] ' +
  '[--passport-keys FILE] [--applicants-without-region own] [--synthetic]; the database is that of --database or ' +
  'DATABASE_FILE (SQLite), or of DATABASE_URL (PostgreSQL).';

/** Reads the command line and the environment; throws a StartupError when they make no sense. */
export function readAdapterConfig(argv: readonly string[], env: NodeJS.ProcessEnv): AdapterConfig {
  const { values, positionals } = readArguments(argv);
  const [code, command = 'serve', ...others] = positionals;
  if (code === undefined || others.length > 0) throw new StartupError(`Name one province by its code. ${USAGE}`);
  if (command !== 'serve' && command !== 'report') throw new StartupError(`There is no command ${command}. ${USAGE}`);
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new StartupError(`--port is not a port number: ${values.port}. ${USAGE}`);
  const withoutRegion = values['applicants-without-region'];
  if (withoutRegion !== undefined && withoutRegion !== 'own') {
    throw new StartupError(`--applicants-without-region is ${withoutRegion}; it can be own, or left out. ${USAGE}`);
  }
  return {
    code,
    command,
    database: readDatabase(values.database, env),
    port,
    host: values.host,
    mappingFile: values.mapping,
    passportKeysFile: values['passport-keys'],
    applicantsWithoutRegion: withoutRegion === 'own' ? 'OWN' : 'WITHHELD',
    provenance: values.synthetic ? 'SYNTHETIC' : 'OFFICIAL',
  };
}

function readDatabase(option: string | undefined, env: NodeJS.ProcessEnv): DatabasePlace {
  const file = option ?? env['DATABASE_FILE'] ?? '';
  const server = readDatabaseUrl(env['DATABASE_URL'], { defaultSchema: 'public' });
  if (file !== '' && server !== undefined) {
    throw new StartupError(`Both a file and DATABASE_URL name a database; leave one of them out. ${USAGE}`);
  }
  if (server !== undefined) return server;
  if (file === '') throw new StartupError(`No database is named. ${USAGE}`);
  return { file };
}

function readArguments(argv: readonly string[]) {
  try {
    const options = {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      database: { type: 'string' },
      mapping: { type: 'string' },
      'passport-keys': { type: 'string' },
      'applicants-without-region': { type: 'string' },
      synthetic: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new StartupError(`${asError(error).message} ${USAGE}`, { cause: error });
  }
}
