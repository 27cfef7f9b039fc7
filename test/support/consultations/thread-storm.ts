// Threads in bad weather: commands of everybody, lost, late and repeated letters, letters that are called back, and
// processes that are killed between any two statements. The seed alone decides.
import type { Asker } from '../../../scripts/demo/play-journey.js';
import type {
  ConsultationTables,
  HandoffRow,
  ThreadRow,
} from '../../../subgraphs/province/consultations/consultation.entity.js';
import type { PolicyTables } from '../../../subgraphs/province/policy/policy.entity.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { toReceipt } from '../../../subgraphs/province/exchange/chain-rows.js';
import { cancelEnvelope, reviveLink } from '../../../subgraphs/province/exchange/send-envelope.js';
import type { Ledger } from '../../../subgraphs/province/consultations/thread-clock.rules.js';
import { type Choices, readChoices } from '../choices.js';
import { CALM } from '../exchange/network.js';
import { randomNumbers } from '../random-numbers.js';
import { ConsultationWorld, coordinatorOf, type Data, officerIn, otherUnitIn, unitIn } from './consultation-world.js';

export const PROVINCES = ['GD', 'HN', 'XJ'];

/** What the provinces hold of one thread. */
export interface Held {
  readonly origin: string;
  readonly rows: readonly ThreadRow[];
  readonly handoffs: ReadonlyMap<string, readonly HandoffRow[]>;
}

/** What was done, and with what success: so that a storm in which nothing happens is seen. */
export type Tally = Map<string, number>;

const STATEMENTS = 40;
const MINUTE_MS = 60_000;

export class ThreadStorm implements AsyncDisposable {
  readonly tally: Tally = new Map();
  readonly #choices: Choices;
  readonly #threads: string[] = [];

  private constructor(
    readonly world: ConsultationWorld,
    seed: number,
  ) {
    this.#choices = readChoices(randomNumbers(seed, 60_000));
  }

  static async open(seed: number, threads: number): Promise<ThreadStorm> {
    const storm = new ThreadStorm(await ConsultationWorld.open(PROVINCES), seed);
    await storm.#setPolicy({ CONSULTATION_TRANSFERS: 5, CONSULTATION_REOPENINGS: 3 });
    for (let count = 0; count < threads; count += 1) {
      const { id } = await storm.world.command(
        'openConsultation',
        { province: 'GD', text: `问${count}` },
        storm.world.citizen,
      );
      storm.#threads.push(id);
    }
    return storm;
  }

  /** Something happens somewhere, and some letters go their ways. */
  async step(): Promise<void> {
    const { cases } = this.world;
    const choices = this.#choices;
    cases.network.weather = {
      isStormy: true,
      cut: new Set(choices.once(5) ? [`${this.#province()}>${this.#province()}`] : []),
    };
    cases.clock.advance(choices.below(180) * MINUTE_MS + choices.below(5_000));
    await this.#mortal(this.#province(), () => this.#act(choices.of(this.#threads)));
    const code = this.#province();
    await this.#mortal(code, () => cases.seat(code).relay.runOnce());
    if (choices.once(2)) await this.#mortal(this.#province(), () => cases.network.deliverLate(2));
  }

  /**
   * The weather clears, and all that is left is delivered: what was given up after three days by the people who are
   * called for it, the rest within hours, since whoever has lost a peer often tries again that late.
   */
  async clear(): Promise<void> {
    const { cases } = this.world;
    cases.network.weather = CALM;
    while (cases.network.lateCount > 0) await cases.network.deliverLate(10);
    for (let round = 0; round < 72; round += 1) {
      for (const code of PROVINCES) await this.#reviveLinks(code);
      cases.clock.advance(3_600_000);
      await cases.deliverAll();
    }
  }

  /** What all provinces hold of each thread. */
  async look(): Promise<readonly Held[]> {
    const held: Held[] = [];
    for (const origin of this.#threads) {
      const rows: ThreadRow[] = [];
      const handoffs = new Map<string, readonly HandoffRow[]>();
      for (const code of PROVINCES) {
        const id = this.world.in(code, origin);
        const tables = this.world.cases.seat(code).orm.em.fork().getKysely<ConsultationTables>();
        const row = await tables.selectFrom('consultation').selectAll().where('id', '=', id).executeTakeFirst();
        const all = tables.selectFrom('consultation_handoff').selectAll().where('consultation_id', '=', id);
        if (row !== undefined) rows.push(row);
        handoffs.set(code, await all.orderBy('seq').execute());
      }
      held.push({ origin, rows, handoffs });
    }
    return held;
  }

  /** Who had a thread when, by the signed receipts of its letters alone. */
  async proven({ origin, rows }: Held): Promise<Ledger> {
    const [row] = rows;
    const moves: { readonly from: string; readonly to: string; readonly at: number }[] = [];
    for (const code of PROVINCES)
      for (const { event, collaboration_no: no, addressee: to, receipt } of await this.world.cases.sent(code)) {
        if (event !== 'consultationPassed' || no !== row?.collaboration_no || receipt === null) continue;
        const { result, at } = toReceipt(receipt);
        if (result === 'APPLIED') moves.push({ from: code, to, at: Date.parse(at) });
      }
    const handoffs = moves
      .toSorted((a, b) => a.at - b.at)
      .map(({ from, to, at }) => ({
        from: { province: from, unit: '' },
        to: { province: to, unit: '' },
        acknowledgedAt: at,
      }));
    return { first: { province: origin.slice(0, 2), unit: '' }, startedAt: row?.started_ms ?? 0, handoffs };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.world[Symbol.asyncDispose]();
  }

