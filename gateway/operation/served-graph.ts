import { setImmediate } from 'node:timers/promises';
import { printSchema } from 'graphql';
import { readAccessRules } from '../auth/access-rules.js';
import type { IssuePassport } from '../auth/issue-passport.js';
import { ConfigurationError } from '../errors.js';
import type { GatewayMeters } from '../observability/gateway-metrics.js';
import type { Registry } from '../provinces/registry.js';
import type { Probe } from '../provinces/watch-contract.js';
import { createContractProbe } from '../routing/probe-contract.js';
import { createProvinceDataSource, type ProvinceDataSource } from '../routing/province-data-source.js';
import { createCompiledEngine } from './engine/compiled-engine.js';
import type { Engine, EngineKind } from './engine/engine.js';
import { countPlans, createInlinePlanner, type Planning } from './engine/planner.js';
import { startPlannerThread } from './engine/planner-thread.js';
import { createPreparation, type Preparation } from './prepare-operation.js';
import { readSupergraph, type Supergraph } from './supergraph.js';

/** One supergraph with all that is made from it. Immutable: a new version is a new graph, swapped in whole. */
export interface ServedGraph {
  readonly preparation: Preparation;
  readonly engine: Engine;
  /** Endpoints of the ordinary subgraphs, by name, unless the registry has others. */
  readonly subgraphs: ReadonlyMap<string, URL>;
  /** The subgraph that the provinces serve, when the supergraph has one. */
  readonly provinces:
    | { readonly subgraph: string; readonly source: ProvinceDataSource; readonly probe: Probe }
    | undefined;
  /** What clients see, as SDL. */
  readonly schemaSdl: string;
}

export interface GraphSources {
  /** Where the supergraph stands, for messages. */
  readonly file: string;
  /** Undefined when there is none; a supergraph with a contract cannot be served then. */
  readonly registry: Registry | undefined;
  /** What stays the same from version to version: clients and what is known of provinces. */
  readonly routing: Omit<Parameters<typeof createProvinceDataSource>[0], 'contract'>;
  /** For what the gateway asks on its own account. */
  readonly issuePassport: IssuePassport;
  readonly engine: EngineKind;
  readonly planning: Planning;
  /** Undefined where nothing is counted. */
  readonly meters?: GatewayMeters | undefined;
  /** Told of what only a bug explains. */
  report(cause: unknown): void;
}

// The operations that front ends have asked for last; planning them afresh under load would cost each a slow answer.
const WARMED_DOCUMENTS = 200;

/** Makes a graph of a supergraph. Throws {@link ConfigurationError} naming file, line and cure. */
export async function loadGraph(sdl: string, sources: GraphSources): Promise<ServedGraph> {
  const { file, registry, routing, issuePassport } = sources;
  const { upstream, provinceTimeoutMs: timeoutMs } = routing;
  const supergraph = readSupergraph({ file, sdl });
  const { contract } = supergraph;
  if (contract !== undefined && registry === undefined) {
    throw new ConfigurationError([
      `${file}: its root fields are answered by provinces, but no registry says where they are. ` +
        'Name one with --registry FILE, or start everything with npm start.',
    ]);
  }
  const subgraphs = subgraphEndpoints(supergraph, registry, file);
  const engine = await createEngine(sdl, sources, contract?.subgraph);
  const access = readAccessRules(sdl);
  return {
    preparation: createPreparation(engine.apiSchema, {
      access,
      ...(contract && { rules: contract.rules }),
    }),
    engine,
    subgraphs,
    provinces: contract && {
      subgraph: contract.subgraph,
      probe: createContractProbe(contract, { upstream, timeoutMs, issuePassport, access }),
      source: createProvinceDataSource({ ...routing, contract }),
    },
    schemaSdl: printSchema(engine.apiSchema),
  };
}

async function createEngine(sdl: string, sources: GraphSources, contract: string | undefined): Promise<Engine> {
  try {
    const report = (cause: unknown): void => sources.report(cause);
    if (sources.engine === 'stock') {
      // Loaded only where it is wanted: it takes a second and a hundred megabytes.
      const { createStockEngine } = await import('./engine/stock-engine.js');
      return await createStockEngine(sdl, report);
    }
    const planner = sources.planning === 'thread' ? await startPlannerThread(sdl) : createInlinePlanner(sdl);
    const checkedElsewhere = new Set(contract === undefined ? [] : [contract]);
    return createCompiledEngine(sdl, { planner: countPlans(planner, sources.meters), checkedElsewhere, report });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new ConfigurationError([`${sources.file}:1: the planner cannot read it: ${reason ?? ''}. Compose it again.`]);
  }
}

/** Plans what `old` was asked last, so that the first client of a new version does not wait for the planner. */
export async function warm(graph: ServedGraph, old: ServedGraph): Promise<void> {
  for (const query of old.preparation.recent(WARMED_DOCUMENTS)) {
    for (const operation of graph.preparation.operationsOf(query)) {
      await setImmediate(); // planning waits for nothing, so two hundred in a row would stop all requests for seconds
      await graph.engine.warm(operation, (fetch) => {
        if (fetch.subgraph === graph.provinces?.subgraph)
          graph.provinces.source.prepare(fetch.text.query, fetch.passedOn);
      });
    }
  }
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
