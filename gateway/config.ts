import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { devKeyFile } from './auth/dev-issuer.js';
import { readTlsFiles, TlsFileError, type TlsFiles } from '../settings/tls-files.js';
import { introspectionRules, type IntrospectionRule } from './auth/refuse-schema.js';
import { readTelemetry, TELEMETRY_USAGE, telemetryFlags, type TelemetryConfig } from '../telemetry/config.js';
import { ConfigurationError } from './errors.js';
import type { GatewayOptions } from './gateway.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_SUPERGRAPH = path.resolve(import.meta.dirname, '../schema/supergraph.graphql');

/** What every gateway keeps to, however it is started. */
export const limits = {
  // A query of 4,000 tokens with its variables stays far below; larger bodies are mistakes or attacks.
  bodyLimitBytes: 256 * 1024,
  // 256 kB over the slowest mobile network take 8 s; a client that drips holds memory and a connection.
  requestTimeoutMs: 10_000,
  // A person waits; a province answers in well under a second, so 10 s end a hopeless operation, not a slow one.
  operationTimeoutMs: 10_000,
  // Leaves time to merge and to join the national names after the slowest province has been given up.
  provinceTimeoutMs: 3000,
  // Five calls that found nobody are no accident. A province that was away for a second is asked again within one.
  breaker: { failures: 5, firstTrialMs: 250, lastTrialMs: 5000 },
  // Within one country a connection takes well under 100 ms; after a second nobody is there.
  connectTimeoutMs: 1000,
  // Provinces answer pages in well under a second; an upstream that has not begun after 3 s is overloaded.
  headersTimeoutMs: 3000,
  // An answer that has begun is ready, so 2 s without a byte is a broken network or a stuck process.
  idleTimeoutMs: 2000,
  // Ends an answer that drips without ever stopping. Provinces have less: provinceTimeoutMs.
  callTimeoutMs: 5000,
  // 200 rows of 40 kB; more is not a page.
  answerLimitBytes: 8 * 1024 * 1024,
  // Two of one caller are one that is looked at and one that runs; of all, an export takes a third of a core.
  exports: { rows: 1_000_000, perCaller: 2, atOnce: 8, stallMs: 60_000 },
  live: {
    // Proxies close what is silent for a minute, some for half a one.
    heartbeatMs: 15_000,
    // A network that takes nothing for so long is gone; whoever comes back gets what he has missed.
    stallMs: 20_000,
    // Upstreams say something every ten seconds or so.
    silenceMs: 60_000,
    // The tabs of one person, or the people behind one address.
    perCaller: 50,
    // Some 50 kB each.
    inAll: 4000,
  },
} as const;

/** The gateway's options, and what the process tells those who watch over it. */
export interface GatewayConfig extends GatewayOptions {
  readonly telemetry: TelemetryConfig;
}

/** Reads the configuration, or throws {@link ConfigurationError} with all problems at once. */
export function readConfig(argv: readonly string[], environment: Environment): GatewayConfig {
  const problems: string[] = [];
  const flags = readFlags(argv);
  const dataDir = environment['DATA_DIR'] ?? './data';
  const port = readPort(flags.port ?? environment['PORT'] ?? '4000', problems);
  const supergraphFile = flags.supergraph ?? DEFAULT_SUPERGRAPH;
  const sdl = readText(supergraphFile, problems, 'Name a supergraph with --supergraph FILE, or run npm run schema.');
  const registryFile = flags.registry ?? path.join(dataDir, 'registry.yaml');
  const registryText =
    flags.registry === undefined
      ? readOptional(registryFile)
      : readText(registryFile, problems, 'Name a registry with --registry FILE.');
  const contractProbeMs = readProbeInterval(flags['probe-interval'] ?? '30', problems);
  const corsOrigins = readOrigins(flags['cors-origin'] ?? environment['CORS_ORIGINS']?.split(',') ?? [], problems);
  const issuer = readIssuer(flags, { environment, dataDir }, problems);
  const host = flags.host ?? environment['HOST'] ?? '127.0.0.1';
  const devTokens = readDevTokens(flags, host, problems);
  const callers = readCallerRules(flags, issuer, problems);
  const rateLimitStore = readRateLimitStore(flags, environment, problems);
  const persistedQueryStore = readQueryStore(flags, environment, problems);
  const exportRows = readRows(flags['export-rows'] ?? '1000000', problems);
  const documentsOnly = flags['documents-only'] === true;
  if (documentsOnly && flags.documents === undefined) {
    problems.push('--documents-only leaves nothing to execute. Name the documents too: --documents FILE.');
  }
  const documents = flags.documents === undefined ? undefined : readDocuments(flags.documents, problems);
  const tls = readTls(flags, problems);
  const engine = readEngine(flags.engine ?? 'compiled', problems);
  const telemetry = readTelemetry(flags, environment, problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    host,
    port,
    supergraph: { file: supergraphFile, sdl },
    registry: registryText === undefined ? undefined : { file: registryFile, text: registryText },
    // An operator who takes a province out wants to see it at once.
    pollMs: 1000,
    // A province that breaks the contract is noticed by its answers at once; the probe finds it before anyone asks.
    contractProbeMs,
    ...limits,
    // Longer than any operation may take, shorter than process managers wait before they kill.
    drainMs: 12_000,
    ...callers,
    rateLimitStore,
    persistedQueryStore,
    exports: { ...limits.exports, rows: exportRows },
    corsOrigins,
    documents,
    documentsOnly,
    issuer,
    devTokens,
    passportKeyFile: flags['passport-key'],
    tls,
    engine,
    planning: 'thread',
    telemetry,
  };
}

