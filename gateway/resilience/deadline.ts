/**
 * The time that is left for one piece of work. Every wait below the edge is bounded by it, and its signal stops
 * whatever is still under way when time is up or the client has gone.
 */
export interface Deadline extends Disposable {
  /** Milliseconds that are left; 0 when time is up. */
  remainingMs(): number;
  /** Aborts when time is up, when the parent aborts, or when the deadline is disposed. */
  readonly signal: AbortSignal;
  /** Why the signal aborted, or undefined while it has not. */
  readonly ended: 'time-up' | 'cancelled' | undefined;
}

// Made once: an abort without a reason makes an exception with a stack each time.
const ENDED = new Error('the deadline has ended');

/**
 * Starts a deadline of `budgetMs`, cut to what the parent has left. Dispose it when the work is done: that frees the
 * timer and stops what nobody waits for any more.
 */
export function startDeadline(budgetMs: number, parent?: { remainingMs?(): number; signal: AbortSignal }): Deadline {
  const budget = Math.max(0, Math.min(budgetMs, parent?.remainingMs?.() ?? budgetMs));
  const endsAt = performance.now() + budget; // monotonic: a clock that jumps must not end or stretch a request
  const controller = new AbortController();
  let ended: Deadline['ended'];
  const end = (reason: 'time-up' | 'cancelled'): void => {
    ended ??= reason;
    controller.abort(ENDED);
  };
  const timer = setTimeout(() => end('time-up'), budget);
  const cancel = (): void => end('cancelled');
  if (parent?.signal.aborted === true) cancel();
  parent?.signal.addEventListener('abort', cancel, { once: true });
  return {
    remainingMs: () => Math.max(0, endsAt - performance.now()),
    signal: controller.signal,
    get ended() {
      return ended;
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      parent?.signal.removeEventListener('abort', cancel);
      cancel();
    },
  };
}
