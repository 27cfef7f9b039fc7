/** One error of an answer, as the graph writes it. */
export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An answer of the graph, or what stands in its place when the gateway could not be asked. */
export interface GraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What is sent. */
export interface GraphQuestion {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** What is sent for a document that the gateway knows by its id. */
export interface DocumentQuestion {
  readonly documentId: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Beside those that every question has. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Asks the graph. Never rejects but when it is aborted: what went wrong on the way is an answer with an error, whose
 * `extensions.code` is UNREACHABLE or NOT_AN_ANSWER.
 */
export type AskGraph = (question: GraphQuestion | DocumentQuestion, options?: AskOptions) => Promise<GraphAnswer>;

/** A token that is held in memory alone: neither storage nor address bar ever has it, and a reload forgets it. */
export interface TokenHolder {
  token: string | undefined;
}

/** Relative, so that it is the gateway that served the page, below whatever path prefix a proxy gives it. */
export const URL_OF_GRAPH = 'graphql';

/** The way to the gateway that served the page. Sends no cookies. */
export function createAskGraph(holder: TokenHolder, fetchAnswer: typeof fetch): AskGraph {
  return async (question, { signal, headers } = {}) => {
    try {
      const response = await fetchAnswer(URL_OF_GRAPH, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          ...headers,
          ...authorizationOf(holder),
        },
        body: JSON.stringify(question),
        credentials: 'omit',
        ...(signal === undefined ? {} : { signal }),
      });
      return await readAnswer(response);
    } catch (cause) {
      if (signal?.aborted === true) throw cause;
      return unreachable();
    }
  };
}

/** The header by which a token is shown; none for nobody. */
export function authorizationOf({ token }: TokenHolder): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** What a response says, or what stands in its place when that is no answer of the graph. */
export async function readAnswer(response: Response): Promise<GraphAnswer> {
  const text = await response.text();
  try {
    const answer: unknown = JSON.parse(text);
    if (isAnswer(answer)) return answer;
  } catch {
    // What a proxy says in the place of the gateway is mostly a page.
  }
  const status = `HTTP ${String(response.status)}`;
  return failed('NOT_AN_ANSWER', `网关未作答（${status}）。 · What came is no answer of the gateway (${status}).`);
}

// The gateway keeps to the specification; only what stands in its place must be told from it.
function isAnswer(value: unknown): value is GraphAnswer {
  return typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);
}

/** Stands for the answer of a gateway that could not be asked. */
export const unreachable = (): GraphAnswer => failed('UNREACHABLE', '无法连接网关。 · The gateway cannot be reached.');

/** Stands for an answer that did not come. */
export function failed(code: 'UNREACHABLE' | 'NOT_AN_ANSWER' | 'BROKEN_OFF', message: string): GraphAnswer {
  return { errors: [{ message, extensions: { code } }] };
}
