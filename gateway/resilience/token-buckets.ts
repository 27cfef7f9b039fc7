import { LRUCache } from 'lru-cache';

/**
 * Token buckets by key, all of one size: each is full at first, holds what a minute brings, and is filled evenly. So in
 * any minute nobody takes more than twice that.
 */
export interface TokenBuckets {
  /**
   * Takes units from the bucket of a key. Gives 0, or takes nothing and gives the milliseconds until there are enough.
   * Not for more units than a bucket holds: there would never be enough.
   */
  readonly take: (key: string, units: number) => number | Promise<number>;
}

/** Buckets that are at hand. */
export interface MemoryBuckets extends TokenBuckets {
  readonly take: (key: string, units: number) => number;
}

interface Level {
  readonly units: number;
  readonly atMs: number;
}

// Keys are hashes, so these are some ten megabytes. Who has more addresses than this gains nothing by having a bucket
// emptied and forgotten: each new address has a full one anyway.
const MAX_BUCKETS = 50_000;
const MINUTE_MS = 60_000;

/** Buckets in this process. Bounded: the one that was used longest ago is forgotten, and is full when it comes again. */
export function createMemoryBuckets(unitsPerMinute: number, nowMs: () => number): MemoryBuckets {
  const levels = new LRUCache<string, Level>({ max: MAX_BUCKETS });
  const perMs = unitsPerMinute / MINUTE_MS;
  return {
    take(key, units) {
      const atMs = nowMs();
      const { units: left, atMs: since } = levels.get(key) ?? { units: unitsPerMinute, atMs };
      const there = Math.min(unitsPerMinute, left + (atMs - since) * perMs);
      if (units > there) return (units - there) / perMs;
      levels.set(key, { units: there - units, atMs });
      return 0;
    },
  };
}
