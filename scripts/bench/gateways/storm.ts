import { setTimeout } from 'node:timers/promises';
import { median } from '../load.js';
import { runClosedLoop, type LoadTask } from './closed-loop.js';
import type { Contestant } from './field.js';
import { readUsage } from './process-tree.js';
import { coldDocument, shopQuestion, type Question } from './workloads.js';

/** What a storm of documents that nobody has planned did to one gateway. */
export interface StormFigures {
  readonly calmP50Ms: number;
  readonly calmP99Ms: number;
  readonly stormP50Ms: number;
  readonly stormP99Ms: number;
  /** From the arrival of a document until all who sent it were answered; the middle of the documents. */
  readonly documentMs: number;
  /** Processor time that a document takes one client the first time and never again: planning above all. */
  readonly firstMs: number;
  /** How many times that a crowd makes of it: 1 where the first plans for all, 50 where everybody plans. */
  readonly plannings: number;
}

const CROWD = 50;
const STORM_DOCUMENTS = 8;
const STORM_GAP_MS = 100;
const CROWDED_DOCUMENTS = 6;
const SINGLE_DOCUMENTS = 24; // one document alone costs less than the clock of a process can tell
const WARM_CLIENTS = 4;
const CALM_SECONDS = 1;
const SLICE_SECONDS = 0.2;

/** Lets cold documents arrive, each from many clients at once, while warm operations run. `salt` makes them new. */
export async function measureStorm(contestant: Contestant, warm: Question, salt: string): Promise<StormFigures> {
  const { url } = contestant.gateway;
  const calmTask = { url, ...warm, clients: WARM_CLIENTS, isPersonal: true };
  await runClosedLoop({ ...calmTask, seconds: CALM_SECONDS }); // warm at first
  const calm = await runClosedLoop({ ...calmTask, seconds: CALM_SECONDS });
  let isOver = false;
  const warmed: number[] = [];
  const steady = async (): Promise<void> => {
    while (!isOver) warmed.push(...(await runClosedLoop({ ...calmTask, seconds: SLICE_SECONDS })));
  };
  const cold = async (): Promise<readonly number[]> => {
    const documents = Array.from({ length: STORM_DOCUMENTS }, async (_, index) => {
      await setTimeout(index * STORM_GAP_MS);
      const sent = performance.now();
      await runClosedLoop(crowd(url, `${salt}s${index}`, CROWD));
      return performance.now() - sent;
    });
    return await Promise.all(documents).finally(() => (isOver = true));
  };
  const [took] = await Promise.all([cold(), steady()]);
  const firstMs = await firstBeyondSecond(contestant, `${salt}a`, 1);
  const crowdedMs = await firstBeyondSecond(contestant, `${salt}c`, CROWD);
  return {
    calmP50Ms: quantile(calm, 0.5),
    calmP99Ms: quantile(calm, 0.99),
    stormP50Ms: quantile(warmed, 0.5),
    stormP99Ms: quantile(warmed, 0.99),
    documentMs: median(took),
    firstMs,
    // Too little to be told from noise is not a number.
    plannings: firstMs < 1 ? Number.NaN : crowdedMs / firstMs,
  };
}

async function firstBeyondSecond({ gateway }: Contestant, salt: string, clients: number): Promise<number> {
  const documents = clients === 1 ? SINGLE_DOCUMENTS : CROWDED_DOCUMENTS;
  const ask = async (): Promise<number> => {
    const before = readUsage(gateway.pid)?.cpuMs ?? Number.NaN;
    for (let index = 0; index < documents; index += 1) {
      await runClosedLoop(crowd(gateway.url, `${salt}${index}`, clients));
    }
    return (readUsage(gateway.pid)?.cpuMs ?? Number.NaN) - before;
  };
  return ((await ask()) - (await ask())) / documents;
}

/** Everybody asks with an `Authorization` of his own, so that only plans can be shared. */
function crowd(url: string, salt: string, clients: number): LoadTask {
  return { url, ...shopQuestion(coldDocument(salt)), clients, seconds: undefined, isPersonal: true };
}

function quantile(latencies: readonly number[], part: number): number {
  const sorted = [...latencies].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}
