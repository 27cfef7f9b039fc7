import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { createGatewayClient } from '../../../subgraphs/server/gateway-client.js';
import { ensureKey, keyPlace } from '../../../subgraphs/province/exchange/key-files.js';
import { type ProvinceServer, readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import { Authority, type Certificate } from '../../support/certificates.js';
import { createTestRuntime, prepareProvince } from '../../support/exchange/exchange-network.js';

const supergraphFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

/** Two provinces and a gateway, of which each shows the others a certificate, on port 0. */
export interface TlsNetwork extends AsyncDisposable {
  readonly folder: string;
  /** Who vouches for all of them. */
  readonly authority: Authority;
  /** Where the gateway serves GraphQL. */
  readonly url: string;
  readonly logged: readonly string[];
  province(code: 'GD' | 'HN'): ProvinceServer;
  /** Writes the registry, with what stands at Guangdong beside its URL, or another URL. */
  register(ofGuangdong?: string, url?: string): void;
  query(query: string): Promise<string>;
}

/** How a registry says what to show. */
export function tlsText(caFile: string, shown?: Certificate): string {
  const own = shown === undefined ? '' : `, certFile: "${shown.certFile}", keyFile: "${shown.keyFile}"`;
  return `tls: { caFile: "${caFile}"${own} }`;
}

/** Starts the network. Both provinces show certificates of the authority, and so does the gateway. */
export async function startTlsNetwork(): Promise<TlsNetwork> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-tls-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const folder = path.join(dataDir, 'certificates');
  mkdirSync(folder);
  const authority = new Authority(folder, 'authority');
  const shared = createTestRuntime();
  const provinces = new Map<string, ProvinceServer>();
  for (const code of ['GD', 'HN'])
    ensureKey(keyPlace(code, { dataDir, keysDir: path.join(dataDir, 'keys') }), Date.now());
  for (const code of ['GD', 'HN']) {
    const place = { instance: readInstance(code), dataDir };
    await prepareProvince(code, place);
    await seedWhenEmpty({ ...place, cases: 10 });
    const tls = authority.filesOf(authority.make(code));
    provinces.set(code, opened.use(await startProvince({ ...place, port: 0, shared, tls })));
  }
  const shown = authority.make('gateway-client');
  const textOf = (ofGuangdong = '', url?: string): string => {
    const [gd, hn] = [...provinces.values()];
    return `${tlsText(authority.caFile, shown)}\nprovinces:\n  GD: { url: "${url ?? gd?.url ?? ''}"${ofGuangdong} }\n  HN: { url: "${hn?.url ?? ''}" }\nsubgraphs:\n  national: { url: "http://127.0.0.1:1/graphql" }\n`;
  };
  const sdl = readFileSync(supergraphFile, 'utf8');
  const options = gatewayOptions(sdl, { provinces, subgraphs: {} }, { directory: dataDir, settings: {} });
  const registry = { file: options.registry.file, text: textOf() };
  writeFileSync(registry.file, registry.text);
  const logged: string[] = [];
  const tls = authority.filesOf(authority.make('gateway'));
  const dependencies = { log: createLog((line) => void logged.push(line)), now: () => new Date() };
  const gateway = opened.use(await startGateway({ ...options, registry, tls }, dependencies));
  const url = `${gateway.url}/graphql`;
  for (const [code, server] of provinces) server.joinGateway(url, authority.filesOf(authority.make(`${code}-client`)));
  const client = opened.use(createGatewayClient({ caFile: authority.caFile })); // a citizen: he trusts, and shows nothing
  const resources = opened.move();
  return {
    ...{ folder, authority, url, logged },
    province(code) {
      const server = provinces.get(code);
      if (server === undefined) throw new Error(`no province ${code}`);
      return server;
    },
    register: (ofGuangdong, changed) => writeFileSync(registry.file, textOf(ofGuangdong, changed)),
    async query(query) {
      const headers = { 'content-type': 'application/json' };
      const response = await client.call(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return response.text();
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