interface Flags {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly supergraph?: string | undefined;
  readonly registry?: string | undefined;
  readonly engine?: string | undefined;
  readonly explain?: boolean | undefined;
  readonly 'cors-origin'?: string[] | undefined;
  readonly documents?: string | undefined;
  readonly 'documents-only'?: boolean | undefined;
  readonly 'probe-interval'?: string | undefined;
  readonly 'rate-limit'?: string | undefined;
  readonly 'rate-limit-anonymous'?: string | undefined;
  readonly 'rate-limit-store'?: string | undefined;
  readonly 'persisted-query-store'?: string | undefined;
  readonly 'export-rows'?: string | undefined;
  readonly 'trust-proxy'?: string | undefined;
  readonly introspection?: string | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly 'dev-issuer'?: boolean | undefined;
  readonly 'dev-tokens'?: boolean | undefined;
  readonly 'passport-key'?: string | undefined;
  readonly 'admin-port'?: string | undefined;
  readonly 'admin-host'?: string | undefined;
  readonly 'tls-cert'?: string | undefined;
  readonly 'tls-key'?: string | undefined;
  readonly 'tls-client-ca'?: string | undefined;
}

const USAGE =
  'Usage: npm run gateway -- [--supergraph FILE] [--registry FILE] [--port N] [--host H] [--explain] [--probe-interval S] ' +
  '[--cors-origin ORIGIN]... [--documents FILE [--documents-only]] ' +
  '[--persisted-query-store redis://HOST:PORT] [--engine compiled|stock] ' +
  '[--issuer URL --audience NAME | --dev-issuer [--dev-tokens]] [--passport-key FILE] [--introspection open|known|off] ' +
  '[--rate-limit COST_PER_MINUTE] [--rate-limit-anonymous COST_PER_MINUTE] ' +
  '[--rate-limit-store redis://HOST:PORT] [--trust-proxy HOPS] [--export-rows N] ' +
  '[--tls-cert FILE --tls-key FILE [--tls-client-ca FILE]] ' +
  TELEMETRY_USAGE;

function readFlags(argv: readonly string[]): Flags {
  const text = { type: 'string' } as const;
  const yes = { type: 'boolean' } as const;
  const files = { supergraph: text, registry: text, documents: text } as const;
  const door = { port: text, host: text, 'cors-origin': { ...text, multiple: true }, 'documents-only': yes } as const;
  const token = { issuer: text, audience: text, 'dev-issuer': yes, 'dev-tokens': yes, 'passport-key': text } as const;
  const limits = { 'rate-limit': text, 'rate-limit-anonymous': text, 'rate-limit-store': text } as const;
  const stores = { 'persisted-query-store': text } as const;
  const others = { 'trust-proxy': text, introspection: text, explain: yes, 'export-rows': text } as const;
  const tls = { 'tls-cert': text, 'tls-key': text, 'tls-client-ca': text } as const;
  const running = { 'probe-interval': text, engine: text } as const;
  const watch = { ...running, ...telemetryFlags } as const;
  const options = { ...files, ...door, ...token, ...limits, ...stores, ...others, ...tls, ...watch } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`${reason} ${USAGE}`]);
  }
}

