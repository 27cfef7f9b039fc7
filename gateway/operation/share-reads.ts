import type { Deadline } from '../resilience/deadline.js';
import { Roster } from '../resilience/roster.js';
import { SharedWork } from '../resilience/shared-work.js';

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

const NOWHERE = -1;

// A read that hangs must not take with it everybody who asks the same later: after this long they ask anew.
const JOINABLE_MS = 250;

/** Creates the table of shared reads; it holds what is under way and nothing else. `onJoined` is told of each that was shared. */
export function createSharedReads<Result>(onJoined?: () => void): SharedReads<Result> {
  const reads = new Roster<SharedWork<Result>>();
  const places = new Map<string, number>(); // not the reads themselves: see Roster
  const begin = (key: string, own: Deadline, start: (deadline: Deadline) => Promise<Result>): SharedWork<Result> => {
    const read = new SharedWork(own.remainingMs(), start);
    const place = reads.enter(read);
    const forget = (): void => {
      if (places.get(key) === place) places.delete(key);
      reads.leave(place);
    };
    read.result.then(forget, forget);
    places.set(key, place);
    return read;
  };
  return {
    join(key, own, start) {
      if (own.ended !== undefined) return Promise.reject(new Error('nobody is asked anything for one who has gone'));
      const known = reads.at(places.get(key) ?? NOWHERE);
      if (known === undefined || !isJoinable(known, own)) return begin(key, own, start).waitFor(own);
      onJoined?.();
      return known.waitFor(own);
    },
    outdate: () => places.clear(),
  };
}

/** The upstream may give up when the time of the one who began is over, so whoever has much more of it asks anew. */
function isJoinable({ beganAt, deadline }: SharedWork<unknown>, own: Deadline): boolean {
  const isRecent = performance.now() - beganAt <= JOINABLE_MS;
  return isRecent && own.endsAt - deadline.endsAt <= JOINABLE_MS && deadline.ended === undefined;
}
