import { randomFillSync } from 'node:crypto';
import { createAuthenticate, trustNobody, type Authenticate } from './auth/authenticate.js';
import { trustDevIssuer } from './auth/dev-issuer.js';
import { issueNoPassport, openIssuePassport } from './auth/issue-passport.js';
import type { ExplanationRule } from './auth/refuse-explanation.js';
import type { IntrospectionRule } from './auth/refuse-schema.js';
import { trustOidcIssuer } from './auth/oidc-issuer.js';
import { startHttpServer, type HttpServer } from './http/server.js';
import { parseDocuments, type PersistedDocuments } from './http/persisted-documents.js';
import type { Log } from './observability/log.js';
import { createTraceIds } from './observability/trace-context.js';
import type { EngineKind } from './operation/engine/engine.js';
import type { Planning } from './operation/engine/planner.js';
import { createLimitRate, type OpenBuckets, type RateLimits } from './operation/limit-rate.js';
import { createRunOperation } from './operation/run-operation.js';
import { loadGraph, warm, type GraphSources, type ServedGraph } from './operation/served-graph.js';
import { examples } from './pages/examples.js';
import { registerPages } from './pages/register-pages.js';
import { EMPTY_REGISTRY, parseRegistry, type Registry } from './provinces/registry.js';
import { createProvinceStatus } from './provinces/status.js';
import { watchContract, type Probe } from './provinces/watch-contract.js';
import { openLiveFile, type LiveFile } from './resilience/live-file.js';
import { startRedisBuckets } from './resilience/redis-buckets.js';
import { createMemoryBuckets } from './resilience/token-buckets.js';
import { createUpstream } from './upstream/post-graphql.js';

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
  /** The Redis in which several gateways count together; undefined for each on its own. */
  readonly rateLimitStore: URL | undefined;
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
  /** The key by which subgraphs are told who asks, made when it is not there; undefined when they are not told. */
  readonly passportKeyFile: string | undefined;
  readonly operationTimeoutMs: number;
  readonly provinceTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly callTimeoutMs: number;
  readonly answerLimitBytes: number;
}

/** What a gateway takes from the world. */
export interface GatewayDependencies {
  readonly log: Log;
  readonly now: () => Date;
}

const NO_DOCUMENTS: PersistedDocuments = new Map();

/** Starts a gateway over a supergraph: loads it, wires routing under the planner, opens the door. */
export async function startGateway(options: GatewayOptions, { log, now }: GatewayDependencies): Promise<HttpServer> {
  await using opened = new AsyncDisposableStack(); // closes what is open when a later step fails
  const registry = options.registry && opened.use(await openRegistry(options.registry, options.pollMs, log));
  const documents = options.documents && opened.use(await openDocuments(options.documents, options.pollMs, log));
  const currentRegistry = (): Registry => registry?.current() ?? EMPTY_REGISTRY;
  const upstream = opened.use(createUpstream({ ...options, connectionsPerOrigin: 64 }));
  const status = createProvinceStatus({ now, log });
  const { passportKeyFile } = options;
  const issuePassport = passportKeyFile === undefined ? issueNoPassport : await openIssuePassport(passportKeyFile, now);
  const sources = (): GraphSources => ({
    file: options.supergraph.file,
    registry: registry?.current(),
    routing: { upstream, provinceTimeoutMs: options.provinceTimeoutMs, status },
    issuePassport,
    engine: options.engine,
    planning: options.planning,
    report: (cause) => log.error('execution failed', cause),
  });
  const graph = opened.use(await openGraph(options, sources, log));
  const { rateLimitStore } = options;
  const nowMs = (): number => performance.now();
  const redis = rateLimitStore && opened.use(await startRedisBuckets(rateLimitStore, { log, nowMs }));
  const openBuckets: OpenBuckets = (kind, units) => redis?.open(kind, units) ?? createMemoryBuckets(units, nowMs);
  const runOperation = createRunOperation({
    upstream,
    currentGraph: () => graph.current(),
    currentRegistry,
    newTraceId: createTraceIds(randomFillSync),
    limitRate: createLimitRate(options.rateLimits, openBuckets),
    issuePassport,
  });
  const { contractProbeMs } = options;
  if (contractProbeMs !== undefined) {
    const currentProbe = (): Probe | undefined => graph.current().provinces?.probe;
    const timing = { intervalMs: contractProbeMs, lookMs: Math.min(options.pollMs, contractProbeMs) };
    opened.use(watchContract({ currentRegistry, currentProbe, status, log, ...timing }));
  }
  const authenticate = await openAuthenticate(options.issuer, { log, now });
  const server = opened.use(
    await startHttpServer(options, {
      authenticate,
      runOperation,
      currentDocuments: () => documents?.current() ?? NO_DOCUMENTS,
      schemaSdl: () => graph.current().schemaSdl,
      log,
      registerPages: (app) => registerPages(app, { examples }),
    }),
  );
  const resources = opened.move();
  return { url: server.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
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
  return openLiveFile({ what: 'registry', file, text, pollMs, load: (content) => parseRegistry(content, file) }, log);
}

function openDocuments(
  { file, text }: NonNullable<GatewayOptions['documents']>,
  pollMs: number,
  log: Log,
): Promise<LiveFile<PersistedDocuments>> {
  return openLiveFile({ what: 'documents', file, text, pollMs, load: (content) => parseDocuments(content, file) }, log);
}
