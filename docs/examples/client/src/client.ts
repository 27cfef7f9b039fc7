import type { TypedDocumentString } from './gql/graphql.ts';

/** One entry of `errors`: a fault, never an answer that was merely no. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly province?: string; readonly retryable: boolean };
}

/**
 * What came of a question. `answered` may still have errors: each explains a null in the data, and the rest is good.
 * `failed` has no data at all, and says in `code` why.
 */
export type Answer<Data> =
  | { readonly kind: 'answered'; readonly data: Data; readonly errors: readonly AnswerError[] }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      /** Whether the same question may succeed later, and how long it is to wait at least. */
      readonly isRetryable: boolean;
      readonly retryAfterSeconds: number;
    };

export interface ClientOptions {
  /** Where the gateway is, without a path. */
  readonly url: string;
  readonly token: string | undefined;
  /** Whether operations are named by their ids, which the gateway must have been given, and not sent as text. */
  readonly byId: boolean;
}

/** Asks a gateway; the document says which variables it takes and what its data are. */
export type Ask = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
) => Promise<Answer<Data>>;

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly AnswerError[];
}

/** Creates a client. It throws nothing: a network that is down is an answer that failed. */
export function createClient({ url, token, byId }: ClientOptions): Ask {
  return async <Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables) => {
    const named = byId ? { documentId: document.__meta__?.['hash'] as string } : { query: document.toString() };
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json;q=0.9',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ ...named, variables }),
      });
      return read((await response.json()) as Body<Data>, Number(response.headers.get('retry-after') ?? 0));
    } catch (cause) {
      // No connection, or a page of some proxy in the place of an answer.
      return { kind: 'failed', code: 'NO_ANSWER', message: String(cause), isRetryable: true, retryAfterSeconds: 1 };
    }
  };
}

function read<Data>({ data, errors = [] }: Body<Data>, retryAfterSeconds: number): Answer<Data> {
  if (data !== undefined && data !== null) return { kind: 'answered', data, errors };
  const { message = 'no data', extensions = undefined } = errors[0] ?? {};
  const { code = 'NO_ANSWER', retryable: isRetryable = false } = extensions ?? {};
  return { kind: 'failed', code, message, isRetryable, retryAfterSeconds };
}
