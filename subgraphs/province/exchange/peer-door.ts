import type { Answer, Delivery } from './check-envelope.js';
import type { Clock } from './desk.js';
import type { Question, SignedAnswer } from './question.js';

/**
 * The way to other provinces. It is trusted with nothing: it may lose, repeat, delay and reorder, in either direction.
 * Whatever goes wrong is a rejection; whoever calls it bounds the wait.
 */
export interface Deliver {
  /** Hands one sending to the receiveEnvelope of the addressee. */
  readonly deliver: (to: string, delivery: Delivery, signal: AbortSignal) => Promise<Answer>;
  /** Hands a question to the answerQuestion of a peer. */
  readonly ask: (to: string, question: Question, signal: AbortSignal) => Promise<SignedAnswer>;
}

// What a gateway gives a province, with room for a slow commit at the other end.
const CALL_LIMIT_MS = 10_000;

/** No answer in time. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** How long to wait: ten seconds unless given, and no longer than until `stop`. */
export interface Wait {
  readonly limitMs?: number;
  readonly stop?: AbortSignal | undefined;
}

/** Runs a call, but waits a limited time for it, however little it cares for its signal. */
export async function withinLimit<Result>(
  clock: Clock,
  call: (signal: AbortSignal) => Promise<Result>,
  { limitMs = CALL_LIMIT_MS, stop }: Wait = {},
): Promise<Result> {
  const done = new AbortController();
  const signal = stop === undefined ? done.signal : AbortSignal.any([done.signal, stop]);
  const limit = clock.wait(limitMs, signal).then(() => {
    throw new UnreachableError('No answer in time.');
  });
  const answer = call(signal).catch((error: unknown) => {
    throw new UnreachableError('The call failed.', { cause: error });
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    limit.catch(() => undefined); // the loser of the race rejects too, and nobody is left to hear it
    answer.catch(() => undefined);
    done.abort();
  }
}
