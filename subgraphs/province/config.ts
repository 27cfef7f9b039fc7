import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readTelemetry, TELEMETRY_USAGE, telemetryFlags, type TelemetryConfig } from '../../telemetry/config.js';
import { SettingsError } from '../../settings/settings-error.js';
import { readTlsFiles, TlsFileError, type TlsFiles } from '../../settings/tls-files.js';
import type { ServerPlace } from '../server/database.js';
import { asError, StartupError } from '../server/errors.js';
import { readDatabaseUrl } from '../server/read-database-url.js';
import { type ProvinceFile, readProvinceFile } from './config-file.js';
import type { NatsPlace } from './exchange/nats-line.js';
import { defaultMatchingFile } from './storage/vault.js';

export interface ProvinceConfig {
  /** Serve, or bring the database to the newest version and end. */
  readonly command: 'serve' | 'migrate';
  /** Letter code as typed; whether there is such a province is found out by reading its instance. */
  readonly code: string;
  /** The YAML file that was named with --config. */
  readonly configFile: string | undefined;
  readonly dataDir: string;
  /** The province's database on a PostgreSQL server; undefined for the embedded one in the data directory. */
  readonly database: ServerPlace | undefined;
  readonly port: number;
  readonly host: string;
  /** With what HTTPS is served, to those who show a certificate; undefined for HTTP. */
  readonly tls: Required<TlsFiles> | undefined;
  /** Where a gateway serves GraphQL; undefined when the province shall tell others nothing yet. */
  readonly gateway: string | undefined;
  /** With what the gateway is called; undefined for Node's own trust. */
  readonly gatewayTls: TlsFiles | undefined;
  /** What carries letters instead of the gateway. */
  readonly nats: NatsPlace | undefined;
  /** The public keys of all provinces. */
  readonly keysDir: string;
  /** The national matching key, which all provinces and the issuer of tokens share. */
  readonly matchingFile: string;
  /** Signed agreements with other provinces. */
  readonly agreementsDir: string;
  /** The public keys of gateways; undefined when anybody is answered. */
  readonly passportKeysFile: string | undefined;
  /** With how many synthetic cases an empty database is filled: by default as a province of its size has, or none. */
  readonly syntheticCases: number | 'default' | 'none';
  /** What the process tells those who watch over it. */
  readonly telemetry: TelemetryConfig;
}

const USAGE =
  'Usage: npm run province -- GD [migrate] [--config FILE] [--port 4201] [--host 127.0.0.1] ' +
  '[--gateway http://127.0.0.1:4000/graphql] [--nats nats://HOST:4222 [--nats-credentials FILE]] [--keys DIR] ' +
  `[--agreements DIR] [--passport-keys FILE] [--matching-key FILE] ${TELEMETRY_USAGE}; ` +
  'DATA_DIR says where its files are, DATABASE_URL where its database is when that is not a file.';

