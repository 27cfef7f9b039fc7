// Several processes of one province on one PostgreSQL database, writing, sending and receiving at the same time.
// Promise: what the embedded database owes to its single connection, a server owes to locks. No number twice, no gap,
// no envelope sent by two, no effect twice.
import { expect, it } from '@jest/globals';
import type { Answer, Delivery } from '../../subgraphs/province/exchange/check-envelope.js';
import { inTransaction } from '../../subgraphs/province/exchange/desk.js';
import type { Transaction } from '../../subgraphs/province/exchange/exchange.entity.js';
import { closeTask, holdOpenTask, listOpenTasks, raiseTask } from '../../subgraphs/province/exchange/exchange-task.js';
import { answerQuestion } from '../../subgraphs/province/exchange/question.js';
import { receiveEnvelope } from '../../subgraphs/province/exchange/receive-envelope.js';
import { cancelEnvelope, sendEnvelope } from '../../subgraphs/province/exchange/send-envelope.js';
import { settleReceipt } from '../../subgraphs/province/exchange/settle-receipt.js';
import { checkExchange, type History } from '../support/exchange/check-exchange.js';
import { ExchangeWorld } from '../support/exchange/exchange-world.js';
import { House } from '../support/exchange/house.js';
import { readStore } from '../support/exchange/read-stores.js';
import { until } from '../support/until.js';
import { passOn, setHolding, type TestTables } from '../support/exchange/test-module.js';

const PROCESSES = 3;

/** Provinces of several processes each; a message arrives at one of those of its addressee, in turn. */
class Crowd implements AsyncDisposable {
  readonly delivered: string[] = [];
  /** What went wrong where a message arrived; the exchange itself would only repeat it. */
  readonly faults: unknown[] = [];
  /** How often the network delivers each message, all at once. */
  copies = 1;
  readonly accepted: { id: string; from: string; to: string }[] = [];
  readonly #houses = new Map<string, readonly House[]>();
  #turns = 0;

  private constructor(readonly world: ExchangeWorld) {}

