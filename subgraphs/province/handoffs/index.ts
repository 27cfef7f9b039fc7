import { TraceResolver } from './trace.resolver.js';
import { UnfinishedResolver } from './unfinished.resolver.js';
import { VerificationResolver } from './verification.resolver.js';

export { judgePairs } from './handoffs.service.js';
export { holderMoves } from './leg-events.rules.js';
export { depthsOf, inCausalOrder } from './order-entries.rules.js';

/** What modules.ts needs to know of this module. It stores nothing: all that it tells is read from the chains. */
export const handoffs = {
  entities: [],
  resolvers: [TraceResolver, VerificationResolver, UnfinishedResolver],
  references: {},
} as const;
