// Provinces in one process, each on a database of its own, with one clock that stands still and the network of the
// exchange between them. Commands go through the graph of each province, as a gateway would send them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseGlobalId } from '../../../schema/global-id.js';
import type { Stage } from '../../../scripts/demo/play-journey.js';
import { createExecutor, type Executor } from '../../../subgraphs/server/execute.js';
import { sweepClocks } from '../../../subgraphs/province/cases/index.js';
import type { CatalogueTables } from '../../../subgraphs/province/catalogue/index.js';
import { ProvinceContext } from '../../../subgraphs/province/context.js';
import type { Desk } from '../../../subgraphs/province/exchange/desk.js';
import type { Exchange } from '../../../subgraphs/province/exchange/exchange.js';
import { createRelay, type Relay } from '../../../subgraphs/province/exchange/relay.js';
import { modules } from '../../../subgraphs/province/modules.js';
import { buildSchema, createHandlers } from '../../../subgraphs/province/schema.js';
import { seedProvince } from '../../../subgraphs/province/seeds/seed-province.js';
import { type ProvinceInstance, readInstance } from '../../../subgraphs/province/shared/instance.js';
import { openProvinceStorage } from '../../../subgraphs/province/province.js';
import type { ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';
import { randomNumbers } from '../random-numbers.js';
import { TestDatabases } from '../test-databases.js';
import { createKeyRing, type KeyRing } from '../exchange/key-ring.js';
import { createManualClock, type ManualClock } from '../exchange/manual-clock.js';
import { createMaterialFiles } from '../../../subgraphs/province/storage/material-files.js';
import { Network } from '../exchange/network.js';

type Data = Readonly<Record<string, unknown>>;

interface Seat {
  readonly instance: ProvinceInstance;
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly relay: Relay;
}

// A Monday morning at nine in China: every office is open.
const START = Date.parse('2026-03-02T01:00:00.000Z');

let schema: Executor<ProvinceContext> | undefined;

/** Provinces that handle cases together, and a hand on their clock. */
export class CaseWorld implements AsyncDisposable {
  readonly clock: ManualClock = createManualClock(START);
  readonly network = new Network(1);
  readonly #seats = new Map<string, Seat>();
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tongban-cases-'));
  readonly #databases = new TestDatabases(this.#folder);
  readonly #executor = (schema ??= createExecutor<ProvinceContext>(buildSchema(modules).schema));
  readonly #keyRing: KeyRing;

  private constructor(codes: readonly string[]) {
    this.#keyRing = createKeyRing(codes);
  }

  static async open(codes: readonly string[]): Promise<CaseWorld> {
    const world = new CaseWorld(codes);
    for (const [index, code] of codes.entries()) await world.#build(code, index);
    return world;
  }

  /** Asks the province that the variables name, as a gateway would. */
  async ask(query: string, variables: Data): Promise<Data> {
    const seat = this.seat(ownerIn(variables));
    const { instance, orm, exchange } = seat;
    const files = createMaterialFiles(path.join(this.#folder, 'materials', instance.code));
    const surroundings = { nowMs: this.clock.nowMs, files };
    const context = new ProvinceContext({ province: instance, orm, exchange, surroundings });
    const { data, errors } = await this.#executor({ query, variables }, context);
    if (errors !== undefined)
      throw new Error(errors.map(({ message, originalError }) => originalError?.stack ?? message).join());
    return data ?? {};
  }

  /** Delivers until nothing more is due. */
  async deliverAll(): Promise<void> {
    for (let attempts = 1; attempts > 0; ) {
      attempts = 0;
      for (const { relay } of this.#seats.values()) attempts += await relay.runOnce();
    }
  }

  /** Lets what time brings about happen in one province. */
  sweep(code: string): Promise<number> {
    const { exchange, instance } = this.seat(code);
    return sweepClocks({ desk: exchange.desk, instance, wake: () => exchange.wake() });
  }

  /** Takes an item off the list of a province. */
  async withoutItem(code: string, itemCode: string): Promise<void> {
    const items = this.seat(code).orm.em.getKysely<CatalogueTables>().deleteFrom('service_item');
    await items.where('item_code', '=', itemCode).execute();
  }

  /** A stage for journeys in this world. */
  stage(tell: Stage['tell'] = () => undefined): Stage {
    return {
      ask: (query, variables) => this.ask(query, variables),
      settle: async (isThere) => {
        await this.deliverAll();
        if (!(await isThere())) throw new Error('Everything has been delivered, and still it is not there.');
      },
      tell,
    };
  }

  seat(code: string): Seat {
    const seat = this.#seats.get(code);
    if (seat === undefined) throw new Error(`${code} is not in this world`);
    return seat;
  }

  async #build(code: string, seed: number): Promise<void> {
    const instance = readInstance(code);
    const orm = await openProvinceStorage({
      instance,
      dataDir: this.#folder,
      database: this.#databases.placeOf(code),
    });
    await seedProvince({ instance, orm, cases: 3 });
    const numbers = randomNumbers(seed + 1, 40_000);
    let drawn = 0;
    const fraction = (): number => (numbers[drawn++ % numbers.length] ?? 0) / 5040;
    const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => Math.floor(fraction() * 256));
    const { keys } = this.#keyRing;
    const randomness = { fraction, bytes };
    const desk: Desk = { storage: orm, signer: this.#keyRing.signerOf(code), keys, clock: this.clock, randomness };
    const handlers = createHandlers(modules, desk);
    const relay = createRelay(desk, { handlers, deliver: this.network.doorOf(code) });
    this.network.connect(code, { desk, handlers, isDead: false, killAfter: () => undefined, spare: () => undefined });
    this.#seats.set(code, { instance, orm, relay, exchange: { desk, handlers, wake: () => undefined } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { orm } of this.#seats.values()) await orm.close(true);
    await this.#databases[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

// The owner is named by an id or by a province, at the top or in the input, as the contract says.
function ownerIn(variables: Data): string {
  const input = (variables['input'] ?? {}) as Data;
  const named = variables['id'] ?? input['caseId'] ?? input['legId'];
  return parseGlobalId(named)?.province ?? String(variables['province'] ?? input['province']);
}
