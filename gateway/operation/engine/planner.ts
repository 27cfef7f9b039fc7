import type { QueryPlan } from '@apollo/query-planner';
import { LRUCache } from 'lru-cache';
import type { GatewayMeters } from '../../observability/gateway-metrics.js';
import type { Deadline } from '../../resilience/deadline.js';
import { createPlanOperation, type PlanOperation } from './plan-operation.js';

/** Plans operations over one supergraph. Dispose it when no new operation will come. */
export interface Planner extends Disposable {
  /** What clients see, as SDL. */
  readonly apiSdl: string;
  /**
   * The plan of the one operation of a valid document. Rejects when it cannot be planned in time, and is not even begun
   * when the deadline has been cancelled by then.
   */
  plan(document: string, deadline?: Deadline): Promise<QueryPlan>;
}

/** The same planner, of which `meters` are told. */
export function countPlans(planner: Planner, meters: Pick<GatewayMeters, 'planned'> | undefined): Planner {
  if (meters === undefined) return planner;
  return {
    apiSdl: planner.apiSdl,
    async plan(document, deadline) {
      const began = performance.now();
      try {
        const plan = await planner.plan(document, deadline);
        meters.planned({ outcome: 'planned' }, performance.now() - began);
        return plan;
      } catch (error) {
        meters.planned({ outcome: 'failed' }, performance.now() - began);
        throw error;
      }
    },
    [Symbol.dispose]: () => planner[Symbol.dispose](),
  };
}

/** Where planning is done: beside the requests, so that none waits for another's plan, or in their thread. */
export type Planning = 'thread' | 'inline';

// What several gateways of one process ask of one supergraph need not be loaded for each; reading it takes a second.
const loaded = new LRUCache<string, PlanOperation>({ max: 2 });

/** A planner in the thread of its caller. Throws when the supergraph is none that the planner knows. */
export function createInlinePlanner(supergraphSdl: string): Planner {
  const planner = loaded.get(supergraphSdl) ?? createPlanOperation(supergraphSdl);
  loaded.set(supergraphSdl, planner);
  return {
    apiSdl: planner.apiSdl,
    plan: (document) => Promise.resolve(document).then((text) => planner.plan(text)),
    [Symbol.dispose]: () => undefined,
  };
}
