import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { asError } from './errors.js';
import { type GraphqlRequest, parseSubscription } from './execute.js';
import type { StreamEvent, StreamOpening } from './stream-event.js';

/** What a subscription gives: a result and its place, or the place alone. */
export interface StreamedResult {
  readonly id?: string;
  readonly result?: ExecutionResult;
}

/**
 * Opens a subscription. Gives undefined for an operation that is none; mistakes of the caller are the one result of the
 * stream. Every event is executed in a context of its own, so that it shows what is there by then.
 */
export type Subscriber<Context> = (
  request: GraphqlRequest,
  opening: StreamOpening & { readonly createContext: () => Context | Promise<Context> },
) => AsyncGenerator<StreamedResult> | undefined;

// As many texts as a gateway sends for its subscriptions.
const CACHE_SIZE = 200;
const CACHEABLE_QUERY_LENGTH = 64 * 1024;

/** Makes what opens subscriptions of a schema; it holds no state of a caller or a province. */
export function createSubscriber<Context>(schema: GraphQLSchema): Subscriber<Context> {
  const cache = new Map<string, DocumentNode>();
  const find = (request: GraphqlRequest): DocumentNode | readonly GraphQLError[] | undefined => {
    const key = `${request.operationName ?? ''}\n${request.query}`;
    const found = cache.get(key) ?? parseSubscription(schema, request);
    if (found === undefined || !('kind' in found) || key.length > CACHEABLE_QUERY_LENGTH) return found;
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(key, found);
    return found;
  };
  return (request, opening) => {
    const document = find(request);
    if (document === undefined) return undefined;
    if (!('kind' in document)) return only({ errors: document });
    const { operationName, variables } = request;
    const asked = { schema, document, operationName: operationName ?? null, variableValues: variables ?? null };
    return run(asked, opening);
  };
}

async function* only(result: ExecutionResult): AsyncGenerator<StreamedResult> {
  yield await Promise.resolve({ result });
}

type Asked = Pick<Parameters<typeof execute>[0], 'schema' | 'document' | 'operationName' | 'variableValues'>;

async function* run<Context>(
  asked: Asked,
  { createContext, lastEventId, signal }: Parameters<Subscriber<Context>>[1],
): AsyncGenerator<StreamedResult> {
  try {
    const rootValue: StreamOpening = { lastEventId, signal };
    const source = await createSourceEventStream({ ...asked, rootValue, contextValue: await createContext() });
    if (!(Symbol.asyncIterator in source)) {
      yield { result: source };
      return;
    }
    for await (const { id, value } of source as AsyncIterable<StreamEvent>) {
      if (value === undefined) yield { id };
      else yield { id, result: await execute({ ...asked, rootValue: value, contextValue: await createContext() }) };
    }
  } catch (error) {
    yield { result: { errors: [new GraphQLError('subscription failed', { originalError: asError(error) })] } };
  }
}
