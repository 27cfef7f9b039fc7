import { postJson } from '../post-json.js';
import type { Question } from './workloads.js';
import type { Call, StandIns } from './stand-ins-process.js';

/** A question, the calls that a gateway made for it, and what it answered. */
export interface KnownQuestion {
  readonly body: string;
  /** Calls of one stage are made at once, the stages one after another. */
  readonly stages: readonly (readonly ProxiedCall[])[];
  readonly answer: string;
}

interface ProxiedCall {
  readonly url: string;
  readonly body: string;
}

// While answers are held back for so long, calls that follow each other closely do not wait for each other.
const HOLD_MS = 60;
const GAP_MS = HOLD_MS / 2;

/** Asks a gateway one question, and gives the calls that it makes for it in the stages in which it makes them. */
export async function recordStages(url: string, question: Question, standIns: StandIns): Promise<KnownQuestion> {
  await postJson(url, question.body); // plans, connections
  await standIns.take(HOLD_MS);
  const answer = await postJson(url, question.body);
  const { calls } = await standIns.take();
  const urls = new Map(standIns.services.map((service) => [service.name, service.url]));
  const stages: ProxiedCall[][] = [];
  let last: Call | undefined;
  for (const call of calls) {
    if (last === undefined || call.atMs - last.atMs > GAP_MS) stages.push([]);
    stages.at(-1)?.push({ url: urls.get(call.service) ?? '', body: call.body });
    last = call;
  }
  return { body: question.body, stages, answer };
}
