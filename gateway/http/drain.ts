import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Roster } from '../resilience/roster.js';

/** Knows what is in flight, so that closing is orderly and bounded. */
export interface Drain {
  /** Counts a response as in flight until it is written or its client has gone. */
  enter(response: ServerResponse): void;
  /** Whether a request that came whole over this connection still waits for its answer. */
  isAnswering(socket: Socket): boolean;
  /** True when work that comes in is to be refused. */
  readonly isClosing: () => boolean;
  /** Given then: what would go on by itself is to end. */
  readonly closing: AbortSignal;
  /**
   * Lets what is in flight finish, for `graceMs` at most, and then ends the connections. Node alone would wait for a
   * connection that was opened and never used, which browsers do.
   */
  close(server: Server): Promise<void>;
}

/** Creates the drain of one server. */
export function createDrain(graceMs: number): Drain {
  const closing = new AbortController();
  const isClosing = (): boolean => closing.signal.aborted;
  const inFlight = new Roster<ServerResponse>();
  const idle = Promise.withResolvers<undefined>();
  return {
    enter(response) {
      const place = inFlight.enter(response);
      // `close` comes for every response, also for one that its client did not wait for.
      response.once('close', () => {
        inFlight.leave(place);
        if (isClosing() && inFlight.size === 0) idle.resolve(undefined);
      });
      if (isClosing()) response.shouldKeepAlive = false;
    },
    isAnswering: (socket) => [...inFlight].some((response) => response.socket === socket && response.req.complete),
    isClosing,
    closing: closing.signal,
    async close(server) {
      for (const response of inFlight) response.shouldKeepAlive = false;
      closing.abort();
      // Before the server closes, which would cut an answer that a slow reader has not taken in yet.
      const force = setTimeout(() => idle.resolve(undefined), graceMs);
      if (inFlight.size === 0) idle.resolve(undefined);
      await idle.promise;
      clearTimeout(force);
      // After this turn: the server must have stopped listening before its last connections are ended.
      setImmediate(() => server.closeAllConnections());
    },
  };
}
