import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerPlace } from '../../../subgraphs/server/database.js';
import { dropSchema, newSchema, withServer } from '../../postgresql.js';
import { nextMessage, startChild, type StartedChild } from '../child-process.js';
import { table } from '../table.js';
import { createTemporaryDirectory } from '../temporary-directory.js';
import type { HandoffRound } from './handoffs.js';
import type { ProvinceQuestion, ProvinceTask } from './province.js';

/** How long each measurement takes, and over how many collaborations at once. */
export interface ExchangeEffort {
  readonly seconds: number;
  readonly atOnce: readonly number[];
  /** A PostgreSQL server, which then has a schema for each province as long as this takes; files unless it is given. */
  readonly serverUrl?: string | undefined;
  /** A nats-server that carries the letters; the gateway unless it is given. */
  readonly natsUrl?: string | undefined;
}

type Child = StartedChild<{ readonly url: string }>;

const PROVINCES = ['GD', 'HN'] as const;

/** Handoffs between two provinces by way of a gateway, or over NATS, each a process, beside the bare inserts of the same database. */
export async function measureExchange({ seconds, atOnce, serverUrl, natsUrl }: ExchangeEffort): Promise<string> {
  using directory = createTemporaryDirectory();
  await using opened = new AsyncDisposableStack();
  const schema = newSchema();
  const placeOf = (code: string): ServerPlace | undefined =>
    serverUrl === undefined ? undefined : { url: serverUrl, schema: `${schema}_${code.toLowerCase()}` };
  opened.defer(() => drop(PROVINCES.map(placeOf)));
  const start = async (code: string): Promise<Child> => {
    const database = placeOf(code);
    const place = { ...(database === undefined ? {} : { database }), ...(natsUrl === undefined ? {} : { natsUrl }) };
    const task: ProvinceTask = { code, dataDir: directory.path, ...place };
    return opened.use(await startChild('scripts/bench/exchange/province.ts', [JSON.stringify(task)]));
  };
  const [sender, addressee] = [await start(PROVINCES[0]), await start(PROVINCES[1])];
  const registry = path.join(directory.path, 'registry.yaml');
  const lines = [sender, addressee].map(({ ready }, index) => `  ${PROVINCES[index]}: { url: "${ready.url}" }\n`);
  writeFileSync(registry, `provinces:\n${lines.join('')}`);
  const gateway: Child = opened.use(await startChild('gateway/main.ts', ['--port', '0', '--registry', registry]));
  for (const child of [sender, addressee]) await ask(child, { kind: 'join', gateway: `${gateway.ready.url}/graphql` });
  const to = PROVINCES[1];
  await ask(sender, { kind: 'handoffs', to, atOnce: 8, seconds: seconds / 4 }); // compiles, connects, compares
  const rows: (readonly string[])[] = [];
  for (const count of atOnce) {
    const before = await inserts(sender, seconds);
    const round = (await ask(sender, { kind: 'handoffs', to, atOnce: count, seconds })) as HandoffRound;
    rows.push(toRow(count, round, (before + (await inserts(sender, seconds))) / 2));
  }
  const head = ['collaborations at once', 'handoffs', 'handoffs/s', 'inserts/s', 'ratio', 'p50 ms', 'p99 ms'];
  const bare = ['p50 in inserts', 'p99 in inserts'];
  const storage = serverUrl === undefined ? 'embedded databases' : 'PostgreSQL';
  const kind = natsUrl === undefined ? storage : `${storage}, letters over NATS`;
  return table(`${kind}: from commit to receipt, ${seconds} s each`, [...head, ...bare], rows);
}

async function drop(places: readonly (ServerPlace | undefined)[]): Promise<void> {
  for (const place of places) {
    if (place !== undefined) await withServer(place, (orm) => dropSchema(orm, place.schema));
  }
}

async function inserts(child: Child, seconds: number): Promise<number> {
  return ((await ask(child, { kind: 'inserts', seconds: seconds / 4 })) as { readonly perSecond: number }).perSecond;
}

async function ask({ child }: Child, question: ProvinceQuestion): Promise<unknown> {
  const answer = nextMessage<unknown>(child);
  child.send(question);
  return await answer;
}

function toRow(atOnce: number, { handoffs, seconds, latencies }: HandoffRound, perSecond: number): readonly string[] {
  const rate = handoffs / seconds;
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  const insertMs = 1_000 / perSecond;
  const numbers = [rate, perSecond, rate / perSecond, p50, p99, p50 / insertMs, p99 / insertMs];
  return [String(atOnce), String(handoffs), ...numbers.map(show)];
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

const show = (value: number): string => value.toPrecision(3);
