import { startDeadline, type Deadline } from '../../gateway/resilience/deadline.js';
import {
  createUpstream,
  type Upstream,
  type UpstreamOptions,
  type UpstreamRequest,
} from '../../gateway/upstream/post-graphql.js';
import type { UpstreamAnswer } from '../../gateway/upstream/read-answer.js';
import { UpstreamError } from '../../gateway/upstream/upstream-error.js';

// What must not fire in a test is far away; a test shortens what must.
const FAR_MS = 10_000;

/** A client for upstreams whose budgets are all far away, save those that are given. */
export function patientUpstream(options: Partial<UpstreamOptions> = {}): Upstream {
  return createUpstream({
    connectTimeoutMs: FAR_MS,
    headersTimeoutMs: FAR_MS,
    idleTimeoutMs: FAR_MS,
    callTimeoutMs: FAR_MS,
    answerLimitBytes: 64 * 1024,
    connectionsPerOrigin: 4,
    ...options,
  });
}

/** Asks a question of no meaning. */
export function ask(
  upstream: Upstream,
  url: URL,
  request: Partial<UpstreamRequest> = {},
  deadline: Deadline = startDeadline(FAR_MS),
): Promise<UpstreamAnswer> {
  return upstream.post(
    { url, body: '{"query":"{ a }"}', isRead: true, trace: undefined, passport: undefined, ...request },
    deadline,
  );
}

/** The error of a call that must not be answered. */
export async function failureOf(call: Promise<UpstreamAnswer>): Promise<UpstreamError> {
  const outcome = await call.catch((error: unknown) => error);
  if (outcome instanceof UpstreamError) return outcome;
  throw new Error('it was answered', { cause: outcome });
}
