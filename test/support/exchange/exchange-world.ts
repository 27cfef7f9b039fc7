import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import { cancelEnvelope, sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import { type Choices, readChoices } from '../choices.js';
import { randomNumbers } from '../random-numbers.js';
import { TestDatabases } from '../test-databases.js';
import { createVault } from '../vault.js';
import { House } from './house.js';
import { createKeyRing, type KeyRing } from './key-ring.js';
import { createManualClock, type ManualClock } from './manual-clock.js';
import { Network } from './network.js';
import { passOn, setHolding } from './test-module.js';

const START = Date.parse('2026-03-02T08:00:00.000Z');

/** Several provinces in one process, each on a database of its own, with one clock and one network between them. */
export class ExchangeWorld implements AsyncDisposable {
  readonly clock: ManualClock = createManualClock(START);
  readonly network: Network;
  readonly keyRing: KeyRing;
  /** For decisions of the test itself. */
  readonly choices: Choices;
  readonly #houses = new Map<string, House>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'tongban-exchange-'));
  readonly #databases = new TestDatabases(this.#folder);

  private constructor(seed: number, provinces: readonly string[]) {
    this.network = new Network(seed);
    this.keyRing = createKeyRing(provinces);
    this.choices = readChoices(randomNumbers(seed + 1, 40_000));
  }

  static async open(options: { seed?: number; provinces?: readonly string[] } = {}): Promise<ExchangeWorld> {
    const { seed = 1, provinces = ['GD', 'HN'] } = options;
    const world = new ExchangeWorld(seed, provinces);
    const houses = provinces.map(async (name, index) => [name, await world.#build(name, seed + index)] as const);
    for (const [province, house] of await Promise.all(houses)) {
      world.network.connect(province, house);
      world.#houses.set(province, house);
    }
    return world;
  }

  get provinces(): readonly string[] {
    return [...this.#houses.keys()];
  }

  house(province: string): House {
    const house = this.#houses.get(province);
    if (house === undefined) throw new Error(`${province} has no house`);
    return house;
  }

  /** Makes a province the holder of a new collaboration. */
  async begin(province: string, collaborationNo: string): Promise<void> {
    const row = { collaboration_no: collaborationNo, state: 'HOLDER', handoff_id: null } as const;
    await this.house(province).run((transaction) => setHolding(transaction, row));
  }

  /** Writes a note in a transaction of its own. */
  note(from: string, to: string, letter: { collaborationNo?: string; payload?: Json } = {}): Promise<string> {
    const house = this.house(from);
    const { collaborationNo = 'C-1', payload = { text: '您好' } } = letter;
    return house.run((transaction) =>
      sendEnvelope(transaction, house.desk, { collaborationNo, to, event: 'note', payload }),
    );
  }

  /** Passes a collaboration on, fact and envelope in one transaction. Undefined unless `from` holds it. */
  handoff(from: string, to: string, letter: { collaborationNo: string; payload?: Json }): Promise<string | undefined> {
    const house = this.house(from);
    const { collaborationNo, payload = {} } = letter;
    return house.run((transaction) => passOn(transaction, house.desk, { collaborationNo, to, payload }));
  }

  /** Calls an envelope back. */
  cancel(from: string, id: string): Promise<string | undefined> {
    const house = this.house(from);
    return house.run((transaction) => cancelEnvelope(transaction, house.desk, id));
  }

  /** One round of every relay; the clock moves by `ms` before. Processes that were killed are started again. */
  async round(ms = 0): Promise<number> {
    this.clock.advance(ms);
    let attempts = 0;
    for (const house of this.#houses.values()) {
      try {
        attempts += await house.relay.runOnce();
      } catch (error) {
        if (!house.isDead) throw error;
      }
      house.spare();
      await this.#startDead();
    }
    return attempts;
  }

  /** Rounds until nothing is due any more at this instant. */
  async settle(): Promise<void> {
    for (let rounds = 0; (await this.round()) > 0; rounds += 1) {
      if (rounds > 1_000) throw new Error('the relays never come to rest');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const house of this.#houses.values()) await house.close();
    await this.#databases[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #startDead(): Promise<void> {
    this.network.takeKilled();
    for (const house of this.#houses.values()) if (house.isDead) await house.restart();
  }

  /** Starts again whatever was killed. */
  revive(): Promise<void> {
    return this.#startDead();
  }

  #build(province: string, seed: number): Promise<House> {
    const numbers = readChoices(randomNumbers(seed + 77, 40_000));
    const { clock, keyRing } = this;
    const vault = createVault();
    return House.open({
      name: province,
      databases: this.#databases,
      deliver: this.network.doorOf(province),
      createDesk: (storage) => ({
        storage,
        clock,
        vault,
        letters: keyRing.lettersOf(province),
        keys: keyRing.keys,
        signer: keyRing.signerOf(province),
        randomness: {
          fraction: () => numbers.below(1_000) / 1_000,
          bytes: (count) => Uint8Array.from({ length: count }, () => numbers.below(240)),
        },
      }),
    });
  }
}
