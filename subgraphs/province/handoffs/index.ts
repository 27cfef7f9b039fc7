import { TraceResolver } from './trace.resolver.js';
import { VerificationResolver } from './verification.resolver.js';

/** What modules.ts needs to know of this module. It stores nothing: all that it tells is read from the chains. */
export const handoffs = { entities: [], resolvers: [TraceResolver, VerificationResolver], references: {} } as const;
