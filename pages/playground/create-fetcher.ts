import type { Fetcher } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';
import type { AskGraph } from '../shared/ask-graph.js';
import { readCompleteness } from '../shared/completeness.js';
import type { Answers } from './answers.js';
import { findKeys } from './find-keys.js';
import { nameOperation } from './name-operation.js';
import type { Session } from './session/session.js';

interface Captured {
  readonly ask: AskGraph;
  readonly session: Session;
  readonly answers: Answers;
}

/** Asks for GraphiQL, and keeps what came for table, chart and plan. */
export function createFetcher({ ask, session, answers }: Captured): Fetcher {
  return async ({ query, variables, operationName }) => {
    const question = { query, variables: variables as Readonly<Record<string, unknown>> | undefined };
    const named = { ...question, operationName: nameOperation(query, operationName ?? undefined) };
    // The schema is no answer that anybody looks at as a table, and needs no explanation.
    if (operationName === 'IntrospectionQuery') return (await ask(named)) as ExecutionResult;
    const askedAt = new Date();
    const began = performance.now();
    const answer = await ask(named, { headers: session.headers() });
    const gaps = readCompleteness(answer, findKeys(query));
    answers.capture({ ...named, answer, gaps, askedAt, tookMs: performance.now() - began });
    return answer as ExecutionResult;
  };
}
