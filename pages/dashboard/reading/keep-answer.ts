import type { GraphAnswer } from '../../shared/ask-graph.js';

/** The last answer to a question, and what has gone wrong since. */
export interface Kept<Answer> {
  /** Undefined before the first. */
  readonly answer: Answer | undefined;
  /** When it came, in milliseconds. */
  readonly at: number | undefined;
  /** Why the last attempt gave none; the answer is then of an earlier one. */
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** Nothing asked yet. */
export const NEVER_ASKED: Kept<never> = { answer: undefined, at: undefined, failure: undefined };

/** Takes an answer in. One without data leaves what was known, under its old time, and says that it did. */
export function keepAnswer<Answer>(kept: Kept<Answer>, given: GraphAnswer, nowMs: number): Kept<Answer> {
  const { data, errors } = given;
  if (data !== undefined && data !== null) {
    // The types are printed from the schema that the answer was made by, and its nulls are part of them.
    return { answer: data as Answer, at: nowMs, failure: undefined };
  }
  const code = errors?.[0]?.extensions?.['code'];
  return {
    ...kept,
    failure: { code: typeof code === 'string' ? code : 'UNKNOWN', message: errors?.[0]?.message ?? '' },
  };
}
