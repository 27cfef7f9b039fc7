import type { BreakerOptions } from '../resilience/breaker.js';
import { startDeadline } from '../resilience/deadline.js';
import type { Upstream } from './post-graphql.js';
import { hasAnswered, UpstreamError } from './upstream-error.js';

const body = JSON.stringify({ query: '{ __typename }' });

/** Asks for the least that GraphQL has. A refusal is an answer too: whoever refuses is there. */
export function createTrial(upstream: Upstream, limitMs: number): BreakerOptions['trial'] {
  return async (url) => {
    using deadline = startDeadline(limitMs);
    try {
      await upstream.post({ url, body, isRead: true, limitMs, trace: undefined, passport: undefined }, deadline);
      return true;
    } catch (error) {
      return error instanceof UpstreamError && hasAnswered(error.failure);
    }
  };
}
