import { envelopeEvents } from '../../../subgraphs/province/cases/machine/vocabulary.rules.js';
import { copyFileSync, mkdtempDisposableSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchangeEntities, type Transaction } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { type Desk, type EventHandlers, inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { Deliver } from '../../../subgraphs/province/exchange/peer-door.js';
import { createRelay, type Relay } from '../../../subgraphs/province/exchange/relay.js';
import { openProvinceDatabase, type ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';
import { createTestHandlers, createTestTables, type HandlerMood } from './test-module.js';

// Creating the tables takes longer than most tests, so it is done once and copied.
let template: Buffer | undefined;

async function createTemplate(): Promise<Buffer> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tongban-template-'));
  const file = join(folder.path, 'empty.sqlite');
  const storage = await openProvinceDatabase({ place: { file }, entities: [...exchangeEntities] });
  await storage.em.fork().transactional(createTestTables);
  await storage.close(true);
  return readFileSync(file);
}

export interface HouseOptions {
  readonly file: string;
  readonly createDesk: (storage: ProvinceStorage) => Desk;
  readonly deliver: Deliver;
}

/**
 * One province of a test: its database in a file, and the process on top of it, which can be killed before any SQL
 * statement and started again on what is left in the file.
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
    template ??= await createTemplate();
    writeFileSync(options.file, template);
    const house = new House(options);
    await house.start();
    return house;
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
      place: { file: this.options.file },
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
    copyFileSync(this.options.file, `${this.options.file}.backup`);
    await this.start();
  }

  /** Goes back to the backup and starts. */
  async restore(): Promise<void> {
    await this.close();
    for (const suffix of ['-wal', '-shm']) rmSync(`${this.options.file}${suffix}`, { force: true });
    copyFileSync(`${this.options.file}.backup`, this.options.file);
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
  if (life.statementsLeft < 0 && sql !== 'rollback' && sql !== 'begin') throw new Error('The process was killed.');
}