  static async open(provinces: readonly string[]): Promise<Crowd> {
    const crowd = new Crowd(await ExchangeWorld.open({ provinces }));
    for (const province of provinces) {
      const options = { ...crowd.world.house(province).options, deliver: crowd.#door() };
      const houses = Array.from({ length: PROCESSES }, () => House.open(options));
      crowd.#houses.set(province, await Promise.all(houses));
    }
    return crowd;
  }

  /** One of the processes of a province, another one each time. */
  process(province: string): House {
    this.#turns += 1;
    const houses = this.#houses.get(province) ?? [];
    const house = houses[this.#turns % houses.length];
    if (house === undefined) throw new Error(`${province} is not in this crowd`);
    return house;
  }

  #door(): House['options']['deliver'] {
    return {
      deliver: (to, delivery) =>
        this.#deliver(to, delivery).catch((error: unknown) => {
          this.faults.push(error);
          throw error;
        }),
      ask: (to, question) => answerQuestion(this.process(to).desk, question),
    };
  }

  // The answers to copies reach processes of the sender that are as good as the one that sent them.
  async #deliver(to: string, delivery: Delivery): Promise<Answer> {
    const copies = Array.from({ length: this.copies }, () => this.process(to));
    this.delivered.push(...copies.map(() => delivery.envelope.id));
    const [first, ...others] = await Promise.all(
      copies.map(({ desk, handlers }) => receiveEnvelope(desk, handlers, delivery)),
    );
    const settled = others.map(async (answer) => {
      const { desk, handlers } = this.process(delivery.envelope.from);
      if (answer.status === 'receipt') await settleReceipt(desk, handlers, answer.receipt);
    });
    await Promise.all(settled);
    if (first === undefined) throw new Error('no copy was sent');
    return first;
  }

  async note(from: string, to: string, collaborationNo: string): Promise<void> {
    const { desk } = this.process(from);
    const letter = { collaborationNo, to, event: 'note', payload: {} };
    const id = await inTransaction(desk, (transaction) => sendEnvelope(transaction, desk, letter));
    this.accepted.push({ id, from, to });
  }

  async handoff(from: string, to: string, collaborationNo: string): Promise<void> {
    const { desk } = this.process(from);
    const id = await inTransaction(desk, (transaction) =>
      passOn(transaction, desk, { collaborationNo, to, payload: {} }),
    );
    if (id !== undefined) this.accepted.push({ id, from, to });
  }

  async cancelLast(from: string): Promise<void> {
    const last = this.accepted.findLast((envelope) => envelope.from === from);
    if (last === undefined) return;
    const { desk } = this.process(from);
    const id = await inTransaction(desk, (transaction) => cancelEnvelope(transaction, desk, last.id));
    if (id !== undefined) this.accepted.push({ id, from, to: last.to });
  }

  /** One round of every relay of every process, all at once. Gives how many attempts that were. */
  async round(): Promise<number> {
    this.world.clock.advance(1_000);
    const rounds = [...this.#houses.values()].flat().map(({ relay }) => relay.runOnce());
    return (await Promise.all(rounds)).reduce((sum, attempts) => sum + attempts, 0);
  }

  /** Rounds until everything has an end. */
  async settle(): Promise<void> {
    const isBusy = async (): Promise<boolean> =>
      (await this.stores()).some(
        ({ outbox, parked }) => parked.length > 0 || outbox.some(({ state }) => state === 'PENDING'),
      );
    for (let rounds = 0; rounds < 200 && (await isBusy()); rounds += 1) await this.round();
  }

  stores() {
    return Promise.all(this.world.provinces.map((province) => readStore(province, this.world.house(province))));
  }

  history(): History {
    const now = this.world.clock.nowMs();
    const { keys } = this.world.keyRing;
    return {
      accepted: this.accepted,
      views: [],
      maxAttempts: 200,
      healedAtMs: now,
      quietAtMs: now,
      waitingAtHealing: 0,
      keys,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const house of [...this.#houses.values()].flat()) await house.close();
    await this.world[Symbol.asyncDispose]();
  }
}

it('gives numbers without gap or double to what several processes write to one link at once', async () => {
  await using crowd = await Crowd.open(['GD', 'HN']);

  await Promise.all(Array.from({ length: 30 }, () => crowd.note('GD', 'HN', 'C-1')));
  await crowd.settle();

  const [gd, hn] = await crowd.stores();
  expect(gd?.outbox.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(hn?.effects).toHaveLength(30);
  expect(checkExchange(await crowd.stores(), crowd.history())).toEqual([]);
});

it('has each envelope sent by one of several relays that look for work at once', async () => {
  await using crowd = await Crowd.open(['GD', 'HN']);
  await Promise.all(Array.from({ length: 30 }, (_, index) => crowd.note('GD', 'HN', `C-${index + 1}`)));

  await crowd.settle();

  expect(crowd.delivered.toSorted()).toEqual(crowd.accepted.map(({ id }) => id).toSorted());
});

it('processes an envelope once that arrives several times at once, and tells its sender once', async () => {
  await using crowd = await Crowd.open(['GD', 'HN']);
  crowd.copies = 5;

  await crowd.note('GD', 'HN', 'C-1');
  await crowd.settle();

  const [gd, hn] = await crowd.stores();
  expect(crowd.faults).toEqual([]);
  expect(crowd.delivered).toHaveLength(5);
  expect(hn?.effects).toHaveLength(1);
  expect(gd?.told).toHaveLength(1);
});

it('hands a collaboration on once when all processes do so at once', async () => {
  await using crowd = await Crowd.open(['GD', 'HN', 'SC']);
  await crowd.world.begin('GD', 'C-1');

  await Promise.all(Array.from({ length: 6 }, (_, index) => crowd.handoff('GD', index % 2 === 0 ? 'HN' : 'SC', 'C-1')));
  await crowd.settle();

  expect(crowd.accepted).toHaveLength(1);
  expect(checkExchange(await crowd.stores(), crowd.history())).toEqual([]);
});

it('keeps every promise when all processes of all provinces do everything at once', async () => {
  await using crowd = await Crowd.open(['GD', 'HN', 'SC']);
  const { choices, provinces } = crowd.world;
  const collaborations = ['C-1', 'C-2', 'C-3', 'C-4'];
  for (const collaboration_no of collaborations) {
    const holding = { collaboration_no, state: 'HOLDER', handoff_id: null } as const;
    await crowd.process(choices.of(provinces)).run((transaction) => setHolding(transaction, holding));
  }
  const act = (): Promise<void> => {
    const from = choices.of(provinces);
    const to = choices.of(provinces.filter((province) => province !== from));
    if (choices.once(6)) return crowd.cancelLast(from);
    return choices.once(3)
      ? crowd.note(from, to, choices.of(collaborations))
      : crowd.handoff(from, to, choices.of(collaborations));
  };

  for (let step = 0; step < 12; step += 1) await Promise.all([crowd.round(), ...Array.from({ length: 8 }, act)]);
  await crowd.settle();

  expect(crowd.faults).toEqual([]);
  expect(checkExchange(await crowd.stores(), crowd.history())).toEqual([]);
  expect(crowd.accepted.length).toBeGreaterThan(30);
});

it('opens a task again that is raised while another transaction closes it', async () => {
  await using world = await ExchangeWorld.open({ provinces: ['GD'] });
  const house = world.house('GD');
  const task = { kind: 'DEAD', subject: 'C-1 GD>HN' } as const;
  const raise = () => house.run((transaction) => raiseTask(transaction, { ...task, detail: '' }, '2026-03-02'));
  await raise();
  const { schema } = house.desk.storage.config.getAll();
  const isWaiting = async (): Promise<boolean> =>
    (
      await house.desk.storage.em.getConnection().execute<object[]>(
        `select from pg_locks join pg_stat_activity using (pid)
         where not granted and application_name = 'tongban ${schema ?? ''}'`,
      )
    ).length > 0;

  let isRaised = false;
  const both = house.run(async (transaction) => {
    const isOpen = await holdOpenTask(transaction, task);
    const raised = raise().then(() => (isRaised = true));
    await until(async () => isRaised || (await isWaiting()));
    if (isOpen) await closeTask(transaction, task, '2026-03-03');
    return { raised };
  });
  await (await both).raised;

  expect(await house.run(listOpenTasks)).toMatchObject([{ ...task, times: 2 }]);
});

it('begins a transaction again that a server had to undo for the sake of another', async () => {
  await using world = await ExchangeWorld.open({ provinces: ['GD'] });
  const house = world.house('GD');
  const holdings = (transaction: Transaction) => transaction.getKysely<TestTables>();
  const change = (transaction: Transaction, no: string) =>
    holdings(transaction)
      .updateTable('test_holding')
      .set({ state: 'COPY' })
      .where('collaboration_no', '=', no)
      .execute();
  for (const collaboration_no of ['C-1', 'C-2'])
    await house.run((transaction) => setHolding(transaction, { collaboration_no, state: 'HOLDER', handoff_id: null }));
  let beginnings = 0;
  const both = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const cross = (first: string, second: string, which: number) =>
    house.run(async (transaction) => {
      beginnings += 1;
      await change(transaction, first);
      both[which]?.resolve(undefined);
      await Promise.all(both.map(({ promise }) => promise));
      await change(transaction, second);
    });

  await Promise.all([cross('C-1', 'C-2', 0), cross('C-2', 'C-1', 1)]);

  expect(beginnings).toBe(3);
});