function readPort(text: string, problems: string[]): number {
  const port = Number(text);
  const isPort = /^\d{1,5}$/.test(text) && port <= 65_535;
  if (!isPort) problems.push(`"${text}" is not a port. Give --port or PORT a number from 0 to 65535.`);
  return port;
}

const TLS_FLAGS = { caFile: 'tls-client-ca', certFile: 'tls-cert', keyFile: 'tls-key' } as const;

function readTls(flags: Flags, problems: string[]): TlsFiles | undefined {
  const { 'tls-cert': certFile, 'tls-key': keyFile, 'tls-client-ca': caFile } = flags;
  if (certFile === undefined && keyFile === undefined && caFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    problems.push('HTTPS needs a certificate and its key. Give both: --tls-cert FILE --tls-key FILE.');
    return undefined;
  }
  const files = { certFile, keyFile, caFile };
  try {
    readTlsFiles(files);
  } catch (error) {
    if (!(error instanceof TlsFileError)) throw error;
    problems.push(`--${TLS_FLAGS[error.setting]}: ${error.message}`);
  }
  return files;
}

function readEngine(text: string, problems: string[]): GatewayOptions['engine'] {
  if (text === 'compiled' || text === 'stock') return text;
  problems.push(`"${text}" is no engine. Give --engine "compiled", or "stock" for comparison.`);
  return 'compiled';
}

interface Surroundings {
  readonly environment: Environment;
  readonly dataDir: string;
}

function readIssuer(
  flags: Flags,
  { environment, dataDir }: Surroundings,
  problems: string[],
): GatewayOptions['issuer'] {
  const issuer = flags.issuer ?? environment['OIDC_ISSUER'];
  const audience = flags.audience ?? environment['OIDC_AUDIENCE'];
  if (flags['dev-issuer'] === true) {
    if (issuer !== undefined) problems.push('Whose tokens are taken? Give --dev-issuer or an issuer, not both.');
    if (environment['NODE_ENV'] === 'production')
      problems.push(
        '--dev-issuer lets anybody be anybody. In production (NODE_ENV) give --issuer URL --audience NAME.',
      );
    return { kind: 'dev', keyFile: devKeyFile(dataDir) };
  }
  if (issuer === undefined) {
    if (audience !== undefined) problems.push('An audience alone says nothing. Give --issuer (OIDC_ISSUER) too.');
    return undefined;
  }
  const url = URL.parse(issuer);
  const isUrl = url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
  if (!isUrl)
    problems.push(`"${issuer}" is no issuer. Give --issuer or OIDC_ISSUER its URL, like https://id.example.cn.`);
  if (audience === undefined || audience === '')
    problems.push(
      'Tokens for others would be taken too. Give --audience (OIDC_AUDIENCE) what tokens for this gateway name.',
    );
  return isUrl && audience ? { kind: 'oidc', url, audience } : undefined;
}

function readDevTokens(flags: Flags, host: string, problems: string[]): boolean {
  if (flags['dev-tokens'] !== true) return false;
  if (flags['dev-issuer'] !== true)
    problems.push('--dev-tokens hands out tokens of the built-in issuer. Give --dev-issuer too.');
  if (!isLoopback(host))
    problems.push(`--dev-tokens makes anybody who reaches ${host} whoever he likes. Leave it out, or --host too.`);
  if (flags['trust-proxy'] !== undefined)
    problems.push(
      '--dev-tokens is for this machine alone, and behind a proxy nobody is known to be on it. Leave out one.',
    );
  return true;
}

/** Whether only this machine reaches what listens on a host. */
export function isLoopback(host: string): boolean {
  return ['127.0.0.1', '::1', 'localhost'].includes(host);
}

type CallerRules = Pick<GatewayOptions, 'explanations' | 'introspection' | 'rateLimits' | 'trustedProxies'>;

/** What depends on who asks. */
function readCallerRules(flags: Flags, issuer: GatewayOptions['issuer'], problems: string[]): CallerRules {
  const introspection = readIntrospection(flags.introspection ?? 'open', problems);
  const known = readRate('--rate-limit', flags['rate-limit'], problems);
  const anonymous = readRate('--rate-limit-anonymous', flags['rate-limit-anonymous'], problems);
  if (issuer === undefined) {
    const cure = 'Without an issuer nobody is known. Give --issuer URL --audience NAME, or';
    if (introspection === 'known') problems.push(`${cure} --introspection off.`);
    if (known !== undefined) problems.push(`${cure} --rate-limit-anonymous.`);
  }
  // Roles of the built-in issuer are whatever one likes, so they guard nothing.
  const explained = issuer?.kind === 'oidc' ? 'roles' : 'everybody';
  return {
    explanations: flags.explain === true ? explained : 'nobody',
    introspection,
    rateLimits: { known, anonymous },
    trustedProxies: readHops(flags['trust-proxy'] ?? '0', problems),
  };
}

