import { median } from '../load.js';
import { runClosedLoop } from './closed-loop.js';
import { questionFor, type Contestant } from './field.js';
import { readUsage } from './process-tree.js';
import type { Question, Workload } from './workloads.js';

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  /** What one gateway gets in one round, over all its regimes. */
  readonly seconds: number;
  readonly clients: number;
}

/** How requests relate to each other, and how many are under way at once. */
export interface Regime {
  readonly title: string;
  readonly isPersonal: boolean;
  readonly isAlone: boolean;
  /** Its part of the time. */
  readonly share: number;
}

/** Identical anonymous requests; requests of different people; one client, for latency without a queue. */
export const regimes: readonly Regime[] = [
  { title: 'shared', isPersonal: false, isAlone: false, share: 1 / 2 },
  { title: 'unshared', isPersonal: true, isAlone: false, share: 1 / 3 },
  { title: '1 client', isPersonal: true, isAlone: true, share: 1 / 6 },
];

/** What was seen of one gateway in one regime; medians of the rounds. */
export interface Figures {
  readonly requestsPerCpuSecond: number;
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMb: number;
  readonly callsPerRequest: number;
  /** How much of one core the subgraphs used meanwhile, and how much the clients. */
  readonly standInShare: number;
  readonly loadShare: number;
}

/** Figures of each contestant in each regime, both in their order. */
export type Measured = readonly (readonly Figures[])[];

const WARM_UP_SECONDS = 1;

/** Rounds of all contestants in turn, the order reversed each time, so that a machine that drifts favours none. */
export async function measureWorkload(
  contestants: readonly Contestant[],
  workload: Workload,
  effort: Effort,
): Promise<Measured> {
  const lanes = contestants.map((contestant) => ({
    contestant,
    question: contestant.peer.kind === 'proxy' ? unchecked(contestant, workload) : questionFor(contestant, workload),
    rounds: regimes.map((): Figures[] => []),
  }));
  for (const lane of lanes) {
    await runClosedLoop({ ...loadOf(lane, effort, regimes[0]), seconds: WARM_UP_SECONDS });
  }
  for (let round = 0; round < effort.rounds; round += 1) {
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed()) {
      for (const [index, regime] of regimes.entries()) {
        lane.rounds[index]?.push(await measureRound(lane, effort, regime));
      }
    }
  }
  return lanes.map(({ rounds }) => rounds.map(middle));
}

interface Lane {
  readonly contestant: Contestant;
  readonly question: Question;
}

function unchecked(contestant: Contestant, workload: Workload): Question {
  return { body: questionFor(contestant, workload).body, check: () => undefined };
}

function loadOf({ contestant, question }: Lane, { clients, seconds }: Effort, regime: Regime | undefined) {
  return {
    url: contestant.gateway.url,
    body: question.body,
    check: question.check,
    clients: regime?.isAlone === true ? 1 : clients,
    seconds: seconds * (regime?.share ?? 1),
    isPersonal: regime?.isPersonal === true,
  };
}

async function measureRound(lane: Lane, effort: Effort, regime: Regime): Promise<Figures> {
  const { gateway, standIns } = lane.contestant;
  const [callsBefore, before] = [await standIns.take(), readUsage(gateway.pid)];
  const began = performance.now();
  const ownBefore = process.cpuUsage();
  const latencies = [...(await runClosedLoop(loadOf(lane, effort, regime)))].sort((a, b) => a - b);
  const tookMs = performance.now() - began;
  const own = process.cpuUsage(ownBefore);
  const [after, calls] = [readUsage(gateway.pid), await standIns.take()];
  const cpuMs = ((after?.cpuMs ?? Number.NaN) - (before?.cpuMs ?? Number.NaN)) / latencies.length;
  return {
    requestsPerCpuSecond: 1000 / cpuMs,
    cpuMs,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    residentMb: after?.residentMb ?? Number.NaN,
    callsPerRequest: calls.requests / latencies.length,
    standInShare: (calls.cpuMs - callsBefore.cpuMs) / tookMs,
    loadShare: (own.user + own.system) / 1000 / tookMs,
  };
}

function middle(rounds: readonly Figures[]): Figures {
  const of = (read: (figures: Figures) => number): number => median(rounds.map(read));
  return {
    requestsPerCpuSecond: of((figures) => figures.requestsPerCpuSecond),
    cpuMs: of((figures) => figures.cpuMs),
    p50Ms: of((figures) => figures.p50Ms),
    p99Ms: of((figures) => figures.p99Ms),
    residentMb: of((figures) => figures.residentMb),
    callsPerRequest: of((figures) => figures.callsPerRequest),
    standInShare: of((figures) => figures.standInShare),
    loadShare: of((figures) => figures.loadShare),
  };
}
