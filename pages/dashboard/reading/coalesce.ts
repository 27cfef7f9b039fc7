/** The clock that a page lives by. */
export interface Timers {
  readonly now: () => number;
  /** Runs something later; what comes back forgets it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Calls `run` at once, and what comes within `gapMs` of a call together, once, when that is over. */
export interface Coalesced {
  readonly call: () => void;
  /** Forgets what was to come. */
  readonly stop: () => void;
}

/** A hundred events in a second are one refresh now and one when the gap is over. */
export function coalesce(run: () => void, gapMs: number, timers: Timers): Coalesced {
  let last = Number.NEGATIVE_INFINITY;
  let forget: (() => void) | undefined;
  const go = (): void => {
    forget = undefined;
    last = timers.now();
    run();
  };
  return {
    call() {
      if (forget !== undefined) return;
      const waitMs = last + gapMs - timers.now();
      if (waitMs <= 0) go();
      else forget = timers.after(waitMs, go);
    },
    stop() {
      forget?.();
      forget = undefined;
    },
  };
}
