import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import { Metrics } from '../../../telemetry/metrics.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { OutboxRow, ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { type Message, sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import { ensureKey, keyPlace } from '../../../subgraphs/province/exchange/key-files.js';
import { createProvinceMeters } from '../../../subgraphs/province/metrics.js';
import { modules } from '../../../subgraphs/province/modules.js';
import {
  createProvinceRuntime,
  openProvinceStorage,
  type ProvinceRuntime,
  type ProvinceServer,
  readInstance,
  startProvince,
} from '../../../subgraphs/province/province.js';
import type { ProvincePlace } from '../../../subgraphs/province/storage/orm.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { TestDatabases } from '../test-databases.js';
import { until } from '../until.js';
import { readStore, type Store } from './read-stores.js';
import { createTestHandlers, createTestTables } from './test-module.js';

const supergraphFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

/** What provinces of these tests share: all modules, and the test module on top of the exchange. */
export function createTestRuntime(): ProvinceRuntime {
  const mood = { poisoned: new Set<string>(), deaf: new Set<string>() };
  return createProvinceRuntime([
    ...modules,
    { resolvers: [], references: {}, createHandlers: () => createTestHandlers(mood) },
  ]);
}

/** Opens the database of a province once, so that it has the tables of the test module. */
export async function prepareProvince(code: string, place: ProvincePlace): Promise<void> {
  const storage = await openProvinceStorage({ instance: readInstance(code), ...place });
  await storage.em.fork().transactional(createTestTables);
  await storage.close(true);
}

/** A real gateway and provinces that tell each other things by way of it, over HTTP. */
export class ExchangeNetwork implements AsyncDisposable {
  readonly #servers = new Map<string, ProvinceServer>();
  readonly #metrics = new Map<string, Metrics>();
  readonly #shared = createTestRuntime();
  readonly #opened = new AsyncDisposableStack();
  readonly #databases: TestDatabases;
  #gateway = '';

  private constructor(
    readonly dataDir: string,
    readonly natsUrlOf: ((code: string) => string) | undefined,
  ) {
    this.#opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
    this.#databases = this.#opened.use(new TestDatabases(dataDir));
  }

  /** Starts provinces of these codes, and a gateway that knows them. */
  static open(...codes: readonly string[]): Promise<ExchangeNetwork> {
    return ExchangeNetwork.openOver(undefined, ...codes);
  }

  /** The same, with letters over NATS, where each province finds it. */
  static async openOver(natsUrlOf: ExchangeNetwork['natsUrlOf'], ...codes: string[]): Promise<ExchangeNetwork> {
    const network = new ExchangeNetwork(mkdtempSync(path.join(tmpdir(), 'tongban-exchange-')), natsUrlOf);
    // The first province would learn of the keys of later ones only when it looks into their folder again.
    const { dataDir } = network;
    for (const code of codes) ensureKey(keyPlace(code, { dataDir, keysDir: path.join(dataDir, 'keys') }), Date.now());
    for (const code of codes) {
      await prepareProvince(code, network.#placeOf(code));
      await network.start(code, 0);
    }
    await network.#openGateway();
    return network;
  }

  /** Where the gateway serves GraphQL. */
  get gateway(): string {
    return this.#gateway;
  }

  province(code: string): ProvinceServer {
    const server = this.#servers.get(code);
    if (server === undefined) throw new Error(`no province ${code} in this test`);
    return server;
  }

  /** Starts a province; again where it was, unless another port is given. */
  async start(code: string, port = this.province(code).port): Promise<void> {
    const gateway = this.#gateway === '' ? undefined : this.#gateway;
    const nats = this.natsUrlOf && { url: this.natsUrlOf(code), credentialsFile: undefined };
    const metrics = new Metrics();
    this.#metrics.set(code, metrics);
    const meters = createProvinceMeters(metrics);
    const place = { instance: readInstance(code), ...this.#placeOf(code), nats };
    const options = { ...place, port, shared: this.#shared, gateway, meters };
    this.#servers.set(code, await startProvince(options));
  }

  /** What a province shows to those who watch over it, since it was started last. */
  async metrics(code: string): Promise<string> {
    return (await this.#metrics.get(code)?.print())?.text ?? '';
  }

  async stop(code: string): Promise<void> {
    await this.province(code)[Symbol.asyncDispose]();
  }

  /** Says something in a transaction of its own, as a module would. Gives the id of the envelope. */
  async say(from: string, message: Omit<Message, 'event'>): Promise<string> {
    const { desk, wake } = this.province(from).exchange;
    const id = await inTransaction(desk, (transaction) =>
      sendEnvelope(transaction, desk, { ...message, event: 'note' }),
    );
    wake();
    return id;
  }

  /** The outbox row of an envelope, as soon as it is as wanted. */
  async sent(
    from: string,
    id: string,
    isWanted = (row: OutboxRow): boolean => row.receipt !== null,
  ): Promise<OutboxRow> {
    const { desk } = this.province(from).exchange;
    const find = (): Promise<OutboxRow> =>
      inTransaction(desk, (transaction) => {
        const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox').selectAll();
        return outbox.where('id', '=', id).executeTakeFirstOrThrow();
      });
    await until(async () => isWanted(await find()), 60_000);
    return find();
  }

  /** Leaves an envelope as a process does that is killed while it delivers it. */
  async lease(from: string, id: string, untilMs: number): Promise<void> {
    await inTransaction(this.province(from).exchange.desk, async (transaction) => {
      const outbox = transaction.getKysely<ExchangeTables>().updateTable('exchange_outbox');
      await outbox.set({ lease_until_ms: untilMs, lease_token: 'killed' }).where('id', '=', id).execute();
    });
  }

  store(code: string): Promise<Store> {
    const { desk } = this.province(code).exchange;
    return readStore(code, { run: (work) => inTransaction(desk, work) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) await server[Symbol.asyncDispose]();
    await this.#opened.disposeAsync();
  }

  #placeOf(code: string): ProvincePlace {
    return { dataDir: this.dataDir, database: this.#databases.placeOf(code) };
  }

  async #openGateway(): Promise<void> {
    const endpoints = { provinces: this.#servers, subgraphs: { national: 'http://127.0.0.1:1/graphql' } };
    const sdl = readFileSync(supergraphFile, 'utf8');
    const options = gatewayOptions(sdl, endpoints, { directory: this.dataDir, settings: {} });
    const gateway = this.#opened.use(await startGateway(options, { log: createLog(() => {}), now: () => new Date() }));
    this.#gateway = `${gateway.url}/graphql`;
    for (const server of this.#servers.values()) server.joinGateway(this.#gateway);
  }
}
