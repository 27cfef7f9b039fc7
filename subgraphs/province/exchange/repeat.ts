import type { Clock } from './desk.js';

/** How work is repeated. */
export interface Repetition {
  readonly clock: Clock;
  readonly everyMs: number;
  /** Told of what the work throws; it goes on all the same. */
  readonly onFault: (error: unknown) => void;
}

/** Does `work` now and after each pause, until it is disposed of, which waits for what is under way. */
export function repeat({ clock, everyMs, onFault }: Repetition, work: () => Promise<unknown>): AsyncDisposable {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await work();
      } catch (error) {
        onFault(error);
      }
      await clock.wait(everyMs, stop.signal);
    }
  };
  const running = run();
  const dispose = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  return { [Symbol.asyncDispose]: dispose };
}
