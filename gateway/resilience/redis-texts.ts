import type { Log } from '../../telemetry/log.js';
import { openRedisLine } from './redis-line.js';

/** Texts by name that several processes share: what one keeps, all find, for a day after its last use. */
export interface SharedTexts {
  /** The text of that name, or undefined: it was never kept, is forgotten, or cannot be asked for. */
  readonly find: (name: string) => Promise<string | undefined>;
  /** Keeps a text, as far as there is anybody to keep it. */
  readonly keep: (name: string, text: string) => Promise<void>;
}

/** Shared texts in one Redis. */
export interface RedisTexts extends SharedTexts, Disposable {}

export interface RedisTextsDependencies {
  readonly log: Log;
  readonly nowMs: () => number;
  /** How much is kept in all; what was used longest ago is forgotten. */
  readonly limits?: { readonly texts: number; readonly bytes: number };
}

// Clients send again what is forgotten; a front end that was not used for a day can do so.
const LIFETIME_MS = 24 * 60 * 60 * 1000;
// Some four processes' own memories of documents.
const LIMITS = { texts: 20_000, bytes: 32 * 1024 * 1024 };

// One hash tag, so that all three lie on one node of a cluster.
const KEYS = ['texts', 'used', 'length'].map((name) => `{tongban:queries}:${name}`);

// When each text was used last orders them, in microseconds, of which no two scripts share one; whatever is over the limits
// is forgotten from that end.
const FIND = `
  local text = redis.call('HGET', KEYS[1], ARGV[1])
  if not text then return false end
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[2], time[1] * 1000000 + time[2], ARGV[1])
  return text`;
const KEEP = `
  local name, text, lifetime = ARGV[1], ARGV[2], tonumber(ARGV[3])
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  redis.call('INCRBY', KEYS[3], #text - redis.call('HSTRLEN', KEYS[1], name))
  redis.call('HSET', KEYS[1], name, text)
  redis.call('ZADD', KEYS[2], now, name)
  local function isTooMuch()
    local oldest = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
    return oldest[2] and (tonumber(oldest[2]) < now - lifetime * 1000
      or redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[4])
      or tonumber(redis.call('GET', KEYS[3])) > tonumber(ARGV[5]))
  end
  while isTooMuch() do
    local gone = redis.call('ZPOPMIN', KEYS[2])[1]
    redis.call('DECRBY', KEYS[3], redis.call('HSTRLEN', KEYS[1], gone))
    redis.call('HDEL', KEYS[1], gone)
  end
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, lifetime) end
  return 1`;

/** Connects to a Redis. While it is away nothing is kept or found there, which is logged once, and its end too. */
export async function startRedisTexts(
  url: URL,
  { log, nowMs, limits = LIMITS }: RedisTextsDependencies,
): Promise<RedisTexts> {
  const words = {
    away: 'persisted queries are remembered in this process alone: Redis cannot be asked',
    back: 'persisted queries are shared in Redis again',
  };
  const line = await openRedisLine(url, { log, nowMs, words });
  return {
    async find(name) {
      const text = await line.evaluate(FIND, KEYS, [name]);
      return typeof text === 'string' ? text : undefined;
    },
    async keep(name, text) {
      await line.evaluate(KEEP, KEYS, [name, text, `${LIFETIME_MS}`, `${limits.texts}`, `${limits.bytes}`]);
    },
    [Symbol.dispose]: () => line[Symbol.dispose](),
  };
}
