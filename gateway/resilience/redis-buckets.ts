import { once } from 'node:events';
import { createClient } from '@redis/client';
import type { Log } from '../../telemetry/log.js';
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

// Beside the gateways it answers in a millisecond; whoever waits longer for it would rather be counted here.
const PATIENCE_MS = 250;
// One that is away is not asked by every request.
const COOL_DOWN_MS = 1000;
const MAX_RECONNECT_MS = 5000;
// What waits for an answer; more means that none will come.
const MAX_WAITING = 10_000;

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
  const { host } = url;
  let isAway = false;
  let askAgainAtMs = -Infinity;
  const lose = (cause: unknown): void => {
    askAgainAtMs = nowMs() + COOL_DOWN_MS;
    if (!isAway) log.error('rate limits are counted in this process: Redis cannot be asked', cause, { host });
    isAway = true;
  };
  const find = (): void => {
    if (isAway) log.info('rate limits are counted in Redis again', { host });
    isAway = false;
  };
  const client = createClient({
    url: url.href,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_WAITING,
    socket: {
      connectTimeout: COOL_DOWN_MS,
      reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, MAX_RECONNECT_MS),
    },
  });
  client.on('error', lose);
  client.connect().catch(lose);
  await within(COOL_DOWN_MS, once(client, 'ready')).catch(lose);
  const ask = async (key: string, units: number, unitsPerMinute: number): Promise<number> =>
    Number(await within(PATIENCE_MS, client.eval(TAKE, { keys: [key], arguments: [`${unitsPerMinute}`, `${units}`] })));
  return {
    open(name, unitsPerMinute) {
      const here = createMemoryBuckets(unitsPerMinute, nowMs);
      return {
        async take(key, units) {
          if (isAway) {
            if (nowMs() < askAgainAtMs) return here.take(key, units);
            askAgainAtMs = nowMs() + COOL_DOWN_MS; // nobody else tries meanwhile
          }
          try {
            const waitMs = await ask(`tongban:rate:${name}:${key}`, units, unitsPerMinute);
            find();
            return waitMs;
          } catch (error) {
            lose(error);
            return here.take(key, units);
          }
        },
      };
    },
    [Symbol.dispose]() {
      if (client.isOpen) client.destroy();
    },
  };
}

/** What comes of some work, or a rejection when that takes longer than it may. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
