import type { WeatherOptions } from '../simulate/weather.js';
import { nextMessage, startChild } from './child-process.js';

/** Which provinces a stand-in process is to be. */
export interface StandInTask {
  /** `items`: the product's contract; `small`: the benchmark's own, with references between provinces. */
  readonly contract: 'items' | 'small';
  readonly codes: readonly string[];
  /** How long they take, and what goes wrong; at once and nothing, unless it is given. */
  readonly weather?: WeatherOptions;
}

export interface StandInReady {
  readonly urls: readonly (readonly [string, string])[];
}

/** What the provinces of a stand-in process were asked. */
export interface StandInTraffic {
  readonly requests: number;
  /** The distinct request bodies. */
  readonly bodies: readonly string[];
}

/** Many light provinces in one process. */
export interface StandIns extends AsyncDisposable {
  /** Endpoints by letter code, in the order of the task. */
  readonly urls: ReadonlyMap<string, string>;
  /** What was asked since this was last called. */
  takeTraffic(): Promise<StandInTraffic>;
}

/** Starts a process that stands in for these provinces. */
export async function startStandIns(task: StandInTask): Promise<StandIns> {
  const started = await startChild<StandInReady>('scripts/bench/stand-in.ts', [JSON.stringify(task)]);
  return {
    urls: new Map(started.ready.urls),
    async takeTraffic() {
      const answer = nextMessage<StandInTraffic>(started.child);
      started.child.send('take-traffic');
      return await answer;
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
