import type { ServerResponse } from 'node:http';

/** Knows what is under way, so that closing is orderly and bounded. */
export interface Drain {
  /** Counts an answer as under way until it is written, or its reader has gone. */
  enter(response: ServerResponse): void;
  /** True when nothing more is begun. */
  readonly isDraining: () => boolean;
  /** Given then: what would go on by itself is to end. */
  readonly draining: AbortSignal;
  /** Begins nothing more, and waits for what is under way, for `limitMs` at most. */
  finish(limitMs: number): Promise<void>;
}

/** Creates the drain of one server. */
export function createDrain(): Drain {
  const draining = new AbortController();
  const underWay = new Set<ServerResponse>();
  const idle = Promise.withResolvers<undefined>();
  const isDraining = (): boolean => draining.signal.aborted;
  return {
    enter(response) {
      underWay.add(response);
      // It comes for every response, also for one that its reader did not wait for.
      response.once('close', () => {
        underWay.delete(response);
        if (isDraining() && underWay.size === 0) idle.resolve(undefined);
      });
    },
    isDraining,
    draining: draining.signal,
    async finish(limitMs) {
      draining.abort();
      const limit = setTimeout(() => idle.resolve(undefined), limitMs);
      if (underWay.size === 0) idle.resolve(undefined);
      await idle.promise;
      clearTimeout(limit);
    },
  };
}
