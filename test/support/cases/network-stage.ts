import type { Stage } from '../../../scripts/demo/play-journey.js';
import type { TestNetwork } from '../start-network.js';
import { until } from '../until.js';

/** A stage for journeys over real processes: every question by way of the gateway, as patient as the test. */
export function networkStage(play: string, network: () => TestNetwork, patienceMs: number): Stage {
  return {
    play,
    ask: async (query, variables) => {
      const { data, errors } = await network().query(query, variables);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data as Readonly<Record<string, unknown>>;
    },
    settle: (isThere) => until(isThere, patienceMs),
    tell: () => undefined,
  };
}
