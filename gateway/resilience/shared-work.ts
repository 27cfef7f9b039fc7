import { BugError } from '../errors.js';
import { startDeadline, type Deadline } from './deadline.js';

// Made once: an error without a reader need not have a stack each time.
const GIVEN_UP = new Error('the wait was given up');

/** Work for which several may wait, each until his own deadline is cancelled. When nobody waits any more, it is too. */
export class SharedWork<Result> {
  readonly beganAt = performance.now();
  /** Of the work itself. */
  readonly deadline: Deadline;
  readonly result: Promise<Result>;
  /** True when the result, or the failure, is there. */
  isOver = false;
  #waiting = 0;

  /** Begins at once. `budgetMs` is what the work is told that it may take. */
  constructor(budgetMs: number, start: (deadline: Deadline) => Promise<Result>) {
    this.deadline = startDeadline(budgetMs);
    this.result = start(this.deadline);
    const end = (): void => {
      this.isOver = true;
      this.deadline[Symbol.dispose]();
    };
    this.result.then(end, end);
  }

  /** The result, unless `own` is cancelled first. */
  waitFor(own: Deadline): Promise<Result> {
    if (this.isOver) return this.result;
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const wait = {
        stop: (): void => {
          reject(GIVEN_UP);
          this.#waiting -= 1;
          if (this.#waiting === 0) this.deadline.cancel();
        },
      };
      own.bind(wait);
      this.result.then(
        (result) => {
          own.release(wait);
          resolve(result);
        },
        (error: unknown) => {
          own.release(wait);
          reject(error instanceof Error ? error : new BugError(String(error)));
        },
      );
    });
  }
}
