import { readFileSync } from 'node:fs';
import { Agent } from 'undici';

/** What one round of load showed. */
export interface Round {
  readonly requests: number;
  readonly seconds: number;
  /** Processor time of the measured process per request, user and system; undefined where /proc is missing. */
  readonly cpuMsPerRequest: number | undefined;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Target {
  readonly url: string;
  readonly body: string;
  /** Beside the content type, such as those that say who asks. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Process whose processor time is counted, or all of them together. */
  readonly pid: number | readonly number[] | undefined;
  /** Throws when an answer is not the right one: a fast wrong answer must not count. */
  check(answer: string): void;
}

/** Sends requests from `clients` closed loops for `seconds`, each answer checked. */
export async function runRound(target: Target, clients: number, seconds: number): Promise<Round> {
  const agent = new Agent({ connections: clients });
  const url = new URL(target.url);
  const latencies: number[] = [];
  const cpuBefore = cpuMs(target.pid);
  const began = performance.now();
  const endsAt = began + seconds * 1000;
  const loop = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const sent = performance.now();
      const { body } = await agent.request({
        origin: url.origin,
        path: url.pathname,
        method: 'POST',
        headers: { ...target.headers, 'content-type': 'application/json' },
        body: target.body,
      });
      target.check(await body.text());
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, loop));
  const took = (performance.now() - began) / 1000;
  const cpuAfter = cpuMs(target.pid);
  await agent.close();
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    seconds: took,
    cpuMsPerRequest:
      cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / latencies.length,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
  };
}

// Linux counts processor time in ticks of 10 ms for every process, whatever the kernel's own rate.
const TICK_MS = 10;

/** Processor time that processes have taken so far; undefined where /proc is missing. */
export function cpuMs(pid: Target['pid']): number | undefined {
  if (pid === undefined) return undefined;
  if (typeof pid !== 'number') return pid.reduce((sum, each) => sum + (cpuMs(each) ?? Number.NaN), 0);
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined; // Not Linux: the figure is left out of the table.
  }
}

/** Resident memory of a process in MB, or undefined where /proc is missing. */
export function residentMb(pid: number): number | undefined {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined; // As above.
  }
}

/** The middle value; of an even number of values, the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
