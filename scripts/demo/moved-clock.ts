import type { Clock } from '../../subgraphs/province/exchange/desk.js';
import { systemClock } from '../../subgraphs/province/exchange/system-clock.js';

/** A clock that goes as fast as that of this machine, from another instant on, and is moved ahead by hand. */
export interface MovedClock extends Clock {
  readonly moveTo: (ms: number) => void;
}

/** A clock that shows `startMs` now. Whoever waits for it waits in real time. */
export function createMovedClock(startMs: number): MovedClock {
  let aheadMs = startMs - systemClock.nowMs();
  const nowMs = (): number => systemClock.nowMs() + aheadMs;
  // Never backwards: provinces rely on that.
  const moveTo = (ms: number): void => void (aheadMs += Math.max(0, ms - nowMs()));
  return { ...systemClock, nowMs, moveTo };
}
