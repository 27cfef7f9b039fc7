/** Reads that are under way, by what tells them apart. */
export interface SharedReads<Result> {
  /**
   * Joins the read under `key` that began a moment ago, or starts one. Rejects with the signal's reason when this
   * caller's own deadline ends; the read goes on while anybody waits for it, and is aborted when nobody does.
   */
  join(
    key: string,
    deadline: { remainingMs(): number; readonly signal: AbortSignal },
    start: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
  /** After a write: what was asked before it goes on for those who wait, and is joined by nobody else. */
  outdate(): void;
}

interface Read<Result> {
  readonly result: Promise<Result>;
  readonly beganAt: number;
  /** When the one who began it has no time left, as the upstream was told. */
  readonly endsAt: number;
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
  const begin = (key: string, endsAt: number, start: (signal: AbortSignal) => Promise<Result>): Read<Result> => {
    const controller = new AbortController();
    const result = start(controller.signal);
    const read = { result, beganAt: performance.now(), endsAt, controller, waiting: 0, isOver: false };
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
      deadline.signal.throwIfAborted(); // nobody is asked anything for one who has gone
      const endsAt = performance.now() + deadline.remainingMs();
      const known = reads.get(key);
      const read = known !== undefined && isJoinable(known, endsAt) ? known : begin(key, endsAt, start);
      read.waiting += 1;
      try {
        return await untilAborted(read.result, deadline.signal);
      } finally {
        read.waiting -= 1;
        if (read.waiting === 0 && !read.isOver) read.controller.abort(NOBODY_WAITS);
      }
    },
    outdate: () => reads.clear(),
  };
}

/** The upstream may give up when the time of the one who began is over, so whoever has much more of it asks anew. */
function isJoinable({ beganAt, endsAt, controller }: Read<unknown>, wantedUntil: number): boolean {
  const isRecent = performance.now() - beganAt <= JOINABLE_MS;
  return isRecent && wantedUntil - endsAt <= JOINABLE_MS && !controller.signal.aborted;
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
