import type { Deadline } from '../resilience/deadline.js';

/** Reads that are under way, by what tells them apart. */
export interface SharedReads<Result> {
  /**
   * Joins the read under `key` that began a moment ago, or starts one. Rejects with the signal's reason when this
   * caller's own deadline ends; the read goes on while anybody waits for it, and is aborted when nobody does.
   */
  join(key: string, deadline: Deadline, start: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

interface Read<Result> {
  readonly result: Promise<Result>;
  readonly beganAt: number;
  readonly controller: AbortController;
  waiting: number;
  isOver: boolean;
}

// A read that hangs must not take with it everybody who asks the same later: after this long they ask anew.
const JOINABLE_MS = 250;

// Made once: an abort without a reason makes an exception with a stack each time.
const NOBODY_WAITS = new Error('nobody waits for the answer any more');
const GIVEN_UP = new Error('the wait was given up');

/** Creates the table of shared reads; it holds what is under way and nothing else. */
export function createSharedReads<Result>(): SharedReads<Result> {
  const reads = new Map<string, Read<Result>>();
  const begin = (key: string, start: (signal: AbortSignal) => Promise<Result>): Read<Result> => {
    const controller = new AbortController();
    const result = start(controller.signal);
    const read = { result, beganAt: performance.now(), controller, waiting: 0, isOver: false };
    const forget = (): void => {
      read.isOver = true;
      if (reads.get(key) === read) reads.delete(key);
    };
    result.then(forget, forget);
    reads.set(key, read);
    return read;
  };
  return {
    async join(key, deadline, start) {
      const known = reads.get(key);
      const isJoinable = known !== undefined && performance.now() - known.beganAt <= JOINABLE_MS;
      const read = isJoinable && !known.controller.signal.aborted ? known : begin(key, start);
      read.waiting += 1;
      try {
        return await untilAborted(read.result, deadline.signal);
      } finally {
        read.waiting -= 1;
        if (read.waiting === 0 && !read.isOver) read.controller.abort(NOBODY_WAITS);
      }
    },
  };
}

/** The promise's value, unless the signal aborts first. */
function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(GIVEN_UP);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
