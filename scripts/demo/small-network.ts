import { readFileSync } from 'node:fs';
import path from 'node:path';
import { devKeyFile } from '../../gateway/auth/dev-issuer.js';
import { publicKeysFile, publishPassportKey } from '../../gateway/auth/issue-passport.js';
import { type GatewayOptions, startGateway } from '../../gateway/gateway.js';
import { createLog } from '../../telemetry/log.js';
import { startNational } from '../../subgraphs/national/national.js';
import { atOneInstant, type Clock } from '../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../subgraphs/province/exchange/exchange.entity.js';
import { ensureKey, keyPlace } from '../../subgraphs/province/exchange/key-files.js';
import { systemClock } from '../../subgraphs/province/exchange/system-clock.js';
import {
  provinceRuntime,
  readInstance,
  startProvince,
  type ProvinceServer,
} from '../../subgraphs/province/province.js';
import { type CheckPassport, openPassportCheck } from '../../subgraphs/server/check-passport.js';
import type { DatabasePlace } from '../../subgraphs/server/database.js';
import { gatewayOptions } from './gateway-options.js';

export interface SmallNetworkOptions {
  /** Letter codes. */
  readonly provinces: readonly string[];
  /** Cases of each province. */
  readonly cases: number;
  /** Where everything is kept; who gives it removes it. */
  readonly dataDir: string;
  /** Where the database of a province is. */
  readonly placeOf: (code: string) => DatabasePlace;
  readonly settings?: Partial<GatewayOptions> | undefined;
  /** Whether the provinces tell each other things by way of the gateway; they do not unless it is said. */
  readonly isJoined?: boolean | undefined;
  /** Whether the provinces answer the gateway alone, by its passports; they answer anybody unless it is said. */
  readonly isGuarded?: boolean | undefined;
  /** By which the provinces go; the clock of this machine unless it is given. The gateway always goes by that. */
  readonly clock?: Clock | undefined;
}

/** One province of a network. */
export interface NetworkProvince {
  readonly url: string;
  stop(): Promise<void>;
  /** Starts its process again, on what is left in its database. */
  restart(): Promise<void>;
}

/** Gateway, national subgraph and reference provinces on port 0, until it is disposed of. */
export interface SmallNetwork extends AsyncDisposable {
  readonly url: string;
  province(code: string): NetworkProvince;
  /** True when every letter has its receipt. What is on its way when a clock jumps by days would count as undeliverable. */
  readonly isQuiet: () => Promise<boolean>;
  stopNational(): Promise<void>;
}

const supergraphFile = path.resolve(import.meta.dirname, '../../schema/supergraph.graphql');

async function openCheck(keyFile: string): Promise<CheckPassport> {
  await publishPassportKey(keyFile);
  return openPassportCheck({ file: publicKeysFile(keyFile) });
}

/** Starts the real thing on a small scale, in a directory that holds nothing yet. */
export async function startSmallNetwork({
  provinces,
  cases,
  dataDir,
  placeOf,
  settings,
  isJoined = false,
  isGuarded = false,
  clock = systemClock,
}: SmallNetworkOptions): Promise<SmallNetwork> {
  await using opened = new AsyncDisposableStack();
  const passportKeyFile = isGuarded ? path.join(dataDir, 'passport', 'key.json') : undefined;
  const checkPassport = passportKeyFile === undefined ? undefined : await openCheck(passportKeyFile);
  const national = opened.use(await startNational({ dataDir, port: 0, checkPassport }));
  const shared = provinceRuntime();
  const servers = new Map<string, ProvinceServer>();
  const start = async (code: string, port: number): Promise<ProvinceServer> => {
    const place = { instance: readInstance(code), dataDir, database: placeOf(code) };
    const server = await startProvince({ ...place, port, shared, checkPassport, clock, seedCases: cases });
    servers.set(code, server);
    return server;
  };
  // The first province would learn of the keys of later ones only when it looks into their folder again.
  const keysDir = path.join(dataDir, 'keys');
  for (const code of provinces) ensureKey(keyPlace(code, { dataDir, keysDir }), clock.nowMs());
  for (const code of provinces) opened.use(await start(code, 0));
  const endpoints = { provinces: servers, subgraphs: { national: national.url } };
  const options = gatewayOptions(readFileSync(supergraphFile, 'utf8'), endpoints, {
    directory: dataDir,
    settings: { issuer: { kind: 'dev', keyFile: devKeyFile(dataDir) }, passportKeyFile, ...settings },
  });
  const gateway = opened.use(await startGateway(options, { log: createLog(() => {}), now: () => new Date() }));
  const door = isJoined ? `${gateway.url}/graphql` : undefined;
  if (door !== undefined) for (const server of servers.values()) server.joinGateway(door);
  const resources = opened.move();
  const restart = async (code: string, port: number): Promise<void> => {
    const again = resources.use(await start(code, port));
    if (door !== undefined) again.joinGateway(door);
  };
  return {
    url: gateway.url,
    province(code) {
      const server = servers.get(code);
      if (server === undefined) throw new Error(`There is no province ${code} in this network.`);
      const stop = async (): Promise<void> => await server[Symbol.asyncDispose]();
      return {
        ...{ url: server.url, stop },
        restart: async () => {
          await stop();
          await restart(code, server.port);
        },
      };
    },
    isQuiet: async () => (await Promise.all([...servers.values()].map(countUnsettled))).every((count) => count === 0),
    stopNational: async () => await national.close(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** How many letters of a province have no receipt. */
function countUnsettled({ exchange }: ProvinceServer): Promise<number> {
  return atOneInstant(exchange.desk, async (transaction) => {
    const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox').select('id');
    return (await outbox.where('receipt', 'is', null).execute()).length;
  });
}
