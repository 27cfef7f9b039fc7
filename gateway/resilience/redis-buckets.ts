import type { Log } from '../../telemetry/log.js';
import { openRedisLine } from './redis-line.js';
import { createMemoryBuckets, type TokenBuckets } from './token-buckets.js';

/** Buckets that several processes share, in one Redis. */
export interface RedisBuckets extends Disposable {
  /** Buckets of one size; those of another name are apart. */
  open(name: string, unitsPerMinute: number): TokenBuckets;
}

export interface RedisBucketsDependencies {
  readonly log: Log;
  readonly nowMs: () => number;
}

// By the clock of Redis, since those of several gateways differ. A bucket is full after a minute and need not be kept.
const TAKE = `
  local max, units = tonumber(ARGV[1]), tonumber(ARGV[2])
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local level = redis.call('HMGET', KEYS[1], 'units', 'at')
  local left, since = tonumber(level[1] or max), tonumber(level[2] or now)
  local there = math.min(max, left + math.max(0, now - since) * max / 60000)
  if units > there then return math.ceil((units - there) * 60000 / max) end
  redis.call('HSET', KEYS[1], 'units', there - units, 'at', now)
  redis.call('PEXPIRE', KEYS[1], 60000)
  return 0`;

/**
 * Connects to a Redis. While it is away, from the start or later, buckets are kept in this process, which is logged
 * once, and once when it is back. Dispose it to end the connection.
 */
export async function startRedisBuckets(url: URL, { log, nowMs }: RedisBucketsDependencies): Promise<RedisBuckets> {
  const words = {
    away: 'rate limits are counted in this process: Redis cannot be asked',
    back: 'rate limits are counted in Redis again',
  };
  const line = await openRedisLine(url, { log, nowMs, words });
  return {
    open(name, unitsPerMinute) {
      const here = createMemoryBuckets(unitsPerMinute, nowMs);
      return {
        async take(key, units) {
          const bucket = `tongban:rate:${name}:${key}`;
          const waitMs = await line.evaluate(TAKE, [bucket], [`${unitsPerMinute}`, `${units}`]);
          return waitMs === undefined ? here.take(key, units) : Number(waitMs);
        },
      };
    },
    [Symbol.dispose]: () => line[Symbol.dispose](),
  };
}
