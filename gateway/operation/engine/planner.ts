import type { QueryPlan } from '@apollo/query-planner';
import { LRUCache } from 'lru-cache';
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
