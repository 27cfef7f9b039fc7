import { CANCEL_EVENT } from '../../../subgraphs/province/exchange/send-envelope.js';
import { isoTime } from '../../../subgraphs/province/exchange/desk.js';
import type { History } from './check-exchange.js';
import { ExchangeWorld } from './exchange-world.js';
import { CALM } from './network.js';
import { readStore, receiptOf, type Store } from './read-stores.js';

export interface StormOptions {
  readonly seed: number;
  readonly provinces?: readonly string[];
  readonly collaborations?: number;
  readonly steps?: number;
}

/** What a storm left behind. */
export interface Aftermath {
  readonly stores: readonly Store[];
  readonly history: History;
}

// A process that is killed while it sends dies before one of its next statements.
const STATEMENTS_OF_A_ROUND = 60;
// From the end of the storm on: far more seconds than anything may take.
const PATIENCE = 120;

/**
 * Lets provinces hand collaborations to each other, write notes and call both back, while the network loses, repeats,
 * delays and reorders, while links are cut, keys are rotated and processes are killed between any two statements. Then
 * the weather clears, and all that is left is delivered. The seed alone decides what happens.
 */
export async function runStorm(options: StormOptions): Promise<Aftermath> {
  const { seed, provinces = ['GD', 'HN', 'SC'], collaborations = 4, steps = 60 } = options;
  await using world = await ExchangeWorld.open({ seed, provinces });
  const storm = new Storm(world, collaborations);
  await storm.begin();
  for (let step = 0; step < steps; step += 1) await storm.step();
  return await storm.clear(); // awaited here, or the world would be gone before its end
}

class Storm {
  readonly #accepted: { id: string; from: string; to: string }[] = [];
  readonly #views: { id: string; result: string | null }[] = [];
  readonly #collaborations: readonly string[];

  constructor(
    readonly world: ExchangeWorld,
    count: number,
  ) {
    this.#collaborations = Array.from({ length: count }, (_, index) => `C-${index + 1}`);
  }

  async begin(): Promise<void> {
    for (const no of this.#collaborations) await this.world.begin(this.world.choices.of(this.world.provinces), no);
  }

  async step(): Promise<void> {
    const { world } = this;
    const { choices } = world;
    const cut = choices.once(4) ? new Set([this.#pair().join('>')]) : world.network.weather.cut;
    world.network.weather = { isStormy: true, cut: choices.once(5) ? new Set<string>() : cut };
    if (choices.once(25)) world.keyRing.rotate(choices.of(world.provinces), isoTime(world.clock.nowMs()));
    if (choices.once(12)) await world.house(choices.of(world.provinces)).restart();
    for (let n = choices.below(3); n > 0; n -= 1) await this.#act();
    if (choices.once(3)) world.house(choices.of(world.provinces)).killAfter(choices.below(STATEMENTS_OF_A_ROUND));
    await world.round(choices.of([0, 500, 2_000, 30_000]));
    await world.network.deliverLate(choices.below(3));
    await world.revive();
    await this.#look();
  }

  async clear(): Promise<Aftermath> {
    const { world } = this;
    while (world.network.lateCount > 0) {
      await world.network.deliverLate(10);
      await world.revive();
    }
    world.network.weather = CALM;
    const healedAtMs = world.clock.nowMs();
    for (let second = 0; second < PATIENCE && (await this.#isBusy()); second += 1) {
      await world.round(1_000);
      await world.settle();
      await this.#look();
    }
    const { keys } = world.keyRing;
    const quietAtMs = world.clock.nowMs();
    const history = {
      accepted: this.#accepted,
      views: this.#views,
      maxAttempts: 200,
      waitingAtHealing: 0,
      healedAtMs,
      quietAtMs,
      keys,
    };
    return { stores: await this.#stores(), history };
  }

  /** Somebody does something; the process may be killed while it does. */
  async #act(): Promise<void> {
    const { world } = this;
    const { choices } = world;
    const [from, to] = this.#pair();
    const house = world.house(from);
    const collaborationNo = choices.of(this.#collaborations);
    const payload = { n: choices.below(1_000), refuse: choices.once(5) };
    if (choices.once(8)) house.killAfter(choices.below(12));
    try {
      const id = choices.once(6)
        ? await this.#cancel(from)
        : choices.once(2)
          ? await world.handoff(from, to, { collaborationNo, payload })
          : await world.note(from, to, { collaborationNo, payload });
      if (id !== undefined) this.#accepted.push({ id, from, to });
    } catch (error) {
      if (!house.isDead) throw error;
    }
    house.spare();
    await world.revive();
  }

  async #cancel(from: string): Promise<string | undefined> {
    const { outbox } = await readStore(from, this.world.house(from));
    const open = outbox.filter(({ receipt, event }) => receipt === null && event !== CANCEL_EVENT);
    return open.length === 0 ? undefined : this.world.cancel(from, this.world.choices.of(open).id);
  }

  #pair(): readonly [string, string] {
    const { choices, provinces } = this.world;
    const from = choices.of(provinces);
    return [from, choices.of(provinces.filter((province) => province !== from))];
  }

  async #look(): Promise<void> {
    for (const { outbox } of await this.#stores()) {
      for (const row of outbox) this.#views.push({ id: row.id, result: receiptOf(row)?.result ?? null });
    }
  }

  async #isBusy(): Promise<boolean> {
    const stores = await this.#stores();
    return stores.some(({ outbox, parked }) => parked.length > 0 || outbox.some(({ state }) => state === 'PENDING'));
  }

  async #stores(): Promise<readonly Store[]> {
    const stores: Store[] = [];
    for (const province of this.world.provinces) stores.push(await readStore(province, this.world.house(province)));
    return stores;
  }
}
