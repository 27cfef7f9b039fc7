// Provinces that negotiate agreements, in one process: each on a database of its own, with one clock and one network.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Identity } from '../../../schema/identity.js';
import { AgreementFolder } from '../../../subgraphs/province/access/agreements/follow-agreements.js';
import {
  type AgreementPlace,
  type AgreementTables,
  fillShelf,
  sweepAgreements,
} from '../../../subgraphs/province/agreements/index.js';
import { atOneInstant, type Desk } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { createRelay, type Relay } from '../../../subgraphs/province/exchange/relay.js';
import { modules } from '../../../subgraphs/province/modules.js';
import { openProvinceStorage } from '../../../subgraphs/province/province.js';
import { createHandlers } from '../../../subgraphs/province/schema.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { type Choices, readChoices } from '../choices.js';
import { createKeyRing, type KeyRing } from '../exchange/key-ring.js';
import { createManualClock, type ManualClock } from '../exchange/manual-clock.js';
import { type ConnectedHouse, Network } from '../exchange/network.js';
import { randomNumbers } from '../random-numbers.js';
import { TestDatabases } from '../test-databases.js';
import { createVault } from '../vault.js';

const START = Date.parse('2026-03-02T01:00:00.000Z');

/** One province: its desk on its database, and a process on top of it that can be killed before any statement. */
interface Seat extends ConnectedHouse {
  readonly place: AgreementPlace;
  readonly shelf: AgreementFolder;
  relay: Relay;
  held: string;
}

/** Several provinces with their agreements. */
export class AgreementWorld implements AsyncDisposable {
  readonly clock: ManualClock = createManualClock(START);
  readonly network: Network;
  readonly choices: Choices;
  /** What provinces have said of documents that do not count. */
  readonly problems: string[] = [];
  readonly keyRing: KeyRing;
  readonly #seats = new Map<string, Seat>();
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tongban-agreements-'));
  readonly #databases = new TestDatabases(this.#folder);
  readonly #closing: (() => Promise<void>)[] = [];

  private constructor(seed: number, codes: readonly string[]) {
    this.network = new Network(seed);
    this.choices = readChoices(randomNumbers(seed + 1, 40_000));
    this.keyRing = createKeyRing(codes);
  }

  static async open(codes: readonly string[], seed = 1): Promise<AgreementWorld> {
    const world = new AgreementWorld(seed, codes);
    for (const [index, code] of codes.entries()) await world.#build(code, seed + index);
    return world;
  }

