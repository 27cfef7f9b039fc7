import type { Clock } from '../../../subgraphs/province/exchange/desk.js';

/** A clock that stands still until it is advanced. */
export interface ManualClock extends Clock {
  readonly advance: (ms: number) => void;
  /** How many wait for it. */
  readonly waiting: () => number;
}

/** A clock that stands at `startMs`. */
export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  const waiters = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  return {
    nowMs: () => nowMs,
    waiting: () => waiters.size,
    advance: (ms) => {
      nowMs += ms;
      for (const waiter of [...waiters]) if (waiter.untilMs <= nowMs) waiter.wake();
    },
    wait: (ms, signal) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const waiter = { untilMs: nowMs + ms, wake: () => finish() };
      const finish = (): void => {
        waiters.delete(waiter);
        signal.removeEventListener('abort', finish);
        resolve(undefined);
      };
      if (signal.aborted) return Promise.resolve();
      waiters.add(waiter);
      signal.addEventListener('abort', finish);
      return promise;
    },
  };
}
