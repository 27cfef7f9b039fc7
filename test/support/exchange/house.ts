import { envelopeEvents } from '../../../subgraphs/province/cases/machine/vocabulary.rules.js';
import { exchangeEntities, type Transaction } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { type Desk, type EventHandlers, inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { Deliver } from '../../../subgraphs/province/exchange/peer-door.js';
import { createRelay, type Relay } from '../../../subgraphs/province/exchange/relay.js';
import { openProvinceDatabase, type ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';
import type { TestDatabases } from '../test-databases.js';
import { createTestHandlers, createTestTables, type HandlerMood } from './test-module.js';

export interface HouseOptions {
  readonly name: string;
  /** Where `name` is one of the databases. */
  readonly databases: TestDatabases;
  readonly createDesk: (storage: ProvinceStorage) => Desk;
  readonly deliver: Deliver;
}

/**
 * One province of a test: its database, and the process on top of it, which can be killed before any SQL
 * statement and started again on what is left in it.
 */
export class House {
  readonly mood: HandlerMood = { poisoned: new Set(), deaf: new Set() };
  readonly handlers: EventHandlers = createTestHandlers(this.mood, Object.keys(envelopeEvents));
  #storage: ProvinceStorage | undefined;
  #desk: Desk | undefined;
  #relay: Relay | undefined;
  #life: Life = { statementsLeft: Number.POSITIVE_INFINITY };

  private constructor(readonly options: HouseOptions) {}

  /** Opens a province. */
  static async open(options: HouseOptions): Promise<House> {
    const house = new House(options);
    await house.start();
    await house.run(createTestTables);
    return house;
  }

  get #backup(): string {
    return `${this.options.name}-backup`;
  }

  get desk(): Desk {
    if (this.#desk === undefined) throw new Error('the house is closed');
    return this.#desk;
  }

  get relay(): Relay {
    if (this.#relay === undefined) throw new Error('the house is closed');
    return this.#relay;
  }

  /** True after the process was killed. */
  get isDead(): boolean {
    return this.#life.statementsLeft < 0;
  }

  run<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return inTransaction(this.desk, work);
  }

  /** Kills the process before the SQL statement that comes after so many more. */
  killAfter(statements: number): void {
    this.#life.statementsLeft = statements;
  }

  /** Lets a planned death pass. */
  spare(): void {
    if (!this.isDead) this.#life.statementsLeft = Number.POSITIVE_INFINITY;
  }

  async start(): Promise<void> {
    // Each process has a life of its own: whatever goes on in a dead one stays without effect.
    const life = { statementsLeft: Number.POSITIVE_INFINITY };
    this.#life = life;
    const onSql = (sql: string): void => count(life, sql);
    this.#storage = await openProvinceDatabase({
      place: this.options.databases.placeOf(this.options.name),
      entities: [...exchangeEntities],
      onSql,
    });
    this.#desk = this.options.createDesk(this.#storage);
    this.#relay = createRelay(this.#desk, { handlers: this.handlers, deliver: this.options.deliver });
  }

  /** Starts the process again, whatever state it was in. */
  async restart(): Promise<void> {
    await this.close();
    await this.start();
  }

  async close(): Promise<void> {
    this.#life.statementsLeft = -1;
    const storage = this.#storage;
    this.#storage = undefined;
    this.#desk = undefined;
    this.#relay = undefined;
    await storage?.close(true);
  }

  /** Copies the database as a backup would. */
  async backUp(): Promise<void> {
    await this.close();
    await this.options.databases.copy(this.options.name, this.#backup);
    await this.start();
  }

  /** Goes back to the backup and starts. */
  async restore(): Promise<void> {
    await this.close();
    await this.options.databases.copy(this.#backup, this.options.name);
    await this.start();
  }
}

interface Life {
  statementsLeft: number;
}

// What a dead process had begun is rolled back by whoever opens the file next; here, by itself. A transaction that
// begins dies at its next statement: Kysely 0.29 never gives back the connection of one that could not begin.
function count(life: Life, sql: string): void {
  life.statementsLeft -= 1;
  if (life.statementsLeft < 0 && !/^(rollback|begin|start transaction)/.test(sql))
    throw new Error('The process was killed.');
}
