// Provinces that propose, counter, sign, amend and decline at random, while the network loses, repeats, delays and
// reorders, links are cut, keys are rotated and processes are killed between any two statements.
import {
  amendAgreement,
  counterAgreement,
  proposeAgreement,
  reviewAgreement,
  signAgreement,
  supplementAgreement,
} from '../../../subgraphs/province/agreements/commands.service.js';
import type { AgreementRow } from '../../../subgraphs/province/agreements/agreement.entity.js';
import { negotiating } from '../../../subgraphs/province/agreements/life/life.rules.js';
import { isoTime } from '../../../subgraphs/province/exchange/desk.js';
import type { Agreement } from '../../../subgraphs/province/shared/agreement.js';
import { CALM } from '../exchange/network.js';
import { AgreementWorld } from './agreement-world.js';
import { aText, aWholeClause } from './a-text.js';
import { type Called, checkAgreements, findDifferences } from './check-agreements.js';

/** What a storm has left: breaches at any instant, what differs at the end, and what came about. */
export interface AgreementAftermath {
  readonly breaches: readonly string[];
  readonly differences: readonly string[];
  readonly called: ReadonlyMap<string, string>;
  /** Commands that were carried out. */
  readonly done: number;
  readonly refused: number;
}

const PARTIES = ['GD', 'HN', 'GX'] as const;
const STATEMENTS_OF_A_ROUND = 80;
const STATEMENTS_OF_A_COMMAND = 60;
// Far more seconds than anything may take once the weather is fair.
const PATIENCE = 300;

/** Lets provinces negotiate through a storm. The seed alone decides what happens. */
export async function runAgreementStorm(seed: number, steps: number): Promise<AgreementAftermath> {
  await using world = await AgreementWorld.open(PARTIES, seed);
  const storm = new AgreementStorm(world);
  for (let step = 0; step < steps; step += 1) await storm.step(step);
  return await storm.clear(); // awaited here, or the world would be gone before its end
}

class AgreementStorm {
  readonly #numbers = PARTIES.map((code) => `${code}-STORM-1`);
  readonly #called: Called = new Map();
  readonly #breaches: string[] = [];
  #done = 0;
  #refused = 0;
  #keys = 0;

  constructor(readonly world: AgreementWorld) {}

