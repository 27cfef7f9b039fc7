import { printSchema } from 'graphql';
import { ConfigurationError } from './errors.js';
import { startHttpServer, type HttpServer } from './http/server.js';
import type { Log } from './observability/log.js';
import { createStockEngine } from './operation/engine.js';
import { createPrepareOperation } from './operation/prepare-operation.js';
import { createRunOperation } from './operation/run-operation.js';
import { readSupergraph, type Supergraph } from './operation/supergraph.js';
import { examples } from './pages/examples.js';
import { registerPages } from './pages/register-pages.js';
import { openLiveRegistry } from './provinces/live-registry.js';
import { createProvinceStatus } from './provinces/status.js';
import { EMPTY_REGISTRY, type Registry } from './provinces/registry.js';
import { createProvinceDataSource } from './routing/province-data-source.js';
import { createUpstream } from './upstream/post-graphql.js';

/** Everything that the gateway can be told, complete and checked. */
export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  /** Path and text of the supergraph. */
  readonly supergraph: { readonly file: string; readonly sdl: string };
  /** Path and text of the registry; undefined when no file was named and none stands at the default place. */
  readonly registry: { readonly file: string; readonly text: string } | undefined;
  /** How often the registry file is read again. */
  readonly registryPollMs: number;
  readonly bodyLimitBytes: number;
  readonly drainMs: number;
  /** Whether callers may have their answers explained. */
  readonly mayExplain: boolean;
  readonly operationTimeoutMs: number;
  readonly provinceTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly answerLimitBytes: number;
}

/** What a gateway takes from the world. */
export interface GatewayDependencies {
  readonly log: Log;
  readonly now: () => Date;
}

/** Starts a gateway over a supergraph: loads it, wires routing under the planner, opens the door. */
export async function startGateway(options: GatewayOptions, { log, now }: GatewayDependencies): Promise<HttpServer> {
  const supergraph = readSupergraph(options.supergraph);
  await using opened = new AsyncDisposableStack(); // closes what is open when a later step fails
  const live =
    options.registry && opened.use(openLiveRegistry({ ...options.registry, pollMs: options.registryPollMs }, log));
  if (supergraph.contract !== undefined && live === undefined) {
    throw new ConfigurationError([
      `${options.supergraph.file}: its root fields are answered by provinces, but no registry says where they are. ` +
        'Name one with --registry FILE, or start everything with npm start.',
    ]);
  }
  const subgraphs = subgraphEndpoints(supergraph, live?.current(), options.supergraph.file);
  const upstream = opened.use(
    createUpstream({
      connectTimeoutMs: options.connectTimeoutMs,
      answerLimitBytes: options.answerLimitBytes,
      connectionsPerOrigin: 64,
    }),
  );
  const engine = opened.use(
    await createStockEngine(options.supergraph.sdl, (cause) => log.error('execution failed', cause)),
  );
  const runOperation = createRunOperation({
    prepare: createPrepareOperation(engine.apiSchema),
    engine,
    upstream,
    subgraphs,
    provinces: supergraph.contract && {
      subgraph: supergraph.contract.subgraph,
      source: createProvinceDataSource({
        contract: supergraph.contract,
        upstream,
        provinceTimeoutMs: options.provinceTimeoutMs,
        status: createProvinceStatus({ now, log }),
      }),
    },
    currentRegistry: () => live?.current() ?? EMPTY_REGISTRY,
    operationTimeoutMs: options.operationTimeoutMs,
  });
  const server = opened.use(
    await startHttpServer(options, {
      runOperation,
      schemaSdl: printSchema(engine.apiSchema),
      log,
      registerPages: (app) => registerPages(app, { examples }),
    }),
  );
  const resources = opened.move();
  return { url: server.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** Where each ordinary subgraph is; the registry's word counts before the supergraph's. */
function subgraphEndpoints(
  { subgraphs, contract }: Supergraph,
  registry: Registry | undefined,
  file: string,
): ReadonlyMap<string, URL> {
  const endpoints = new Map<string, URL>();
  const problems: string[] = [];
  for (const [name, url] of subgraphs) {
    if (name === contract?.subgraph) continue;
    const endpoint = registry?.subgraphs.get(name) ?? url;
    if (endpoint !== undefined) endpoints.set(name, endpoint);
    else problems.push(`${file}: subgraph "${name}" has no URL. Compose it with one, or name it in the registry.`);
  }
  for (const name of registry?.subgraphs.keys() ?? []) {
    if (!subgraphs.has(name)) problems.push(`The registry names subgraph "${name}", which ${file} does not have.`);
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return endpoints;
}