  get codes(): readonly string[] {
    return [...this.#seats.keys()];
  }

  seat(code: string): Seat {
    const seat = this.#seats.get(code);
    if (seat === undefined) throw new Error(`${code} is not in this world`);
    return seat;
  }

  /** A coordinator of a province does something; undefined when the process was killed while he did. */
  async act<Result>(
    code: string,
    work: (place: AgreementPlace, given: Given) => Promise<Result>,
  ): Promise<Result | undefined> {
    const seat = this.seat(code);
    try {
      return await work(seat.place, { caller: coordinatorOf(code) });
    } catch (error) {
      if (!seat.isDead) throw error;
      return undefined;
    } finally {
      seat.spare();
      this.revive();
    }
  }

  /** One round of every relay and every sweep; the clock moves by `ms` before. What was killed is started again. */
  async round(ms = 0): Promise<number> {
    this.clock.advance(ms);
    let attempts = 0;
    for (const seat of this.#seats.values()) {
      try {
        attempts += await seat.relay.runOnce();
        attempts += await sweepAgreements(seat.place, { onFault });
      } catch (error) {
        if (!seat.isDead) throw error;
      }
      seat.spare();
      this.revive();
    }
    return attempts;
  }

  /** Rounds until nothing is due any more at this instant, with what binds put beside the files. */
  async settle(): Promise<void> {
    for (let rounds = 0; (await this.round()) > 0; rounds += 1)
      if (rounds > 1_000) throw new Error('the relays never come to rest');
    await this.look();
  }

  /** Every province looks at what it has negotiated. */
  async look(): Promise<void> {
    for (const seat of this.#seats.values()) seat.held = await fillShelf(seat.desk, seat.shelf, seat.held);
  }

  /** Starts again whatever was killed. */
  revive(): void {
    this.network.takeKilled();
    for (const [code, seat] of this.#seats) {
      if (!seat.isDead) continue;
      seat.killAfter(Number.POSITIVE_INFINITY);
      seat.relay = this.#relayOf(code, seat);
    }
  }

  /** What was signed about the agreements of a number since, as a province has it. */
  supplements(code: string, number: string) {
    return atOneInstant(this.seat(code).desk, (transaction) =>
      transaction
        .getKysely<AgreementTables>()
        .selectFrom('agreement_supplement')
        .select(['number', 'by', 'version', 'from_ms', 'until_ms', 'is_complete'])
        .where('agreement_no', '=', number)
        .orderBy('number')
        .orderBy('by')
        .orderBy('version')
        .execute(),
    );
  }

  /** What a province has of a number, the first before its amendments. */
  copies(code: string, number: string) {
    return atOneInstant(this.seat(code).desk, (transaction) =>
      transaction
        .getKysely<AgreementTables>()
        .selectFrom('agreement')
        .selectAll()
        .where('number', '=', number)
        .orderBy('first_version')
        .execute(),
    );
  }

  /** The open warnings of a province, as kind and what they are about. */
  async warnings(code: string): Promise<readonly string[]> {
    const rows = await atOneInstant(this.seat(code).desk, (transaction) =>
      transaction
        .getKysely<AgreementTables>()
        .selectFrom('agreement_warning')
        .selectAll()
        .where('closed_at', 'is', null)
        .orderBy('kind')
        .execute(),
    );
    return rows.map(({ kind, about, rule }) => [kind, about, ...(rule === null ? [] : [rule])].join(' '));
  }

  /** What waits in a province: letters that it could not apply, or that have not arrived. */
  async unfinished(code: string): Promise<number> {
    return atOneInstant(this.seat(code).desk, async (transaction) => {
      const tables = transaction.getKysely<ExchangeTables>();
      const parked = await tables.selectFrom('exchange_parked').select('seq').execute();
      const open = await tables.selectFrom('exchange_outbox').select('id').where('receipt', 'is', null).execute();
      return parked.length + open.length;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing) await close();
    await this.#databases[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #relayOf(code: string, { desk, handlers }: Pick<Seat, 'desk' | 'handlers'>): Relay {
    return createRelay(desk, { handlers, deliver: this.network.doorOf(code) });
  }

  async #build(code: string, seed: number): Promise<void> {
    let left = Number.POSITIVE_INFINITY;
    const onSql = (sql: string): void => {
      left -= 1;
      if (left < 0 && !/^(rollback|begin|start transaction)/.test(sql)) throw new Error('The process was killed.');
    };
    const place = { dataDir: this.#folder, database: this.#databases.placeOf(code) };
    const storage = await openProvinceStorage({ instance: readInstance(code), ...place, onSql });
    this.#closing.push(() => storage.close(true));
    const numbers = readChoices(randomNumbers(seed + 77, 40_000));
    const randomness = {
      fraction: () => numbers.below(1_000) / 1_000,
      bytes: (count: number) => Uint8Array.from({ length: count }, () => numbers.below(240)),
    };
    const { clock, keyRing } = this;
    const vault = createVault();
    const keyed = { signer: keyRing.signerOf(code), keys: keyRing.keys, letters: keyRing.lettersOf(code) };
    const desk: Desk = { storage, clock, randomness, vault, ...keyed };
    const shelf = new AgreementFolder({
      folder: path.join(this.#folder, 'none'),
      clock,
      onProblem: (problem) => this.problems.push(problem),
    });
    const handlers = createHandlers(modules, desk, { agreements: shelf });
    const seat: Seat = {
      ...{ desk, handlers, shelf, held: '', relay: this.#relayOf(code, { desk, handlers }) },
      place: { desk, instance: readInstance(code), agreements: shelf, wake: () => undefined },
      get isDead() {
        return left < 0;
      },
      killAfter: (statements) => (left = statements),
      spare: () => {
        if (left >= 0) left = Number.POSITIVE_INFINITY;
      },
    };
    this.#seats.set(code, seat);
    this.network.connect(code, seat);
  }
}

// A world expects no fault, other than of a process that was killed.
const onFault = (error: unknown): void => {
  throw error;
};

interface Given {
  readonly caller: Identity;
}

const coordinatorOf = (province: string): Identity => ({
  ...{ subject: `coordinator-${province}`, role: 'coordinator', province, unit: undefined, person: undefined },
  scopes: new Set(),
});