  async step(step: number): Promise<void> {
    const { world } = this;
    const { choices } = world;
    const cut = choices.once(4) ? new Set([this.#pair().join('>')]) : world.network.weather.cut;
    world.network.weather = { isStormy: true, cut: choices.once(5) ? new Set<string>() : cut };
    if (choices.once(25)) world.keyRing.rotate(choices.of(PARTIES), isoTime(world.clock.nowMs()));
    for (let n = 1 + choices.below(2); n > 0; n -= 1) await this.#act();
    if (choices.once(3)) world.seat(choices.of(PARTIES)).killAfter(choices.below(STATEMENTS_OF_A_ROUND));
    await world.round(choices.of([0, 500, 2_000, 30_000]));
    await world.network.deliverLate(choices.below(3));
    world.revive();
    if (step % 3 === 0) await world.look();
    await this.#check();
  }

  async clear(): Promise<AgreementAftermath> {
    const { world } = this;
    while (world.network.lateCount > 0) {
      await world.network.deliverLate(10);
      world.revive();
    }
    world.network.weather = CALM;
    await this.#comeToRest();
    // What the storm has left on the tables is signed by whoever has not: nothing may stand in the way of that.
    for (const number of this.#numbers) for (const code of PARTIES) await this.#signLast(code, number);
    await this.#comeToRest();
    await world.settle();
    await this.#check();
    const differences = await findDifferences(world, this.#numbers);
    const [done, refused] = [this.#done, this.#refused];
    return { breaches: [...new Set(this.#breaches)], differences, called: this.#called, done, refused };
  }

  async #comeToRest(): Promise<void> {
    const { world } = this;
    for (let second = 0; second < PATIENCE && (await this.#isBusy()); second += 1) {
      await world.round(1_000);
      await this.#check();
    }
  }

  async #signLast(code: string, number: string): Promise<void> {
    const row = (await this.world.copies(code, number)).at(-1);
    if (row === undefined || !negotiating.includes(row.state)) return;
    const idempotencyKey = `k${(this.#keys += 1)}`;
    await this.world.act(code, (place, given) =>
      signAgreement(place, given, { idempotencyKey, id: row.id, hash: row.hash }),
    );
    await this.world.settle();
  }

  async #check(): Promise<void> {
    this.#breaches.push(...(await checkAgreements(this.world, this.#numbers, this.#called)));
  }

  async #isBusy(): Promise<boolean> {
    const waiting = await Promise.all(PARTIES.map((code) => this.world.unfinished(code)));
    return waiting.some((count) => count > 0);
  }

  /** A coordinator does something; the process may be killed while he does. */
  async #act(): Promise<void> {
    const { world } = this;
    const { choices } = world;
    const number = choices.of(this.#numbers);
    const anybody = choices.of(PARTIES);
    const isThere = (await world.copies(anybody, number)).length > 0;
    const code = isThere ? anybody : number.slice(0, 2);
    const rows = await world.copies(code, number);
    if (choices.once(6)) world.seat(code).killAfter(choices.below(STATEMENTS_OF_A_COMMAND));
    const outcome = await world.act(code, (place, given) => {
      const row = rows.at(-1);
      const key = { idempotencyKey: `k${(this.#keys += 1)}` };
      if (row === undefined) {
        const document = JSON.stringify(this.#text(number, code, 1));
        return proposeAgreement(place, given, { ...key, document });
      }
      return this.#continue({ place, given, key, code, row });
    });
    if (outcome === undefined) return;
    if ('refusal' in outcome) this.#refused += 1;
    else this.#done += 1;
  }

  #continue({ place, given, key, code, row }: Continuing) {
    const { choices } = this.world;
    const about = { ...key, id: row.id };
    const next = (): string => JSON.stringify(this.#text(row.number, code, row.version + 1));
    const isNegotiated = negotiating.includes(row.state);
    if (!isNegotiated && choices.once(2)) return amendAgreement(place, given, { ...about, document: next() });
    if (!isNegotiated) {
      const what = choices.of(['suspend', 'resume', 'terminate'] as const);
      return supplementAgreement(place, given, { what, ...about, reasonZh: '理由', reasonEn: 'a reason' });
    }
    const choice = choices.below(20);
    if (choice < 14) return signAgreement(place, given, { ...about, hash: row.hash });
    if (choice < 16) return counterAgreement(place, given, { ...about, document: next() });
    const verdict = choice === 16 && choices.once(3) ? 'DECLINE' : 'TAKE_UP';
    return reviewAgreement(place, given, { ...about, verdict, reason: 'a reason' });
  }

  // Each text is another, so that two that cross under one version are told apart by their hashes.
  #text(number: string, by: string, version: number): Agreement {
    const { clock, choices } = this.world;
    const fromMs = clock.nowMs() + choices.of([-3_600_000, 20_000, 120_000]);
    const title = `${by} ${choices.below(1_000_000)}`;
    return aText(PARTIES, {
      ...{ number, version, title: { zh: title, en: title } },
      clauses: { items: [aWholeClause({ items: { allOf: 'PAN_PEARL_RIVER_DELTA' } })], dataGrants: [] },
      validity: { from: isoTime(fromMs), until: choices.once(4) ? isoTime(fromMs + 90_000) : null },
    });
  }

  #pair(): readonly [string, string] {
    const { choices } = this.world;
    const from = choices.of(PARTIES);
    return [from, choices.of(PARTIES.filter((province) => province !== from))];
  }
}

interface Continuing {
  readonly place: Parameters<typeof signAgreement>[0];
  readonly given: Parameters<typeof signAgreement>[1];
  readonly key: { readonly idempotencyKey: string };
  readonly code: string;
  readonly row: AgreementRow;
}