  // As far as a province may go, so that threads travel as much as they can.
  async #setPolicy(
    values: Readonly<Record<'CONSULTATION_TRANSFERS' | 'CONSULTATION_REOPENINGS', number>>,
  ): Promise<void> {
    for (const code of PROVINCES) {
      const tables = this.world.cases.seat(code).orm.em.getKysely<PolicyTables>();
      for (const name of ['CONSULTATION_TRANSFERS', 'CONSULTATION_REOPENINGS'] as const) {
        const change = { code: name, seq: 1, id: `${code}-${name}`, at: '2026-01-01T00:00:00.000Z' };
        const rest = { from_value: 1, to_value: values[name], reason: 'storm', changed_by: 'test' };
        await tables
          .insertInto('policy_change')
          .values({ ...change, ...rest })
          .execute();
      }
    }
  }

  async #reviveLinks(code: string): Promise<void> {
    const { desk } = this.world.cases.seat(code).exchange;
    await inTransaction(desk, async (transaction) => {
      const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox');
      const dead = outbox.select(['collaboration_no', 'addressee']).distinct().where('state', '=', 'DEAD');
      for (const { collaboration_no: collaborationNo, addressee: to } of await dead.execute())
        await reviveLink(transaction, desk, { collaborationNo, from: code, to });
    });
  }

  #province(): string {
    return this.#choices.of(PROVINCES);
  }

  // The process may be killed before any of its next statements; what it had begun is undone, and it starts again.
  async #mortal(code: string, work: () => Promise<unknown>): Promise<void> {
    const { cases } = this.world;
    const isDoomed = this.#choices.once(3);
    if (isDoomed) cases.killAfter(code, this.#choices.below(STATEMENTS));
    try {
      await work();
    } catch (error) {
      if (!isDoomed || !String((error as Error).stack).includes('killed')) throw error;
      this.#count('killed');
    } finally {
      cases.revive(code);
    }
  }

  async #act(origin: string): Promise<void> {
    const choices = this.#choices;
    const code = await this.#whereToAct(origin);
    const id = this.world.in(code, origin);
    if (choices.once(3) && (await this.#stateIn(code, id)) === 'TRANSFERRED') return this.#callBack(code, id);
    const [name, input, asker] = choices.of(this.#acts(code, id, origin));
    const done = await this.world.command(name, input, asker);
    this.#count(done.code === undefined ? name : 'refused');
  }

  // Mostly where something can be done; at times where it cannot, which has to be refused.
  async #whereToAct(origin: string): Promise<string> {
    if (this.#choices.once(5)) return this.#province();
    const here: string[] = [];
    for (const code of PROVINCES) {
      const state = await this.#stateIn(code, this.world.in(code, origin));
      if (state !== undefined && state !== 'ELSEWHERE') here.push(code);
    }
    return this.#choices.of(here);
  }

  async #stateIn(code: string, id: string): Promise<string | undefined> {
    const tables = this.world.cases.seat(code).orm.em.fork().getKysely<ConsultationTables>();
    const row = await tables.selectFrom('consultation').select('state').where('id', '=', id).executeTakeFirst();
    return row?.state;
  }

  #acts(code: string, id: string, origin: string): readonly (readonly [string, Data, Asker])[] {
    const choices = this.#choices;
    const unit = choices.of([unitIn(code), otherUnitIn(code)]);
    const officers = [officerIn(code), officerIn(code, otherUnitIn(code))];
    const officer = choices.of(officers);
    const to = choices.of(PROVINCES.filter((one) => one !== code));
    const pass = ['transferConsultation', { id, to, text: '转办' }, coordinatorOf(code)] as const;
    return [
      ['routeConsultation', { id, unit }, coordinatorOf(code)],
      ['routeConsultation', { id, unit }, coordinatorOf(code)],
      ['acceptConsultation', { id }, officer],
      ['acceptConsultation', { id }, officer],
      ...[pass, pass, pass],
      ['transferConsultation', { id, unit, text: '转本省' }, officer],
      ['extendConsultation', { id, days: 2, text: '延期' }, officer],
      ['answerConsultation', { id, text: '答' }, officer],
      ['reopenConsultation', { id: origin, text: '重开' }, this.world.citizen],
      ['escalateConsultation', { id: origin, text: '逾期' }, this.world.citizen],
    ];
  }

  async #callBack(code: string, id: string): Promise<void> {
    const { desk } = this.world.cases.seat(code).exchange;
    const called = await inTransaction(desk, async (transaction) => {
      const rows = transaction.getKysely<ConsultationTables>().selectFrom('consultation').select('pending');
      const row = await rows.where('id', '=', id).executeTakeFirst();
      return typeof row?.pending === 'string' ? cancelEnvelope(transaction, desk, row.pending) : undefined;
    });
    if (called !== undefined) this.#count('called back');
  }

  #count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }
}
