import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import type { ProvinceContext } from '../../../subgraphs/province/context.js';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import { provinceRuntime } from '../../../subgraphs/province/province.js';
import { startSubgraphServer, type SubgraphServer } from '../../../subgraphs/server/start-subgraph-server.js';
import { askGateway } from '../ask-gateway.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { createContext } from '../province-context.js';
import { createMaterialFiles } from '../../../subgraphs/province/storage/material-files.js';
import { createVault } from '../vault.js';
import { ExchangeWorld } from './exchange-world.js';

const supergraphFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

/** An envelope of a case: who tells whom what, of which leg in which state. */
export interface Told {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly collaborationNo: string;
  readonly leg?: string;
  readonly state?: string;
  readonly dueAt?: string;
  readonly refuse?: boolean;
}

/** Provinces whose exchange a test drives, each of them served, with a gateway in front of all. */
export class TracedWorld implements AsyncDisposable {
  private constructor(
    readonly world: ExchangeWorld,
    readonly url: string,
    /** Letter codes of who was asked since it was last emptied. */
    readonly asked: string[],
    /** Letter codes of those whose questions to peers get lost. */
    readonly unheard: Set<string>,
    readonly servers: ReadonlyMap<string, SubgraphServer>,
    readonly resources: AsyncDisposableStack,
  ) {}

  static async open(provinces: readonly string[], seed = 1): Promise<TracedWorld> {
    await using opened = new AsyncDisposableStack();
    const world = opened.use(await ExchangeWorld.open({ seed, provinces }));
    const directory = mkdtempSync(path.join(tmpdir(), 'tongban-traced-'));
    opened.defer(() => rmSync(directory, { recursive: true, force: true }));
    const { executor } = provinceRuntime();
    const servers = new Map<string, SubgraphServer>();
    const asked: string[] = [];
    const unheard = new Set<string>();
    for (const code of provinces) {
      const files = createMaterialFiles(path.join(directory, code), createVault().sealing);
      const contextOfRequest = (): ProvinceContext => {
        asked.push(code);
        const lost = (): Promise<never> => Promise.reject(new Error('The question was lost.'));
        const peers = unheard.has(code) ? { ask: lost } : world.network.doorOf(code);
        return createContext({ desk: world.house(code).desk, files, peers });
      };
      const server = await startSubgraphServer({ name: code, executor, createContext: contextOfRequest, port: 0 });
      servers.set(code, opened.use(server));
    }
    const endpoints = { provinces: servers, subgraphs: { national: 'http://127.0.0.1:1/' } };
    const options = gatewayOptions(readFileSync(supergraphFile, 'utf8'), endpoints, { directory, settings: {} });
    const now = (): Date => new Date(world.clock.nowMs());
    const gateway = opened.use(await startGateway(options, { log: createLog(() => {}), now }));
    return new TracedWorld(world, gateway.url, asked, unheard, servers, opened.move());
  }

  /** Writes an envelope in a transaction of its own; it travels when the world settles. */
  tell({ from, to, event, collaborationNo, ...payload }: Told): Promise<string> {
    const house = this.world.house(from);
    const said = JSON.parse(JSON.stringify(payload)) as Json;
    return house.run((transaction) =>
      sendEnvelope(transaction, house.desk, { collaborationNo, to, event, payload: said }),
    );
  }

  /** Tells, and lets everything arrive a minute later. */
  async tellAndSettle(told: Told): Promise<void> {
    await this.tell(told);
    this.world.clock.advance(60_000);
    await this.world.settle();
  }

  /** A province loses one entry, as a broken disk would. */
  async lose(province: string, { from, to, seq }: { from: string; to: string; seq: number }): Promise<void> {
    const table = province === from ? 'exchange_outbox' : 'exchange_inbox';
    await this.world
      .house(province)
      .run((transaction) =>
        transaction
          .getKysely<ExchangeTables>()
          .deleteFrom(table)
          .where('sender', '=', from)
          .where('addressee', '=', to)
          .where('seq', '=', seq)
          .execute(),
      );
  }

  /** A province changes an entry that it holds, and puts nothing else right. */
  async alter(province: string, { from, to, seq }: { from: string; to: string; seq: number }): Promise<void> {
    const table = province === from ? 'exchange_outbox' : 'exchange_inbox';
    await this.world.house(province).run((transaction) =>
      transaction
        .getKysely<ExchangeTables>()
        .updateTable(table)
        .set({ event: 'caseClosed', entry_hash: '0'.repeat(64) })
        .where('sender', '=', from)
        .where('addressee', '=', to)
        .where('seq', '=', seq)
        .execute(),
    );
  }

  /** A province is not reachable from now on, neither for the gateway nor for its peers. */
  async stop(province: string): Promise<void> {
    const { network, provinces } = this.world;
    const cut = provinces.flatMap((other) => [`${other}>${province}`, `${province}>${other}`]);
    network.weather = { ...network.weather, cut: new Set([...network.weather.cut, ...cut]) };
    await this.servers.get(province)?.close();
  }

  /** The value of the query's one root field; throws when there are errors. */
  async ask<Value>(query: string, collaborationNo: string): Promise<Value> {
    const { data, errors } = await askGateway(this.url, { query, variables: { no: collaborationNo } });
    const [value] = Object.values<Value>(data ?? {});
    if (errors !== undefined || value === undefined) throw new Error(JSON.stringify(errors));
    return value;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.resources.disposeAsync();
  }
}
