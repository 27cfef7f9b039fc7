import type { Fetcher, Observable } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';
import type { AskGraph, GraphAnswer } from '../shared/ask-graph.js';
import { readCompleteness } from '../shared/completeness.js';
import type { Answers } from './answers.js';
import { findKeys } from './find-keys.js';
import { findOperation } from './find-operation.js';
import type { FollowGraph } from './follow-graph.js';
import type { Session } from './session/session.js';

interface Captured {
  readonly ask: AskGraph;
  readonly follow: FollowGraph;
  readonly session: Session;
  readonly answers: Answers;
}

/** Asks for GraphiQL, and keeps what came for table, chart and plan; of a subscription, what came last. */
export function createFetcher({ ask, follow, session, answers }: Captured): Fetcher {
  return async ({ query, variables, operationName }) => {
    const question = { query, variables: variables as Readonly<Record<string, unknown>> | undefined };
    const { name, isSubscription } = findOperation(query, operationName ?? undefined);
    const named = { ...question, operationName: name };
    // The schema is no answer that anybody looks at as a table, and needs no explanation.
    if (operationName === 'IntrospectionQuery') return (await ask(named)) as ExecutionResult;
    const askedAt = new Date();
    const began = performance.now();
    const capture = (answer: GraphAnswer): ExecutionResult => {
      const gaps = readCompleteness(answer, findKeys(query));
      answers.capture({ ...named, answer, gaps, askedAt, tookMs: performance.now() - began });
      return answer as ExecutionResult;
    };
    if (!isSubscription) return capture(await ask(named, { headers: session.headers() }));
    return observable((next, complete) =>
      follow(named, session.headers(), { next: (answer) => next(capture(answer)), complete }),
    );
  };
}

type Next = (result: ExecutionResult) => void;

/** What GraphiQL takes for a stream of answers: `start` is called when it looks, and gives what ends it. */
function observable(start: (next: Next, complete: () => void) => () => void): Observable<ExecutionResult> {
  return {
    subscribe(observer) {
      if (typeof observer !== 'object') throw new TypeError('GraphiQL follows by an observer.');
      return { unsubscribe: start(observer.next, observer.complete) };
    },
  };
}