function readIntrospection(text: string, problems: string[]): IntrospectionRule {
  const rule = introspectionRules.find((one) => one === text);
  if (rule === undefined) problems.push(`"${text}" is nobody. Give --introspection "open", "known" or "off".`);
  return rule ?? 'off';
}

function readRate(flag: string, text: string | undefined, problems: string[]): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) problems.push(`"${text}" is no rate. Give ${flag} whole units of cost a minute.`);
  return Number(text);
}

function readRows(text: string, problems: string[]): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    problems.push(`"${text}" is no number of rows. Give --export-rows the most of a file.`);
  return Number(text);
}

interface StoreNames {
  readonly what: string;
  readonly flag: 'rate-limit-store' | 'persisted-query-store';
  readonly variable: string;
}

function readStore(
  flags: Flags,
  { what, flag, variable }: StoreNames,
  { environment, problems }: { readonly environment: Environment; readonly problems: string[] },
): URL | undefined {
  const given = flags[flag];
  const text = given ?? environment[variable];
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    // Not quoted: there may be a password in it.
    problems.push(`No store of ${what}. Give --${flag} or ${variable} a URL like redis://host:6379.`);
    return undefined;
  }
  if (given !== undefined && url.password !== '')
    problems.push(`Everybody on this machine can read a password in --${flag}. Give it in ${variable}.`);
  return url;
}

function readRateLimitStore(flags: Flags, environment: Environment, problems: string[]): URL | undefined {
  const names = { what: 'rate limits', flag: 'rate-limit-store', variable: 'RATE_LIMIT_STORE' } as const;
  const url = readStore(flags, names, { environment, problems });
  if (url !== undefined && flags['rate-limit'] === undefined && flags['rate-limit-anonymous'] === undefined)
    problems.push('A store of rate limits alone limits nobody. Give --rate-limit or --rate-limit-anonymous too.');
  return url;
}

function readQueryStore(flags: Flags, environment: Environment, problems: string[]): URL | undefined {
  const names = { what: 'queries', flag: 'persisted-query-store', variable: 'PERSISTED_QUERY_STORE' } as const;
  const url = readStore(flags, names, { environment, problems });
  if (url !== undefined && flags['documents-only'] === true)
    problems.push('With --documents-only no query of a client is remembered. Leave out the store of queries, or it.');
  return url;
}

function readHops(text: string, problems: string[]): number {
  if (!/^\d$/.test(text)) problems.push(`"${text}" is no number of proxies. Give --trust-proxy how many there are.`);
  return Number(text);
}

/** Whole origins only: what is compared with a browser's `Origin` must be written as browsers write it. */
function readOrigins(texts: readonly string[], problems: string[]): readonly string[] {
  const origins = texts.map((text) => text.trim()).filter((text) => text !== '');
  for (const origin of origins.filter((text) => !/^https?:/.test(text) || URL.parse(text)?.origin !== text)) {
    problems.push(
      `"${origin}" is no origin. Give --cors-origin or CORS_ORIGINS each one in full, like https://portal.example.cn.`,
    );
  }
  return origins;
}

function readDocuments(file: string, problems: string[]): GatewayOptions['documents'] {
  return { file, text: readText(file, problems, 'Name a JSON file of ids and texts with --documents FILE.') };
}

/** Seconds on the command line, milliseconds inside; 0 for never. */
function readProbeInterval(text: string, problems: string[]): number | undefined {
  const isInterval = /^\d{1,5}$/.test(text);
  if (!isInterval) problems.push(`"${text}" is no interval. Give --probe-interval whole seconds, or 0 for never.`);
  return Number(text) === 0 ? undefined : Number(text) * 1000;
}

function readText(file: string, problems: string[], cure: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    problems.push(`${file}: cannot be read (${reason}). ${cure}`);
    return '';
  }
}

function readOptional(file: string): string | undefined {
  const problems: string[] = [];
  const text = readText(file, problems, '');
  return problems.length > 0 ? undefined : text;
}
