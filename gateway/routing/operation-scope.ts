import type { TraceContext } from '../observability/trace-context.js';
import type { Registry } from '../provinces/registry.js';
import type { Deadline } from '../resilience/deadline.js';
import type { Explanation } from './explanation.js';

/** What a client wants of a gathered answer when provinces are missing: the rest, or an error. */
export type Completeness = 'BEST_EFFORT' | 'COMPLETE';

/** What all fetches of one client's operation have in common. */
export interface OperationScope {
  /** The registry as it was when the operation began; it keeps this one to its end. */
  readonly registry: Registry;
  readonly deadline: Deadline;
  readonly completeness: Completeness;
  /** The client's trace, which every call continues. */
  readonly trace: TraceContext;
  /** Who asks, signed once for the whole operation; undefined when subgraphs are not told. */
  readonly passport: string | undefined;
  /** Provinces that ran out of time in this operation; nobody waits for them a second time. */
  readonly timedOut: Set<string>;
  /** Collects how the operation was carried out, for those who asked. */
  readonly explanation: Explanation | undefined;
}
