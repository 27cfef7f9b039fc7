import { printSchema } from 'graphql';
import type { GatewayConfig } from './config.js';
import { ConfigurationError } from './errors.js';
import { startHttpServer, type HttpServer } from './http/server.js';
import type { Log } from './observability/log.js';
import { createStockEngine } from './operation/engine.js';
import { createPrepareOperation } from './operation/prepare-operation.js';
import { createRunOperation } from './operation/run-operation.js';
import { readSupergraph, type Supergraph } from './operation/supergraph.js';
import { examples } from './pages/examples.js';
import { registerPages } from './pages/register-pages.js';
import { parseRegistry, type Registry } from './provinces/registry.js';
import { createProvinceDataSource } from './routing/province-data-source.js';
import { createUpstream } from './upstream/post-graphql.js';

/** Starts a gateway over a supergraph: loads it, wires routing under the planner, opens the door. */
export async function startGateway(config: GatewayConfig, { log }: { readonly log: Log }): Promise<HttpServer> {
  const supergraph = readSupergraph(config.supergraph);
  const registry = config.registry && parseRegistry(config.registry.text, config.registry.file);
  if (supergraph.contract !== undefined && registry === undefined) {
    throw new ConfigurationError([
      `${config.supergraph.file}: its root fields are answered by provinces, but no registry says where they are. ` +
        'Name one with --registry FILE, or start everything with npm start.',
    ]);
  }
  const subgraphs = subgraphEndpoints(supergraph, registry, config.supergraph.file);
  await using opened = new AsyncDisposableStack(); // closes what is open when a later step fails
  const upstream = opened.use(
    createUpstream({
      connectTimeoutMs: config.connectTimeoutMs,
      answerLimitBytes: config.answerLimitBytes,
      connectionsPerOrigin: 64,
    }),
  );
  const engine = opened.use(await createStockEngine(config.supergraph.sdl));
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
        provinceTimeoutMs: config.provinceTimeoutMs,
      }),
    },
    currentRegistry: () => registry ?? { provinces: new Map(), subgraphs: new Map() },
    operationTimeoutMs: config.operationTimeoutMs,
  });
  const server = opened.use(
    await startHttpServer(config, {
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
