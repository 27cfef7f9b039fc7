import path from 'node:path';
import { parseArgs } from 'node:util';
import { readTelemetry, TELEMETRY_USAGE, telemetryFlags, type TelemetryConfig } from '../../telemetry/config.js';
import type { ServerPlace } from '../server/database.js';
import { asError, StartupError } from '../server/errors.js';
import { defaultMatchingFile } from './storage/vault.js';

export interface ProvinceConfig {
  /** Letter code as typed; whether there is such a province is found out by reading its instance. */
  readonly code: string;
  readonly dataDir: string;
  /** The province's database on a PostgreSQL server; undefined for the embedded one in the data directory. */
  readonly database: ServerPlace | undefined;
  readonly port: number;
  readonly host: string;
  /** Where a gateway serves GraphQL; undefined when the province shall tell others nothing yet. */
  readonly gateway: string | undefined;
  /** The public keys of all provinces. */
  readonly keysDir: string;
  /** The national matching key, which all provinces and the issuer of tokens share. */
  readonly matchingFile: string;
  /** Signed agreements with other provinces. */
  readonly agreementsDir: string;
  /** The public keys of gateways; undefined when anybody is answered. */
  readonly passportKeysFile: string | undefined;
  /** What the process tells those who watch over it. */
  readonly telemetry: TelemetryConfig;
}

const USAGE =
  'Usage: npm run province -- GD --port 4201 [--host 127.0.0.1] [--gateway http://127.0.0.1:4000/graphql] [--keys DIR] ' +
  `[--agreements DIR] [--passport-keys FILE] [--matching-key FILE] ${TELEMETRY_USAGE}; ` +
  'DATA_DIR says where its files are, DATABASE_URL where its database is when that is not a file.';

/** Reads the command line and the environment; throws a StartupError when they make no sense. */
export function readProvinceConfig(argv: readonly string[], env: NodeJS.ProcessEnv): ProvinceConfig {
  const { values, positionals } = readArguments(argv);
  const [code, ...others] = positionals;
  if (code === undefined || others.length > 0) throw new StartupError(`Name one province by its code. ${USAGE}`);
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new StartupError(`--port is not a port number: ${values.port}. ${USAGE}`);
  const dataDir = env['DATA_DIR'] ?? './data';
  const passportKeysFile = values['passport-keys'];
  const keysDir = values.keys ?? path.join(dataDir, 'keys');
  const matchingFile = readMatchingFile(env, { keysDir, given: values['matching-key'] });
  const agreementsDir = values.agreements ?? path.join(dataDir, 'agreements');
  const database = readDatabase(code, env['DATABASE_URL']);
  const gateway = readGateway(values.gateway);
  const files = { keysDir, agreementsDir, matchingFile, passportKeysFile };
  const problems: string[] = [];
  const telemetry = readTelemetry(values, env, problems);
  if (problems.length > 0) throw new StartupError(problems.join('\n'));
  return { code, dataDir, database, port, host: values.host, gateway, ...files, telemetry };
}

/** Where the national matching key is: the file that was given, that of the environment, or the one of the data directory. */
export function readMatchingFile(
  env: NodeJS.ProcessEnv,
  { keysDir, given }: { readonly keysDir: string; readonly given?: string | undefined },
): string {
  const named = env['MATCHING_KEY_FILE'];
  return given ?? (named === undefined || named === '' ? defaultMatchingFile(keysDir) : named);
}

/**
 * The database of a province on the server that a URL names: the schema of its parameter `schema`, otherwise
 * `province_` and the code; undefined without a URL. Throws a StartupError, which never repeats the URL: it may hold a
 * password.
 */
export function readDatabase(code: string, text: string | undefined): ServerPlace | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.parse(text);
  const isServer = url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '';
  if (!isServer || url.pathname.length < 2)
    throw new StartupError(`DATABASE_URL is not the URL of a database. ${CURE}`);
  const schema = url.searchParams.get('schema') ?? `province_${code.toLowerCase()}`;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new StartupError(`The schema in DATABASE_URL is not a name of a-z, 0-9 and _. ${CURE}`);
  }
  url.searchParams.delete('schema');
  return { url: url.href, schema };
}

const CURE =
  'Write it as postgresql://user:password@host:5432/database?schema=province_gd, or unset it for the embedded database.';

function readGateway(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isUsable = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isUsable) throw new StartupError(`--gateway is not the URL of a gateway. ${USAGE}`);
  return url.href;
}

function readArguments(argv: readonly string[]) {
  try {
    const options = {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      gateway: { type: 'string' },
      keys: { type: 'string' },
      agreements: { type: 'string' },
      'passport-keys': { type: 'string' },
      'matching-key': { type: 'string' },
      ...telemetryFlags,
    } as const;
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new StartupError(`${asError(error).message} ${USAGE}`, { cause: error });
  }
}