/** Reads command line, environment and file, in this order of precedence; throws a StartupError with all problems. */
export function readProvinceConfig(argv: readonly string[], env: NodeJS.ProcessEnv): ProvinceConfig {
  const { values, positionals } = readArguments(argv);
  const configFile = values.config;
  const problems: string[] = [];
  const file = configFile === undefined ? NO_FILE : readFile(configFile, problems);
  const { content } = file;
  const command = positionals.at(-1) === 'migrate' ? 'migrate' : 'serve';
  const code = readCode(command === 'migrate' ? positionals.slice(0, -1) : positionals, file, problems);
  const folder = path.dirname(configFile ?? '.');
  const placed = (place: string | undefined): string | undefined => place && path.resolve(folder, place);
  const dataDir = env['DATA_DIR'] ?? placed(content.dataDir) ?? './data';
  const keysDir = values.keys ?? placed(content.keysDir) ?? path.join(dataDir, 'keys');
  const given = values['matching-key'];
  // In this order, which is that of the problems.
  const database = attempt(problems, () => readOwnDatabase(code, { env, file, folder }));
  const port = readPort(values.port ?? String(content.port ?? 0), problems);
  const gateway = readGateway(values.gateway, file, problems);
  const config: ProvinceConfig = {
    command,
    code,
    configFile,
    dataDir,
    database,
    port,
    host: values.host ?? content.host ?? '127.0.0.1',
    ...readTls(file, { folder, gateway }, problems),
    nats: attempt(problems, () => readNats(values, { env, file, folder, gateway })),
    keysDir,
    matchingFile: readMatchingFile(env, { keysDir, given, placed: placed(content.matchingKeyFile) }),
    agreementsDir: values.agreements ?? placed(content.agreementsDir) ?? path.join(dataDir, 'agreements'),
    passportKeysFile: values['passport-keys'] ?? placed(content.passportKeysFile),
    syntheticCases: content.syntheticCases ?? (configFile === undefined ? 'default' : 'none'),
    telemetry: readTelemetry(values, env, problems),
  };
  if (problems.length > 0) throw new StartupError(problems.join('\n'));
  return config;
}

const NO_FILE: ProvinceFile = { content: {}, problemAt: (_path, problem) => problem };

function readFile(name: string, problems: string[]): ProvinceFile {
  try {
    return readProvinceFile(name);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems);
    return NO_FILE;
  }
}

function readCode(positionals: readonly string[], { content, problemAt }: ProvinceFile, problems: string[]): string {
  const [typed, ...others] = positionals;
  const code = typed ?? content.code;
  if (others.length > 0 || (code === undefined && problems.length === 0))
    problems.push(`Name one province by its code. ${USAGE}`);
  if (typed !== undefined && content.code !== undefined && typed !== content.code)
    problems.push(problemAt(['code'], `This is the configuration of ${content.code}, but ${typed} was asked for.`));
  return code ?? '';
}

function readPort(text: string, problems: string[]): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) problems.push(`--port is not a port number: ${text}. ${USAGE}`);
  return port;
}

function attempt<Result>(problems: string[], read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}

interface Placed {
  readonly env: NodeJS.ProcessEnv;
  readonly file: ProvinceFile;
  readonly folder: string;
}

function readOwnDatabase(code: string, { env, file, folder }: Placed): ServerPlace | undefined {
  const { content, problemAt } = file;
  const given = env['DATABASE_URL'];
  if ((given !== undefined && given !== '') || content.database === undefined) return readDatabase(code, given);
  const urlFile = path.resolve(folder, content.database.urlFile);
  try {
    return readDatabase(code, readFileSync(urlFile, 'utf8').trim(), urlFile);
  } catch (error) {
    const reason = error instanceof StartupError ? error.message : `${urlFile} cannot be read. Put the URL there.`;
    throw new StartupError(problemAt(['database', 'urlFile'], reason));
  }
}

/** Where the national matching key is: the file that was given, those of environment or configuration, or the default. */
export function readMatchingFile(
  env: NodeJS.ProcessEnv,
  options: { readonly keysDir: string; readonly given?: string | undefined; readonly placed?: string | undefined },
): string {
  const { keysDir, given, placed } = options;
  const named = env['MATCHING_KEY_FILE'];
  return given ?? (named === undefined || named === '' ? (placed ?? defaultMatchingFile(keysDir)) : named);
}

/**
 * The database of a province on the server that a URL names: the schema of its parameter `schema`, otherwise
 * `province_` and the code; undefined without a URL. Throws a StartupError, which never repeats the URL: it may hold a
 * password. `from` is where the URL stands.
 */
export function readDatabase(code: string, text: string | undefined, from?: string): ServerPlace | undefined {
  return readDatabaseUrl(text, { defaultSchema: `province_${code.toLowerCase()}`, from });
}

