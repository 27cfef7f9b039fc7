/** Something under way that can be given up. */
export interface Stoppable {
  stop(): void;
}

/**
 * The time that is left for one piece of work, and a list of what is under way for it. Cancelling stops all of that.
 * It has no timer: whoever waits looks at `endsAt`, so a deadline costs next to nothing.
 */
export interface Deadline extends Disposable {
  /** When time is up, on the clock of `performance.now()`, which no change of the wall clock moves. */
  readonly endsAt: number;
  /** Milliseconds that are left; 0 when time is up or the work was cancelled. */
  remainingMs(): number;
  /** Why nothing more is to begin, or undefined while there is time. */
  readonly ended: 'time-up' | 'cancelled' | undefined;
  /** Stops `work` when the deadline is cancelled. Whoever has finished takes itself off the list by `release`. */
  bind(work: Stoppable): void;
  release(work: Stoppable): void;
  /** Stops what is under way, and lets nothing more begin. */
  cancel(): void;
}

/**
 * Starts a deadline of `budgetMs`, which is cancelled when `gone` aborts. Dispose it when the work is done: that stops
 * what nobody waits for any more.
 */
export function startDeadline(budgetMs: number, gone?: AbortSignal): Deadline {
  const endsAt = performance.now() + budgetMs;
  const underWay = new Set<Stoppable>();
  let isCancelled = gone?.aborted === true;
  const cancel = (): void => {
    isCancelled = true;
    for (const work of [...underWay]) work.stop();
    underWay.clear();
  };
  gone?.addEventListener('abort', cancel, { once: true });
  return {
    endsAt,
    remainingMs: () => (isCancelled ? 0 : Math.max(0, endsAt - performance.now())),
    get ended() {
      if (isCancelled) return 'cancelled';
      return performance.now() >= endsAt ? 'time-up' : undefined;
    },
    bind: (work) => void underWay.add(work),
    release: (work) => void underWay.delete(work),
    cancel,
    [Symbol.dispose]() {
      gone?.removeEventListener('abort', cancel);
      cancel();
    },
  };
}
