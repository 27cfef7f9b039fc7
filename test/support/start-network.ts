import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGateway, type GatewayOptions } from '../../gateway/gateway.js';
import { createLog } from '../../gateway/observability/log.js';
import { startNational } from '../../subgraphs/national/national.js';
import { seedWhenEmpty } from '../../subgraphs/province/seeds/seed-province.js';
import {
  createProvinceRuntime,
  readInstance,
  startProvince,
  type ProvinceServer,
} from '../../subgraphs/province/province.js';
import type { DatabasePlace } from '../../subgraphs/server/database.js';
import { askGateway, type GatewayAnswer } from './ask-gateway.js';
import { gatewayOptions } from './gateway-options.js';
import { TestDatabases } from './test-databases.js';

export interface NetworkOptions {
  /** Letter codes. */
  readonly provinces: readonly string[];
  /** Cases of each province. */
  readonly cases: number;
  readonly settings?: Partial<GatewayOptions>;
  /** Whether the provinces tell each other things by way of the gateway; they do not unless it is said. */
  readonly isJoined?: boolean;
}

/** The real thing on a small scale: gateway, national subgraph and reference provinces, on port 0 and a fresh directory. */
export interface TestNetwork extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  databaseOf(code: string): DatabasePlace;
  province(code: string): { readonly url: string; stop(): Promise<void> };
  stopNational(): Promise<void>;
  query(query: string, variables?: Readonly<Record<string, unknown>>): Promise<GatewayAnswer>;
}

const supergraphFile = path.resolve(import.meta.dirname, '../../schema/supergraph.graphql');

export async function startNetwork({
  provinces,
  cases,
  settings,
  isJoined = false,
}: NetworkOptions): Promise<TestNetwork> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-test-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const databases = opened.use(new TestDatabases(dataDir));
  const national = opened.use(await startNational({ dataDir, port: 0 }));
  const shared = createProvinceRuntime();
  const servers = new Map<string, ProvinceServer>();
  for (const code of provinces) {
    const instance = readInstance(code);
    const place = { dataDir, database: databases.placeOf(code) };
    await seedWhenEmpty({ instance, ...place, cases });
    servers.set(code, opened.use(await startProvince({ instance, ...place, port: 0, shared })));
  }
  const endpoints = { provinces: servers, subgraphs: { national: national.url } };
  const sdl = readFileSync(supergraphFile, 'utf8');
  const options = gatewayOptions(sdl, endpoints, { directory: dataDir, settings: settings ?? {} });
  const gateway = opened.use(await startGateway(options, { log: createLog(() => {}), now: () => new Date() }));
  if (isJoined) for (const server of servers.values()) server.joinGateway(`${gateway.url}/graphql`);
  const resources = opened.move();
  return {
    url: gateway.url,
    dataDir,
    databaseOf: (code) => databases.placeOf(code),
    province(code) {
      const server = servers.get(code);
      if (server === undefined) throw new Error(`no province ${code} in this test`);
      return { url: server.url, stop: async () => await server[Symbol.asyncDispose]() };
    },
    stopNational: async () => await national.close(),
    query: (query, variables) => askGateway(gateway.url, { query, variables }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
