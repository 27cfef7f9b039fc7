import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Asker } from '../../scripts/demo/play-journey.js';
import { type SmallNetwork, type SmallNetworkOptions, startSmallNetwork } from '../../scripts/demo/small-network.js';
import { headersOf } from '../../scripts/demo/system-stage.js';
import type { DatabasePlace } from '../../subgraphs/server/database.js';
import { askGateway, type GatewayAnswer } from './ask-gateway.js';
import { TestDatabases } from './test-databases.js';

export type NetworkOptions = Omit<SmallNetworkOptions, 'dataDir' | 'placeOf'>;

/** A small network in a fresh directory, on the databases of the run. */
export interface TestNetwork extends SmallNetwork {
  readonly dataDir: string;
  databaseOf(code: string): DatabasePlace;
  /** Asks the gateway, with a token of the built-in issuer when somebody asks. */
  query(query: string, variables?: Readonly<Record<string, unknown>>, asker?: Asker): Promise<GatewayAnswer>;
}

export async function startNetwork(options: NetworkOptions): Promise<TestNetwork> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-test-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const databases = opened.use(new TestDatabases(dataDir));
  const databaseOf = (code: string): DatabasePlace => databases.placeOf(code);
  const network = opened.use(await startSmallNetwork({ ...options, dataDir, placeOf: databaseOf }));
  const resources = opened.move();
  return {
    ...network,
    dataDir,
    databaseOf,
    query: async (query, variables, asker) =>
      askGateway(network.url, { query, variables }, await headersOf(dataDir, asker)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
