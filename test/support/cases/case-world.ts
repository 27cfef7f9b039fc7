// Provinces in one process, each on a database of its own, with one clock that stands still and the network of the
// exchange between them. Commands go through the graph of each province, as a gateway would send them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseGlobalId } from '../../../schema/global-id.js';
import type { Identity } from '../../../schema/identity.js';
import { type Asker, findNotAllowed, type Stage } from '../../../scripts/demo/play-journey.js';
import { AgreementFolder } from '../../../subgraphs/province/access/agreements/follow-agreements.js';
import { signDocument } from '../../../subgraphs/province/access/agreements/sign-document.js';
import type { SignedDocument } from '../../../subgraphs/province/access/agreements/signed-document.js';
import { formatError } from '../../../subgraphs/server/format-error.js';
import { sweepClocks } from '../../../subgraphs/province/cases/index.js';
import type { CatalogueTables } from '../../../subgraphs/province/catalogue/index.js';
import type { ProvinceContext } from '../../../subgraphs/province/context.js';
import { type Desk, inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables, OutboxRow } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { type Message, sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import type { Exchange } from '../../../subgraphs/province/exchange/exchange.js';
import { createRelay, type Relay } from '../../../subgraphs/province/exchange/relay.js';
import type { HandlingTables } from '../../../subgraphs/province/cases/handling/handling.entity.js';
import { startClock } from '../../../subgraphs/province/shared/clock.js';
import { toJson } from '../../../subgraphs/province/storage/stored.js';
import { modules } from '../../../subgraphs/province/modules.js';
import { createHandlers } from '../../../subgraphs/province/schema.js';
import { seedProvince } from '../../../subgraphs/province/seeds/seed-province.js';
import { type ProvinceInstance, readInstance } from '../../../subgraphs/shared/instance.js';
import { openProvinceStorage, provinceRuntime } from '../../../subgraphs/province/province.js';
import type { ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';
import { sweepCards } from '../../../subgraphs/province/supervision/index.js';
import { randomNumbers } from '../random-numbers.js';
import { TestDatabases } from '../test-databases.js';
import { createKeyRing, type KeyRing } from '../exchange/key-ring.js';
import { createManualClock, type ManualClock } from '../exchange/manual-clock.js';
import { createMaterialFiles, type MaterialFiles } from '../../../subgraphs/province/storage/material-files.js';
import {
  answerChunk,
  askForChunk,
  type FetchChunk,
  isRefusedChunk,
  openChunk,
  runTransfers,
  sweepEnded,
} from '../../../subgraphs/province/materials/index.js';
import { createContext } from '../province-context.js';
import { createVault } from '../vault.js';
import { Network } from '../exchange/network.js';

type Data = Readonly<Record<string, unknown>>;

interface Seat {
  readonly instance: ProvinceInstance;
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly files: MaterialFiles;
  readonly agreements: AgreementFolder;
  readonly relay: Relay;
}

// A Monday morning at nine in China: every office is open.
const START = Date.parse('2026-03-02T01:00:00.000Z');

/** Provinces that handle cases together, and a hand on their clock. */
export class CaseWorld implements AsyncDisposable {
  readonly clock: ManualClock = createManualClock(START);
  readonly network = new Network(1);
  /** Provinces that give no materials. */
  readonly unreachable = new Set<string>();
  /** What provinces said last of files of agreements that do not count. */
  readonly problems: string[] = [];
  /** Digests of the materials of which chunks were fetched, in order. */
  readonly fetched: string[] = [];
  readonly #seats = new Map<string, Seat>();
  readonly #lives = new Map<string, number>();
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tongban-cases-'));
  readonly #databases = new TestDatabases(this.#folder);
  readonly #executor = provinceRuntime().executor;
  readonly #keyRing: KeyRing;
  #plays = 0;

  private constructor(codes: readonly string[]) {
    this.#keyRing = createKeyRing(codes);
  }

  static async open(codes: readonly string[]): Promise<CaseWorld> {
    const world = new CaseWorld(codes);
    for (const [index, code] of codes.entries()) await world.#build(code, index);
    return world;
  }

  /** Asks the province that the variables name, as a gateway would for this caller, or for nobody known. */
  async ask(query: string, variables: Data, asker?: Asker): Promise<Data> {
    const context = this.#contextIn(ownerIn(variables), asker);
    const { data, errors } = await this.#executor({ query, variables }, context);
    if (errors !== undefined)
      throw (
        findNotAllowed(errors.map((error) => formatError(error, () => undefined))) ??
        new Error(errors.map(({ message, originalError }) => originalError?.stack ?? message).join())
      );
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
    const { exchange, instance, agreements } = this.seat(code);
    return sweepClocks({ desk: exchange.desk, instance, agreements, wake: () => exchange.wake() });
  }

  /** Lets a province bring its cards up to what has happened, and to what time has brought about. */
  supervise(code: string): Promise<number> {
    const { exchange, instance } = this.seat(code);
    return sweepCards({ desk: exchange.desk, instance, wake: () => exchange.wake() });
  }

  /** Kills the process of a province before the SQL statement that comes after so many more, until it is revived. */
  killAfter(code: string, statements: number): void {
    this.#lives.set(code, statements);
  }

  /** Lets a province that was killed work again on what is left in its database. */
  revive(code: string): void {
    this.#lives.delete(code);
  }

  #count(code: string, sql: string): void {
    const left = this.#lives.get(code);
    if (left === undefined) return;
    this.#lives.set(code, left - 1);
    if (left <= 0 && !/^(rollback|begin|start transaction)/.test(sql)) throw new Error('The process was killed.');
  }

  /** One province tells another whatever it likes, in a transaction of its own; gives the envelope's id. */
  tell(from: string, message: Message): Promise<string> {
    const { desk } = this.seat(from).exchange;
    return inTransaction(desk, (transaction) => sendEnvelope(transaction, desk, message));
  }

  /** The envelopes that a province has written, oldest first. */
  async sent(code: string): Promise<readonly OutboxRow[]> {
    const outbox = this.seat(code).orm.em.getKysely<ExchangeTables>().selectFrom('exchange_outbox').selectAll();
    return outbox.orderBy('at').orderBy('id').execute();
  }

  /** What waits in a province: envelopes that it could not apply, and tasks for a person. */
  async unfinished(code: string): Promise<readonly object[]> {
    const tables = this.seat(code).orm.em.getKysely<ExchangeTables>();
    const parked = await tables.selectFrom('exchange_parked').selectAll().execute();
    const tasks = await tables.selectFrom('exchange_task').selectAll().where('closed_at', 'is', null).execute();
    return [...parked, ...tasks];
  }

  /** A province fetches what was listed and is due, from the provinces that listed it. */
  fetchMaterials(code: string): Promise<number> {
    const { orm, files } = this.seat(code);
    return runTransfers({ storage: orm, files, nowMs: this.clock.nowMs, fetchChunk: this.fetchChunk(code) });
  }

  /** How a province asks others for chunks. */
  fetchChunk(code: string): FetchChunk {
    return async (from, digest, offset) => {
      if (this.unreachable.has(from)) throw new Error(`${from} is out of reach.`);
      this.fetched.push(digest);
      const { desk } = this.seat(code).exchange;
      const chunk = await answerChunk(this.#contextIn(from), await askForChunk(desk, from, { digest, offset }));
      if (!('refusal' in chunk)) return openChunk(desk, { from, digest, offset }, chunk);
      const { refusal } = chunk;
      return isRefusedChunk(refusal) ? { refusal } : undefined;
    };
  }

  /** A province erases the files of cases that have ended long enough ago. */
  sweepEnded(code: string): Promise<number> {
    const { orm, files } = this.seat(code);
    return sweepEnded({ storage: orm, files, nowMs: this.clock.nowMs });
  }

  /** Damages a file that a province keeps, or mends it: one byte of it is turned over. */
  turnByte(code: string, digest: string): void {
    const root = this.#materials(code);
    const [name = ''] = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith(digest),
    );
    const bytes = readFileSync(path.join(root, name));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path.join(root, name), bytes);
  }

  /** Takes an item off the list of a province. */
  async withoutItem(code: string, itemCode: string): Promise<void> {
    const items = this.seat(code).orm.em.getKysely<CatalogueTables>().deleteFrom('service_item');
    await items.where('item_code', '=', itemCode).execute();
  }

  /** A province puts a new version of an item into force. */
  async changeRules(code: string, itemCode: string): Promise<void> {
    const items = this.seat(code).orm.em.getKysely<CatalogueTables>().updateTable('service_item');
    await items
      .set((row) => ({ version: row('version', '+', 1) }))
      .where('item_code', '=', itemCode)
      .execute();
  }

  /** Copies a case so often, each copy with a clock that is due in a year of which the holidays are not published. */
  async openForLong(code: string, count: number): Promise<void> {
    const tables = this.seat(code).orm.em.getKysely<HandlingTables>();
    const file = await tables.selectFrom('case_file').selectAll().executeTakeFirstOrThrow();
    const course = await tables.selectFrom('case_course').selectAll().executeTakeFirstOrThrow();
    const startedAt = Date.parse('2026-12-28T01:00:00.000Z');
    const unit = 'WORKING_DAY';
    const clock = startClock({ province: code, startedAt, limit: { value: 5, unit }, extensionAtMost: 0 });
    for (let index = 0; index < count; index += 1) {
      const collaboration_no = `OPEN-${index}`;
      const row = { ...course, collaboration_no, id: `${code}:Leg:${collaboration_no}.case`, next_due_ms: index };
      await tables
        .insertInto('case_file')
        .values({ ...file, collaboration_no, case_id: null })
        .execute();
      await tables
        .insertInto('case_course')
        .values({ ...row, clocks: toJson({ NOTICE: clock }) })
        .execute();
    }
  }

  /** A stage for journeys in this world. */
  stage(tell: Stage['tell'] = () => undefined): Stage {
    this.#plays += 1;
    return {
      play: String(this.#plays),
      ask: (query, variables, asker) => this.ask(query, variables, asker),
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

  /** A province gets a file of an agreement, signed by these, and reads it; gives what it says of files that do not count. */
  async agree(code: string, document: SignedDocument, signers: readonly string[]): Promise<readonly string[]> {
    let signed = document;
    for (const signer of signers)
      signed = await signDocument(signed, this.#keyRing.signerOf(signer), this.clock.nowMs());
    const folder = this.#agreements(code);
    mkdirSync(folder, { recursive: true });
    const { number, version } = 'agreement' in signed ? signed.agreement : signed.supplement;
    writeFileSync(path.join(folder, `${number}.${version}.json`), JSON.stringify(signed));
    this.problems.length = 0;
    await this.seat(code).agreements.look(this.#keyRing.keys);
    return [...this.problems];
  }

  #contextIn(code: string, asker?: Asker): ProvinceContext {
    const { exchange, files, agreements } = this.seat(code);
    const passport = asker && { identity: identityOf(asker), operation: 'a'.repeat(64), purpose: asker.purpose };
    return createContext({ ...exchange, files, agreements }, passport);
  }

  readonly #agreements = (code: string): string => path.join(this.#folder, 'agreements', code);

  readonly #materials = (code: string): string => path.join(this.#folder, 'materials', code);

  async #build(code: string, seed: number): Promise<void> {
    const instance = readInstance(code);
    const orm = await openProvinceStorage({
      instance,
      dataDir: this.#folder,
      database: this.#databases.placeOf(code),
      onSql: (sql) => this.#count(code, sql),
    });
    const vault = createVault();
    await seedProvince({ instance, orm, vault, cases: 3 });
    const numbers = randomNumbers(seed + 1, 40_000);
    let drawn = 0;
    const fraction = (): number => (numbers[drawn++ % numbers.length] ?? 0) / 5040;
    const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => Math.floor(fraction() * 256));
    const { keys } = this.#keyRing;
    const randomness = { fraction, bytes };
    const signer = this.#keyRing.signerOf(code);
    const agreements = new AgreementFolder({
      folder: this.#agreements(code),
      clock: this.clock,
      onProblem: (problem) => this.problems.push(problem),
    });
    const letters = this.#keyRing.lettersOf(code);
    const desk: Desk = { storage: orm, signer, keys, clock: this.clock, randomness, letters, vault };
    const handlers = createHandlers(modules, desk, { agreements });
    const peers = this.network.doorOf(code);
    const relay = createRelay(desk, { handlers, deliver: peers });
    this.network.connect(code, { desk, handlers, isDead: false, killAfter: () => undefined, spare: () => undefined });
    const files = createMaterialFiles(this.#materials(code), vault.sealing);
    const exchange = { desk, handlers, wake: () => undefined, visit: () => undefined, peers };
    this.#seats.set(code, { instance, orm, files, agreements, relay, exchange });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { orm } of this.#seats.values()) await orm.close(true);
    await this.#databases[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const identityOf = ({ subject, role, province, unit, person }: Asker): Identity => ({
  ...{ subject, role, province, unit, person },
  scopes: new Set(),
});

// The owner is named by an id or by a province, at the top or in the input, as the contract says.
function ownerIn(variables: Data): string {
  const input = (variables['input'] ?? {}) as Data;
  const ids = [variables, input].flatMap(({ id, caseId, legId, uploadId }) => [id, caseId, legId, uploadId]);
  ids.push(
    ...['ratingId', 'appealId', 'staffId', 'certificationId', 'sessionId', 'windowId'].map((name) => input[name]),
  );
  const named = ids.find((id) => id !== undefined);
  return parseGlobalId(named)?.province ?? String(variables['province'] ?? input['province']);
}