function readGateway(flag: string | undefined, file: ProvinceFile, problems: string[]): string | undefined {
  const text = flag ?? file.content.gateway?.url;
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isUsable = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (isUsable) return url.href;
  const problem = `--gateway is not the URL of a gateway. ${USAGE}`;
  const inFile = 'gateway.url is not the URL of a gateway, without user and password. Correct it.';
  problems.push(flag === undefined ? file.problemAt(['gateway', 'url'], inFile) : problem);
  return undefined;
}

interface Reached {
  readonly folder: string;
  readonly gateway: string | undefined;
}

function readTls(
  { content, problemAt }: ProvinceFile,
  { folder, gateway }: Reached,
  problems: string[],
): Pick<ProvinceConfig, 'tls' | 'gateway' | 'gatewayTls'> {
  const checked = (
    files: TlsFiles,
    at: readonly string[],
    names: Partial<Record<keyof TlsFiles, string>>,
  ): TlsFiles => {
    const placed: TlsFiles = Object.fromEntries(
      Object.entries(files).map(([setting, file]) => [setting, path.resolve(folder, String(file))]),
    );
    try {
      readTlsFiles(placed);
    } catch (error) {
      if (!(error instanceof TlsFileError)) throw error;
      problems.push(problemAt([...at, names[error.setting] ?? error.setting], error.message));
    }
    return placed;
  };
  const { clientCaFile, ...own } = content.tls ?? {};
  const tls = content.tls && checked({ ...own, caFile: clientCaFile }, ['tls'], { caFile: 'clientCaFile' });
  const toGateway = content.gateway?.tls;
  const gatewayTls = toGateway && checked(toGateway, ['gateway', 'tls'], {});
  if (gatewayTls !== undefined && gateway?.startsWith('http:') === true)
    problems.push(problemAt(['gateway', 'tls'], 'gateway.tls is for a URL of https. Correct the URL, or remove it.'));
  return { tls: tls as Required<TlsFiles> | undefined, gateway, gatewayTls };
}

interface NatsFlags {
  readonly nats?: string | undefined;
  readonly 'nats-credentials'?: string | undefined;
}

function readNats(
  values: NatsFlags,
  { env, file, folder, gateway }: Placed & Pick<Reached, 'gateway'>,
): NatsPlace | undefined {
  const { nats } = file.content;
  const placed = nats?.credentialsFile && path.resolve(folder, nats.credentialsFile);
  const credentialsFile = values['nats-credentials'] ?? placed;
  const fromEnvironment = env['NATS_URL'] === '' ? undefined : env['NATS_URL'];
  const text = values.nats ?? fromEnvironment ?? nats?.url;
  if (text === undefined) {
    if (credentialsFile !== undefined) throw new StartupError(`--nats-credentials needs --nats too. ${USAGE}`);
    return undefined;
  }
  const url = URL.parse(text);
  if (url === null || !/^(nats|tls):$/.test(url.protocol) || url.hostname === '') {
    // Not quoted: there may be a password in it.
    throw new StartupError(`--nats or NATS_URL is not the URL of a NATS server. ${USAGE}`);
  }
  if (values.nats !== undefined && url.password !== '')
    throw new StartupError(
      'Everybody on this machine can read a password in --nats. Give it in NATS_URL, or --nats-credentials FILE.',
    );
  if (gateway === undefined)
    throw new StartupError(`NATS carries letters only; questions go by a gateway. Give --gateway too. ${USAGE}`);
  if (credentialsFile !== undefined) assertReadable(credentialsFile);
  return { url: text, credentialsFile };
}

function assertReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const cure = 'Give --nats-credentials a file that this user can read, as nsc writes it.';
    throw new StartupError(`${file}: cannot be read. ${cure}`, { cause: error });
  }
}

function readArguments(argv: readonly string[]) {
  try {
    const options = {
      config: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      gateway: { type: 'string' },
      nats: { type: 'string' },
      'nats-credentials': { type: 'string' },
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
