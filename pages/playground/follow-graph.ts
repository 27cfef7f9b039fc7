import { createClient, NetworkError } from 'graphql-sse';
import {
  authorizationOf,
  failed,
  type GraphAnswer,
  type GraphQuestion,
  readAnswer,
  type TokenHolder,
  unreachable,
  URL_OF_GRAPH,
} from '../shared/ask-graph.js';

/** Who hears of a subscription. */
export interface Follower {
  readonly next: (answer: GraphAnswer) => void;
  /** Nothing more comes. */
  readonly complete: () => void;
}

/**
 * Opens a subscription on a connection of its own, with these headers beside those that every question has; gives what
 * ends it. What went wrong is an answer with an error, whose `extensions.code` is UNREACHABLE, NOT_AN_ANSWER or BROKEN_OFF.
 */
export type FollowGraph = (
  question: GraphQuestion,
  headers: Readonly<Record<string, string>>,
  follower: Follower,
) => () => void;

/**
 * The way to follow the graph of the gateway that served the page. A stream that breaks off is not opened again, since what
 * happened meanwhile would be missing without a word.
 */
export function createFollowGraph(holder: TokenHolder, fetchStream: typeof fetch): FollowGraph {
  return ({ query, variables, operationName }, headers, { next, complete }) => {
    const client = createClient({
      url: URL_OF_GRAPH,
      fetchFn: fetchStream,
      credentials: 'omit',
      headers: { ...headers, ...authorizationOf(holder) },
      retryAttempts: 0,
    });
    const asked = { query, ...(variables && { variables }), ...(operationName && { operationName }) };
    let isOpen = false;
    return client.subscribe(asked, {
      next(answer) {
        isOpen = true;
        next(answer as GraphAnswer);
      },
      complete,
      error: (problem) => void readProblem(problem, isOpen).then(next).finally(complete),
    });
  };
}

async function readProblem(problem: unknown, isOpen: boolean): Promise<GraphAnswer> {
  // A refusal before the stream begins is an ordinary answer.
  if (problem instanceof NetworkError && problem.response instanceof Response) return readAnswer(problem.response);
  return isOpen
    ? failed('BROKEN_OFF', '推送已中断，其后的事件未显示。 · The stream broke off; what happened since is not shown.')
    : unreachable();
}
