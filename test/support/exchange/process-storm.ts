import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keyPlace, readPublishedKeys, rotateKey } from '../../../subgraphs/province/exchange/key-files.js';
import { createKeyDirectory } from '../../../subgraphs/province/exchange/signer.js';
import { openProvinceStorage, readInstance } from '../../../subgraphs/province/province.js';
import { type Choices, readChoices } from '../choices.js';
import { randomNumbers } from '../random-numbers.js';
import { TestDatabases } from '../test-databases.js';
import type { History } from './check-exchange.js';
import { prepareProvince } from './exchange-network.js';
import { calm, type FaultProxy, startFaultProxy, stormy } from './fault-proxy.js';
import { type Blow, planBlows, type Transport } from './nemesis.js';
import { forkScript, ProvinceLife, type Order, type Result } from './province-orders.js';
import { readStore, type Store } from './read-stores.js';
import { StormNats } from './storm-nats.js';

export interface ProcessStormOptions {
  readonly seed: number;
  /** How long it rages; starting and coming to rest take their own time. */
  readonly seconds: number;
  readonly collaborations: number;
  readonly clients: number;
  /** What carries letters: the gateway alone, or a nats-server, which has its own share of the blows. */
  readonly transport?: Transport;
  readonly provinces?: readonly string[];
}

/** What the storm left behind. */
export interface ProcessAftermath {
  readonly stores: readonly Store[];
  readonly history: History;
  /** What happened, a line of JSON for each event. */
  readonly log: readonly string[];
}

// Clients and blows have their turn that often.
const TICK_MS = 25;
const LOOK_FOR_REST_EVERY_TICKS = 20;
// Three times what a delivery may take after healing: what waits and gets no less in that time never will.
const PATIENCE_MS = 180_000;
// What clients do: they pass on four times as often as they do all the rest.
const ACTS = [...Array.from({ length: 12 }, () => 'handoff' as const), 'note', 'cancel', 'look'] as const;
// A new key is in force when everybody has had the time to read it, unless he was frozen.
const KEY_LEAD_MS = 2_000;

/**
 * Runs provinces and a gateway as processes, lets clients pass collaborations round, and meanwhile kills, freezes and
 * cuts off whom the seed says. Then everything is healed, and comes to rest.
 */
export async function runProcessStorm(options: ProcessStormOptions): Promise<ProcessAftermath> {
  await using storm = await ProcessStorm.open(options);
  await storm.rage();
  return await storm.clear();
}

class ProcessStorm implements AsyncDisposable {
  readonly #lives = new Map<string, ProvinceLife>();
  readonly #proxies = new Map<string, FaultProxy>();
  readonly #provinces: readonly string[];
  readonly #collaborations: readonly string[];
  readonly #choices: Choices;
  readonly #blows: readonly Blow[];
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-storm-'));
  readonly #databases = new TestDatabases(this.#dataDir);
  readonly #log: string[] = [];
  readonly #accepted: { id: string; from: string; to: string }[] = [];
  readonly #views: { id: string; result: string | null }[] = [];
  readonly #began = performance.now();
  readonly #ends: { readonly atMs: number; readonly heal: () => void }[] = [];
  readonly #children: ChildProcess[] = [];
  readonly #failures: unknown[] = [];
  #gateway: ChildProcess | undefined;
  #nats: StormNats | undefined;
  #gatewayPort = 0;

  private constructor(readonly options: ProcessStormOptions) {
    const { seed, collaborations, provinces = ['GD', 'HN', 'SC'], seconds, transport = 'http' } = options;
    this.#provinces = provinces;
    this.#collaborations = Array.from({ length: collaborations }, (_, index) => `C-${index + 1}`);
    this.#choices = readChoices(randomNumbers(seed, 2_000_000));
    this.#blows = planBlows(readChoices(randomNumbers(seed + 1, 10_000)), { provinces, seconds, transport });
  }

