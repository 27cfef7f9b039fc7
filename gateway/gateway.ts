import { randomFillSync } from 'node:crypto';
import type { EventWriterOptions } from '../schema/event-stream.js';
import type { TlsFiles } from '../settings/tls-files.js';
import { createAuthenticate, trustNobody, type Authenticate } from './auth/authenticate.js';
import { trustDevIssuer } from './auth/dev-issuer.js';
import { issueNoPassport, type IssuePassport, openIssuePassport } from './auth/issue-passport.js';
import type { ExplanationRule } from './auth/refuse-explanation.js';
import type { IntrospectionRule } from './auth/refuse-schema.js';
import { trustOidcIssuer } from './auth/oidc-issuer.js';
import { startHttpServer, type HttpServer, type HttpServerDependencies } from './http/server.js';
import { parseDocuments, type PersistedDocuments } from './http/persisted-documents.js';
import type { ExportLimits } from './export/limit-exports.js';
import { createStartExport } from './export/run-export.js';
import type { Log } from '../telemetry/log.js';
import type { Tracing } from '../telemetry/tracing.js';
import type { GatewayMeters } from './observability/gateway-metrics.js';
import { createTraceIds } from './observability/trace-context.js';
import type { EngineKind } from './operation/engine/engine.js';
import type { Planning } from './operation/engine/planner.js';
import { createLimitRate, type OpenBuckets, type RateLimits } from './operation/limit-rate.js';
import { countStreams, createEnterStream } from './operation/limit-streams.js';
import { createRunOperation } from './operation/run-operation.js';
import { createRunStream } from './operation/run-stream.js';
import { loadGraph, warm, type GraphSources, type ServedGraph } from './operation/served-graph.js';
import { readPageDocuments } from './pages/page-documents.js';
import { registerDevTokens } from './pages/register-dev-tokens.js';
import { registerPages } from './pages/register-pages.js';
import { EMPTY_REGISTRY, parseRegistry, type Registry } from './provinces/registry.js';
import { createProvinceStatus, readStanding } from './provinces/status.js';
import { watchContract, type Probe } from './provinces/watch-contract.js';
import { type BreakerOptions, createBreaker } from './resilience/breaker.js';
import { openLiveFile, type LiveFile } from './resilience/live-file.js';
import type { PlaceLimits } from './resilience/places.js';
import { startRedisBuckets } from './resilience/redis-buckets.js';
import { startRedisTexts } from './resilience/redis-texts.js';
import { createMemoryBuckets } from './resilience/token-buckets.js';
import { createUpstreamStreams } from './upstream/open-stream.js';
import { createUpstream, type CredentialsOf } from './upstream/post-graphql.js';
import { createTrial } from './upstream/try-upstream.js';

/** An OpenID Connect issuer and what its tokens must be for, or the file of the built-in one's key. */
export type IssuerOptions =
  | { readonly kind: 'oidc'; readonly url: URL; readonly audience: string }
  | { readonly kind: 'dev'; readonly keyFile: string };

/** Everything that the gateway can be told, complete and checked. */
export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  /** Path and text of the supergraph. */
  readonly supergraph: { readonly file: string; readonly sdl: string };
  /** Path and text of the registry; undefined when no file was named and none stands at the default place. */
  readonly registry: { readonly file: string; readonly text: string } | undefined;
  /** How often the files of registry and supergraph are read again. */
  readonly pollMs: number;
  /** How often each province is held against the contract; undefined for never. */
  readonly contractProbeMs: number | undefined;
  readonly engine: EngineKind;
  readonly planning: Planning;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly drainMs: number;
  /** Who may have answers explained. */
  readonly explanations: ExplanationRule;
  /** Who may see the schema. */
  readonly introspection: IntrospectionRule;
  /** What each caller may spend. */
  readonly rateLimits: RateLimits;
  /** What exports may take. */
  readonly exports: ExportLimits;
  /** The Redis in which several gateways count together; undefined for each on its own. */
  readonly rateLimitStore: URL | undefined;
  /** The Redis in which several gateways remember what clients sent with its hash; undefined for each on its own. */
  readonly persistedQueryStore: URL | undefined;
  /** How many proxies stand between clients and this gateway; 0 for none. */
  readonly trustedProxies: number;
  /** Origins whose pages may ask the graph. */
  readonly corsOrigins: readonly string[];
  /** Path and text of the documents that clients may name by id. */
  readonly documents: { readonly file: string; readonly text: string } | undefined;
  /** Whether nothing but those is executed. */
  readonly documentsOnly: boolean;
  /** Whose tokens are taken; undefined for nobody's. */
  readonly issuer: IssuerOptions | undefined;
  /** Whether the playground gets tokens of the built-in issuer for any role, on this machine alone. */
  readonly devTokens: boolean;
  /** The key by which subgraphs are told who asks, made when it is not there; undefined when they are not told. */
  readonly passportKeyFile: string | undefined;
  /** Serves HTTPS with these; client certificates are asked for when `caFile` says who vouches for them. */
  readonly tls?: TlsFiles | undefined;
  readonly operationTimeoutMs: number;
  readonly provinceTimeoutMs: number;
  /** After how much silence a province is not asked, and when it is tried again. */
  readonly breaker: Pick<BreakerOptions, 'failures' | 'firstTrialMs' | 'lastTrialMs'>;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly callTimeoutMs: number;
  readonly answerLimitBytes: number;
  /** What concerns streams of events. */
  readonly live: LiveOptions;
}

