import { nextMessage, startChild } from '../child-process.js';
import type { GraphName } from './graphs.js';

/** One service as a gateway is told of it. */
export interface Service {
  readonly name: string;
  readonly url: string;
  /** Empty for a province, which serves the contract. */
  readonly sdl: string;
}

export interface StandInReady {
  readonly services: readonly Service[];
}

/** One call of a gateway. */
export interface Call {
  readonly service: string;
  readonly body: string;
  readonly atMs: number;
}

/** Sent to the process: give the figures, start anew, and hold answers back for so long from then on. */
export interface StandInCommand {
  readonly holdMs: number;
}

/** What happened since the last command; `cpuMs` is counted from the start of the process. */
export interface StandInFigures {
  readonly requests: number;
  readonly cpuMs: number;
  /** Recorded only while answers are held back. */
  readonly calls: readonly Call[];
}

/** The services of one graph, in one process. */
export interface StandIns extends AsyncDisposable {
  readonly graph: GraphName;
  readonly services: readonly Service[];
  take(holdMs?: number): Promise<StandInFigures>;
}

/** Starts stand-ins for all services of a graph. */
export async function startStandIns(graph: GraphName): Promise<StandIns> {
  const started = await startChild<StandInReady>('scripts/bench/gateways/stand-ins.ts', [graph]);
  return {
    graph,
    services: started.ready.services,
    async take(holdMs = 0) {
      const figures = nextMessage<StandInFigures>(started.child);
      started.child.send({ holdMs } satisfies StandInCommand);
      return await figures;
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
