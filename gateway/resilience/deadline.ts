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

/** Starts a deadline of `budgetMs`. Dispose it when the work is done: that stops what nobody waits for any more. */
export function startDeadline(budgetMs: number): Deadline {
  return new RunningDeadline(performance.now() + budgetMs);
}

class RunningDeadline implements Deadline {
  readonly #underWay = new Set<Stoppable>();
  #isCancelled = false;

  constructor(readonly endsAt: number) {}

  remainingMs(): number {
    return this.#isCancelled ? 0 : Math.max(0, this.endsAt - performance.now());
  }

  get ended(): Deadline['ended'] {
    if (this.#isCancelled) return 'cancelled';
    return performance.now() >= this.endsAt ? 'time-up' : undefined;
  }

  bind(work: Stoppable): void {
    this.#underWay.add(work);
  }

  release(work: Stoppable): void {
    this.#underWay.delete(work);
  }

  cancel(): void {
    this.#isCancelled = true;
    if (this.#underWay.size === 0) return;
    const stopped = [...this.#underWay];
    this.#underWay.clear();
    for (const work of stopped) work.stop();
  }

  [Symbol.dispose](): void {
    this.cancel();
  }
}
