/** A call that has to keep its budgets. */
export interface Watched {
  /** Ends the call when one of its budgets is used up. */
  check(now: number): void;
}

/** One timer for all calls that are under way. */
export interface CallWatch extends Disposable {
  add(call: Watched): void;
  remove(call: Watched): void;
}

// Budgets are seconds, so a twentieth of one is exact enough; a timer for each call would cost more than the watching.
const LOOK_MS = 50;

/** Looks at every call twenty times a second while there are any, and rests when there are none. */
export function createCallWatch(): CallWatch {
  const calls = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;
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
    for (const call of calls) call.check(now);
  };
  return {
    add(call) {
      calls.add(call);
      timer ??= setInterval(look, LOOK_MS).unref();
    },
    remove: (call) => void calls.delete(call),
    [Symbol.dispose]: rest,
  };
}