/** How streams of events are kept alive, and how many there may be. */
export interface LiveOptions extends EventWriterOptions, PlaceLimits {
  /** How long an upstream's stream may say nothing, not even a comment. */
  readonly silenceMs: number;
}

/** What a gateway takes from the world. */
export interface GatewayDependencies {
  readonly log: Log;
  readonly now: () => Date;
  /** Undefined where nothing is counted. */
  readonly meters?: GatewayMeters | undefined;
  /** Undefined where no operation is told to a collector. */
  readonly tracing?: Tracing | undefined;
}

const nowMs = (): number => performance.now();

/** Starts a gateway over a supergraph: loads it, wires routing under the planner, opens the door. */
export async function startGateway(options: GatewayOptions, dependencies: GatewayDependencies): Promise<HttpServer> {
  const { log, now, meters, tracing } = dependencies;
  await using opened = new AsyncDisposableStack(); // closes what is open when a later step fails
  const registry = options.registry && opened.use(await openRegistry(options.registry, options.pollMs, log));
  const currentDocuments = await openDocuments(options, opened, log);
  const currentRegistry = (): Registry => registry?.current() ?? EMPTY_REGISTRY;
  const credentialsOf: CredentialsOf = (origin) => currentRegistry().credentials.get(origin);
  const upstream = opened.use(createUpstream({ ...options, connectionsPerOrigin: 64, credentialsOf }));
  const streams = opened.use(createUpstreamStreams({ ...options, ...options.live, credentialsOf }));
  const status = createProvinceStatus({ now, log, meters });
  meters?.watchProvinces(() => readStanding(currentRegistry(), status));
  const trial = createTrial(upstream, options.provinceTimeoutMs);
  const breaker = opened.use(createBreaker({ ...options.breaker, trial, nowMs }));
  const issuePassport = await openPassports(options, now);
  const sources = (): GraphSources => ({
    file: options.supergraph.file,
    registry: registry?.current(),
    routing: { upstream, provinceTimeoutMs: options.provinceTimeoutMs, status, breaker },
    issuePassport,
    engine: options.engine,
    planning: options.planning,
    meters,
    report: (cause) => log.error('execution failed', cause),
  });
  const graph = opened.use(await openGraph(options, sources, log));
  const { openBuckets, sharedQueries } = await openStores(options, opened, log);
  const running = {
    upstream,
    currentGraph: () => graph.current(),
    currentRegistry,
    newTraceId: createTraceIds(randomFillSync),
    limitRate: createLimitRate(options.rateLimits, openBuckets),
    issuePassport,
    meters,
    tracing,
  };
  const runOperation = createRunOperation(running);
  const { live, operationTimeoutMs } = options;
  const enterStream = countStreams(createEnterStream(live), meters);
  const runStream = createRunStream({ ...running, streams, enterStream, operationTimeoutMs }, runOperation);
  const currentProbe = (): Probe | undefined => graph.current().provinces?.probe;
  opened.use(startProbing(options, { currentRegistry, currentProbe, status, log }));
  const authenticate = await openAuthenticate(options.issuer, { log, now });
  const server = opened.use(
    await startHttpServer(options, {
      authenticate,
      runOperation,
      startExport: createStartExport({ ...running, runOperation, now, rowLimit: options.exports.rows }),
      runStream,
      currentDocuments,
      sharedQueries,
      schemaSdl: () => graph.current().schemaSdl,
      log,
      meters,
      registerPages: createRegisterPages(options, { log, now }),
    }),
  );
  const resources = opened.move();
  return { url: server.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

function openPassports({ passportKeyFile }: GatewayOptions, now: () => Date): Promise<IssuePassport> {
  return passportKeyFile === undefined ? Promise.resolve(issueNoPassport) : openIssuePassport(passportKeyFile, now);
}

/** What several gateways may have in common, each in a Redis where one is named. */
async function openStores(
  { rateLimitStore, persistedQueryStore }: GatewayOptions,
  opened: AsyncDisposableStack,
  log: Log,
): Promise<{ readonly openBuckets: OpenBuckets } & Pick<HttpServerDependencies, 'sharedQueries'>> {
  const buckets = rateLimitStore && opened.use(await startRedisBuckets(rateLimitStore, { log, nowMs }));
  return {
    openBuckets: (kind, units) => buckets?.open(kind, units) ?? createMemoryBuckets(units, nowMs),
    sharedQueries: persistedQueryStore && opened.use(await startRedisTexts(persistedQueryStore, { log, nowMs })),
  };
}

function startProbing(
  { contractProbeMs: intervalMs, pollMs }: GatewayOptions,
  watched: Omit<Parameters<typeof watchContract>[0], 'intervalMs' | 'lookMs'>,
): Disposable | undefined {
  if (intervalMs === undefined) return undefined;
  return watchContract({ ...watched, intervalMs, lookMs: Math.min(pollMs, intervalMs) });
}

function createRegisterPages(
  { issuer, devTokens, explanations }: GatewayOptions,
  { log, now }: GatewayDependencies,
): HttpServerDependencies['registerPages'] {
  const keyFile = devTokens && issuer?.kind === 'dev' ? issuer.keyFile : undefined;
  return (app) => {
    registerPages(app, { settings: { devTokens: keyFile !== undefined, explanations } });
    if (keyFile === undefined) return;
    log.warn('whoever asks on this machine is given a token for any role; for trying out only');
    registerDevTokens(app, { keyFile, now });
  };
}

async function openAuthenticate(
  issuer: IssuerOptions | undefined,
  { log, now }: GatewayDependencies,
): Promise<Authenticate> {
  if (issuer === undefined) return trustNobody;
  const report = (cause: unknown): void => log.error('issuer cannot be asked', cause);
  if (issuer.kind === 'oidc')
    return createAuthenticate({ trust: trustOidcIssuer(issuer.url, issuer.audience), now, report });
  log.warn('tokens of the built-in issuer are taken: who can read its key can be anybody; never in production', {
    keyFile: issuer.keyFile,
  });
  return createAuthenticate({ trust: await trustDevIssuer(issuer.keyFile), now, report });
}

/** The graph that follows the file of its supergraph, and the registry where that cures what was refused. */
function openGraph(
  { supergraph: { file, sdl }, pollMs }: GatewayOptions,
  sources: () => GraphSources,
  log: Log,
): Promise<LiveFile<ServedGraph>> {
  const load = async (text: string, old: ServedGraph | undefined): Promise<ServedGraph> => {
    const next = await loadGraph(text, sources());
    if (old !== undefined) await warm(next, old);
    return next;
  };
  const release = ({ engine }: ServedGraph): void => engine[Symbol.dispose]();
  const beside = (): Registry | undefined => sources().registry;
  return openLiveFile({ what: 'supergraph', file, text: sdl, pollMs, load, release, beside }, log);
}

function openRegistry(
  { file, text }: NonNullable<GatewayOptions['registry']>,
  pollMs: number,
  log: Log,
): Promise<LiveFile<Registry>> {
  const load = (content: string): Registry => parseRegistry(content, file);
  const filesOf = ({ credentialFiles }: Registry): readonly string[] => credentialFiles;
  return openLiveFile({ what: 'registry', file, text, pollMs, load, filesOf }, log);
}

/** The documents of the pages, and those that the operator names, which follow their file. */
async function openDocuments(
  { documents, pollMs }: GatewayOptions,
  opened: AsyncDisposableStack,
  log: Log,
): Promise<() => PersistedDocuments> {
  const pages = readPageDocuments();
  const own = parseDocuments(pages.text, pages.file);
  if (documents === undefined) return () => own;
  const { file, text } = documents;
  const load = (content: string): PersistedDocuments => new Map([...parseDocuments(content, file), ...own]);
  const live = opened.use(await openLiveFile({ what: 'documents', file, text, pollMs, load }, log));
  return () => live.current();
}
