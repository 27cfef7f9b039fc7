import { BugError } from '../errors.js';
import { startDeadline, type Deadline } from '../resilience/deadline.js';

/** Reads that are under way, by what tells them apart. */
export interface SharedReads<Result> {
  /**
   * Joins the read under `key` that began a moment ago, or starts one. Rejects when `own`, the deadline of this caller,
   * is cancelled; the read goes on while anybody waits for it, and its own deadline is cancelled when nobody does.
   */
  join(key: string, own: Deadline, start: (deadline: Deadline) => Promise<Result>): Promise<Result>;
  /** After a write: what was asked before it goes on for those who wait, and is joined by nobody else. */
  outdate(): void;
}

interface Read<Result> {
  readonly result: Promise<Result>;
  readonly beganAt: number;
  /** Ends when the one who began it has no time left, as the upstream was told. */
  readonly deadline: Deadline;
  waiting: number;
}

// A read that hangs must not take with it everybody who asks the same later: after this long they ask anew.
const JOINABLE_MS = 250;

// Made once: an error without a reader need not have a stack each time.
const GIVEN_UP = new Error('the wait was given up');

/** Creates the table of shared reads; it holds what is under way and nothing else. */
export function createSharedReads<Result>(): SharedReads<Result> {
  const reads = new Map<string, Read<Result>>();
  const begin = (key: string, own: Deadline, start: (deadline: Deadline) => Promise<Result>): Read<Result> => {
    const deadline = startDeadline(own.remainingMs());
    const read = { result: start(deadline), beganAt: performance.now(), deadline, waiting: 0 };
    const forget = (): void => {
      deadline[Symbol.dispose]();
      if (reads.get(key) === read) reads.delete(key);
    };
    read.result.then(forget, forget);
    reads.set(key, read);
    return read;
  };
  return {
    join(key, own, start) {
      if (own.ended !== undefined) return Promise.reject(GIVEN_UP); // nobody is asked anything for one who has gone
      const known = reads.get(key);
      return waitFor(known !== undefined && isJoinable(known, own) ? known : begin(key, own, start), own);
    },
    outdate: () => reads.clear(),
  };
}

/** The upstream may give up when the time of the one who began is over, so whoever has much more of it asks anew. */
function isJoinable({ beganAt, deadline }: Read<unknown>, own: Deadline): boolean {
  const isRecent = performance.now() - beganAt <= JOINABLE_MS;
  return isRecent && own.endsAt - deadline.endsAt <= JOINABLE_MS && deadline.ended === undefined;
}

/** What the read gives, unless the one who waits leaves first; the last to leave ends it. */
function waitFor<Result>(read: Read<Result>, own: Deadline): Promise<Result> {
  read.waiting += 1;
  return new Promise((resolve, reject) => {
    const wait = {
      stop(): void {
        reject(GIVEN_UP);
        read.waiting -= 1;
        if (read.waiting === 0) read.deadline.cancel();
      },
    };
    own.bind(wait);
    read.result.then(
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
