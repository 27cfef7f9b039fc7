import { Roster } from '../resilience/roster.js';

/** A call that has to keep its budgets. */
export interface Watched {
  /** Ends the call when one of its budgets is used up. */
  check(now: number): void;
}

/** One timer for all calls that are under way. */
export interface CallWatch extends Disposable {
  /** Gives the place of the call. */
  enter(call: Watched): number;
  leave(place: number): void;
}

// Budgets are seconds, so a twentieth of one is exact enough; a timer for each call would cost more than the watching.
const LOOK_MS = 50;

// Later than that the process was busy with something else, and answers may lie unread in its sockets.
const LATE_MS = 10 * LOOK_MS;

/**
 * Looks at every call twenty times a second while there are any, and rests when there are none. After a time in which
 * the process could not look it first reads what has come meanwhile: an upstream is not to blame for that.
 */
export function createCallWatch(): CallWatch {
  const calls = new Roster<Watched>();
  let timer: NodeJS.Timeout | undefined;
  let lookedAt = 0;
  let hasWaited = false;
  const rest = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const look = (): void => {
    if (calls.size === 0) {
      rest();
      return;
    }
    const now = performance.now();
    const isLate = now - lookedAt > LATE_MS;
    lookedAt = now;
    hasWaited = isLate && !hasWaited; // once: a process that is always late keeps its budgets too
    if (hasWaited) return;
    for (const call of calls) call.check(now);
  };
  return {
    enter(call) {
      const place = calls.enter(call);
      if (timer !== undefined) return place;
      lookedAt = performance.now();
      timer = setInterval(look, LOOK_MS).unref();
      return place;
    },
    leave: (place) => calls.leave(place),
    [Symbol.dispose]: rest,
  };
}
