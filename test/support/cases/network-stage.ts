import { findNotAllowed, type Stage } from '../../../scripts/demo/play-journey.js';
import { mayBeAskedAgain } from '../../../scripts/demo/system-stage.js';
import type { TestNetwork } from '../start-network.js';
import { until } from '../until.js';

/** A stage for journeys over real processes: every question by way of the gateway, as patient as the test. */
export function networkStage(play: string, network: () => TestNetwork, patienceMs: number): Stage {
  return {
    play,
    ask: async (query, variables, asker) => {
      for (const began = performance.now(); ; ) {
        const { data, errors } = await network().query(query, variables, asker);
        if (errors === undefined) return data as Readonly<Record<string, unknown>>;
        const isWorthWaiting = mayBeAskedAgain(errors) && performance.now() - began < patienceMs;
        if (!isWorthWaiting) throw findNotAllowed(errors) ?? new Error(JSON.stringify(errors));
      }
    },
    settle: (isThere) => until(isThere, patienceMs),
    tell: () => undefined,
  };
}
