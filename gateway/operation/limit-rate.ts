import { createHash } from 'node:crypto';
import type { Caller } from '../auth/caller.js';
import { Fault } from '../errors.js';
import type { TokenBuckets } from '../resilience/token-buckets.js';

/** Cost units that each caller may spend a minute; undefined for no limit. */
export interface RateLimits {
  /** For whoever shows a token, wherever it comes from. */
  readonly known: number | undefined;
  /** For everybody else, by address. */
  readonly anonymous: number | undefined;
}

/** Who pays for an operation. */
export interface Payer {
  readonly caller: Caller;
  /** Reads that of the client, as far as it is known; those who share one share what it may spend. */
  readonly readAddress: () => string;
}

/**
 * Takes what an operation costs from what its caller may spend. Rejects with {@link Fault}: RATE_LIMITED with the time
 * until there is enough, or OPERATION_TOO_COSTLY when there never will be. Gives undefined where there is no limit, and
 * nothing to wait for.
 */
export type LimitRate = (payer: Payer, cost: number) => Promise<void> | undefined;

/** Opens the buckets of one kind of callers, which hold so many units. */
export type OpenBuckets = (kind: keyof RateLimits, unitsPerMinute: number) => TokenBuckets;

/** Creates the limits; a kind without one is let through. */
export function createLimitRate(limits: RateLimits, open: OpenBuckets): LimitRate {
  const known = createSpend('known', limits.known, open);
  const anonymous = createSpend('anonymous', limits.anonymous, open);
  return ({ caller, readAddress }, cost) =>
    caller.identity === undefined ? anonymous?.(readAddress(), cost) : known?.(caller.identity.subject, cost);
}

type Spend = (name: string, cost: number) => Promise<void>;

function createSpend(kind: keyof RateLimits, limit: number | undefined, open: OpenBuckets): Spend | undefined {
  if (limit === undefined) return undefined;
  const buckets = open(kind, limit);
  return async (name, cost) => {
    if (cost > limit) throw new Fault('OPERATION_TOO_COSTLY', tooCostly(cost, limit));
    const waitMs = await buckets.take(keyOf(name), cost);
    if (waitMs > 0) throw new Fault('RATE_LIMITED', undefined, { retryAfterMs: waitMs });
  };
}

/** Of one length whatever a token or a header says, and no name of a person in a store. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}

function tooCostly(cost: number, limit: number): string {
  const [asked, allowed] = [cost, limit].map((units) => Math.ceil(units).toLocaleString('en-US'));
  return `The operation costs ${asked} units, and a caller may spend ${allowed} a minute. Ask for smaller pages.`;
}
