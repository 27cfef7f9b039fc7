import { once } from 'node:events';
import type { Log } from '../../telemetry/log.js';

/** A connection to one Redis, which several processes share. Whoever uses it must be able to do without. */
export interface RedisLine extends Disposable {
  /** What a script gives; undefined while Redis is away, or does not answer in time. Never rejects. */
  evaluate(script: string, keys: readonly string[], values: readonly string[]): Promise<unknown>;
}

export interface RedisLineDependencies {
  readonly log: Log;
  readonly nowMs: () => number;
  /** What is logged once when it goes away, and once when it is back. */
  readonly words: { readonly away: string; readonly back: string };
}

// Beside the gateways it answers in a millisecond; whoever waits longer for it would rather do without.
const PATIENCE_MS = 250;
// One that is away is not asked by every request.
const COOL_DOWN_MS = 1000;
const MAX_RECONNECT_MS = 5000;
// What waits for an answer; more means that none will come.
const MAX_WAITING = 10_000;

/** Connects to a Redis, which need not be there, neither now nor later. Dispose it to end the connection. */
export async function openRedisLine(url: URL, { log, nowMs, words }: RedisLineDependencies): Promise<RedisLine> {
  const { host } = url;
  let isAway = false;
  let askAgainAtMs = -Infinity;
  const lose = (cause: unknown): void => {
    askAgainAtMs = nowMs() + COOL_DOWN_MS;
    if (!isAway) log.error(words.away, cause, { host });
    isAway = true;
  };
  const find = (): void => {
    if (isAway) log.info(words.back, { host });
    isAway = false;
  };
  // Loaded only where it is needed: it is a third of all that a gateway would load.
  const { createClient } = await import('@redis/client');
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
  return {
    async evaluate(script, keys, values) {
      if (isAway) {
        if (nowMs() < askAgainAtMs) return undefined;
        askAgainAtMs = nowMs() + COOL_DOWN_MS; // nobody else tries meanwhile
      }
      try {
        const given = await within(PATIENCE_MS, client.eval(script, { keys: [...keys], arguments: [...values] }));
        find();
        return given;
      } catch (error) {
        lose(error);
        return undefined;
      }
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