  static async open(options: ProcessStormOptions): Promise<ProcessStorm> {
    const storm = new ProcessStorm(options);
    for (const [index, code] of storm.#provinces.entries()) {
      await prepareProvince(code, storm.#storeOf(code));
      const proxy = await startFaultProxy();
      storm.#proxies.set(code, proxy);
      proxy.weather = stormy(readChoices(randomNumbers(options.seed + 10 + index, 500_000)));
    }
    if (options.transport === 'nats') storm.#nats = await StormNats.start(storm.#provinces);
    await storm.#startGateway();
    await Promise.all(storm.#provinces.map((code) => storm.#startProvince(code)));
    await storm.#begin();
    return storm;
  }

  /** Lets clients and nemesis do their work, for as long as was asked. */
  async rage(): Promise<void> {
    const over = new EventEmitter();
    const blows = [...this.#blows];
    const clients = Array.from({ length: this.options.clients }, () => ({ isBusy: false }));
    const began = performance.now();
    const busy = new Set<Promise<void>>();
    const timer = setInterval(() => {
      const nowMs = performance.now() - began;
      while ((blows[0]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) this.#strike(blows.shift(), nowMs);
      for (const { heal } of takeDue(this.#ends, nowMs)) heal();
      for (const client of clients.filter(({ isBusy }) => !isBusy)) {
        client.isBusy = true;
        const act = this.#act()
          .catch((error: unknown) => this.#failures.push(error))
          .then(() => {
            client.isBusy = false;
            busy.delete(act);
          });
        busy.add(act);
      }
      if (nowMs >= this.options.seconds * 1_000) over.emit('over');
    }, TICK_MS);
    await once(over, 'over');
    clearInterval(timer);
    for (const { heal } of this.#ends.splice(0)) heal();
    await Promise.all(busy);
    if (this.#failures.length > 0) throw new AggregateError(this.#failures, 'What clients asked for failed.');
  }

  /** Heals everything, waits for rest, and reads what is stored. */
  async clear(): Promise<ProcessAftermath> {
    for (const proxy of this.#proxies.values()) proxy.weather = calm;
    const healedAtMs = performance.now();
    const waitingAtHealing = await this.#countWaiting();
    await this.#rest();
    const quietAtMs = performance.now();
    this.#note('at rest', { tookMs: Math.round(quietAtMs - healedAtMs) });
    for (const [code, { counts }] of this.#proxies) this.#note('network', { code, ...counts });
    for (const life of this.#lives.values()) await life.end('SIGTERM');
    const stores: Store[] = [];
    for (const code of this.#provinces) stores.push(await this.#readStore(code));
    const published = this.#provinces.flatMap((code) => readPublishedKeys(this.#place(code)).signing);
    const keys = createKeyDirectory(published);
    const bounds = { maxAttempts: 500, healedAtMs, quietAtMs, waitingAtHealing };
    const history = { accepted: this.#accepted, views: this.#views, ...bounds, keys };
    return { stores, history, log: this.#log };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const alive = this.#children.filter(isAlive);
    const ended = alive.map((child) => once(child, 'exit'));
    for (const child of alive) child.kill('SIGKILL');
    await Promise.all(ended);
    for (const proxy of this.#proxies.values()) await proxy[Symbol.asyncDispose]();
    await this.#nats?.[Symbol.asyncDispose]();
    await this.#databases[Symbol.asyncDispose]();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  #storeOf(code: string) {
    return { dataDir: this.#dataDir, database: this.#databases.placeOf(code) };
  }

  #place(code: string) {
    return keyPlace(code, { dataDir: this.#dataDir, keysDir: path.join(this.#dataDir, 'keys') });
  }

  #note(event: string, fields: object = {}): void {
    this.#log.push(JSON.stringify({ atMs: Math.round(performance.now() - this.#began), event, ...fields }));
  }

  async #startGateway(): Promise<void> {
    const registry = path.join(this.#dataDir, 'registry.yaml');
    const lines = [...this.#proxies].map(([code, { url }]) => `  ${code}: { url: "${url}" }\n`);
    const national = 'subgraphs:\n  national: { url: "http://127.0.0.1:1/graphql" }\n';
    writeFileSync(registry, `provinces:\n${lines.join('')}${national}`);
    const supergraph = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');
    const args = ['--port', String(this.#gatewayPort), '--registry', registry, '--supergraph', supergraph];
    const gateway = forkScript('gateway/main.ts', args, (text) => this.#note('log of the gateway', { text }));
    this.#gateway = gateway;
    this.#children.push(gateway);
    const listening = once(gateway, 'message') as Promise<[{ readonly url: string }]>;
    const gone = once(gateway, 'exit').then(() => [undefined] as const);
    const [ready] = await Promise.race([listening, gone]);
    if (ready !== undefined) this.#gatewayPort = Number(new URL(ready.url).port);
  }

  async #startProvince(code: string): Promise<void> {
    const gateway = `http://127.0.0.1:${this.#gatewayPort}/graphql`;
    const task = { code, ...this.#storeOf(code), gateway, natsUrl: this.#nats?.urlOf(code) };
    const life = new ProvinceLife(task, (text) => this.#note('log of a province', { code, text }));
    this.#lives.set(code, life);
    this.#children.push(life.child);
    const target = await life.ready;
    const proxy = this.#proxies.get(code);
    if (proxy !== undefined && this.#lives.get(code) === life) proxy.target = target;
  }

  async #begin(): Promise<void> {
    const shares = Map.groupBy(this.#collaborations, () => this.#choices.of(this.#provinces));
    for (const [code, collaborations] of shares) await this.#order(code, { kind: 'begin', collaborations });
  }

  #order(code: string, order: Order): Promise<Result | undefined> {
    return this.#lives.get(code)?.order(order) ?? Promise.resolve(undefined);
  }

  /** One thing that one client does. */
  async #act(): Promise<void> {
    const choices = this.#choices;
    const from = choices.of(this.#provinces);
    const to = choices.of(this.#provinces.filter((province) => province !== from));
    const collaborationNo = choices.of(this.#collaborations);
    const message = { collaborationNo, to, payload: { n: choices.below(1_000), refuse: choices.once(8) } };
    const kind = choices.of(ACTS);
    if (kind === 'look') {
      const seen = await this.#order(from, { kind, collaborationNo });
      this.#views.push(...(seen?.views ?? []));
      return;
    }
    const last = this.#accepted.findLast((envelope) => envelope.from === from);
    const order: Order = kind === 'cancel' ? { kind, id: last?.id ?? '' } : { kind, message };
    const id = (await this.#order(from, order))?.id;
    if (id === undefined) return;
    const addressee = kind === 'cancel' ? (last?.to ?? to) : to;
    this.#accepted.push({ id, from, to: addressee });
    this.#note(kind, { id, from, to: addressee });
  }

  #strike(blow: Blow | undefined, nowMs: number): void {
    if (blow === undefined) return;
    const { kind, province, forMs } = blow;
    this.#note(kind, { province, forMs });
    const life = this.#lives.get(province);
    const proxy = this.#proxies.get(province);
    const heal = (end: () => void): void => void this.#ends.push({ atMs: nowMs + forMs, heal: end });
    switch (kind) {
      case 'kill':
        life?.signal('SIGKILL');
        if (proxy !== undefined) proxy.target = undefined;
        {
          heal(() => void this.#revive(province, life));
          return;
        }
      case 'freeze':
        life?.signal('SIGSTOP');
        {
          heal(() => life?.signal('SIGCONT'));
          return;
        }
      case 'cut': {
        const weather = proxy?.weather ?? calm;
        if (proxy === undefined) return;
        proxy.weather = () => 'lost';
        heal(() => (proxy.weather = weather));
        return;
      }
      case 'rotate':
        return void rotateKey(this.#place(province), Date.now() + KEY_LEAD_MS);
      case 'kill the gateway': {
        const gateway = this.#gateway;
        gateway?.kill('SIGKILL');
        heal(() => void this.#reviveGateway(gateway));
        return;
      }
      case 'kill nats':
      case 'lose nats':
      case 'cut from nats':
      case 'hush nats':
      case 'reset nats':
        if (this.#nats !== undefined) heal(this.#nats.strike(kind, province));
        return;
    }
  }

  // Two blows may have met one process; it gets one new life.
  async #revive(province: string, life: ProvinceLife | undefined): Promise<void> {
    await life?.end('SIGKILL');
    if (this.#lives.get(province) === life) await this.#startProvince(province);
  }

  async #reviveGateway(gateway: ChildProcess | undefined): Promise<void> {
    if (gateway !== undefined && isAlive(gateway)) await once(gateway, 'exit');
    if (this.#gateway === gateway) await this.#startGateway();
  }

  /** What is in the outboxes and parked; a province that is not there has something. */
  async #countWaiting(): Promise<number> {
    const orders = this.#provinces.map((code) => this.#order(code, { kind: 'count' }));
    return (await Promise.all(orders)).reduce((sum, counted) => sum + (counted?.waiting ?? 1), 0);
  }

  async #rest(): Promise<void> {
    const rest = new EventEmitter();
    let ticks = 0;
    let isAsking = false;
    let fewest = Infinity;
    let fewestAtMs = performance.now();
    const look = async (): Promise<void> => {
      const total = await this.#countWaiting();
      if (total < fewest) [fewest, fewestAtMs] = [total, performance.now()];
      if (total === 0 || performance.now() - fewestAtMs > PATIENCE_MS) rest.emit('rest');
    };
    const timer = setInterval(() => {
      ticks += 1;
      if (isAsking || ticks % LOOK_FOR_REST_EVERY_TICKS !== 0) return;
      isAsking = true;
      void look().finally(() => (isAsking = false));
    }, TICK_MS);
    await once(rest, 'rest');
    clearInterval(timer);
  }

  async #readStore(code: string): Promise<Store> {
    const storage = await openProvinceStorage({ instance: readInstance(code), ...this.#storeOf(code) });
    try {
      return await readStore(code, { run: (work) => storage.em.fork().transactional((em) => work(em)) });
    } finally {
      await storage.close(true);
    }
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function takeDue<Item extends { readonly atMs: number }>(items: Item[], nowMs: number): readonly Item[] {
  const due = items.filter(({ atMs }) => atMs <= nowMs);
  for (const item of due) items.splice(items.indexOf(item), 1);
  return due;
}
