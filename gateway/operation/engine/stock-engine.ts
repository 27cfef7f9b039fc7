import './disable-telemetry.js';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import { isErrorCode } from '../../../schema/error-codes.js';
import { errorEntry, Fault, type ErrorEntry } from '../../errors.js';
import { toByteText } from '../../json/byte-text.js';
import { WrittenJson } from '../../json/written-json.js';
import type { Engine, ExecutableOperation, RunFetch } from './engine.js';
import { fetchText } from './fetch-text.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Loads a supergraph into the planner and executor of @apollo/gateway. Their document and plan caches are kept; their
 * HTTP client is not used, since every fetch goes through `runFetch`. `report` is told of what only a bug explains.
 */
export async function createStockEngine(
  supergraphSdl: string,
  report: (cause: unknown) => void = () => undefined,
): Promise<Engine> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    // Fetches come without named fragments: routing takes selections apart, and would have to open them again.
    queryPlannerConfig: { reuseQueryFragments: false, generateQueryFragments: false },
    buildService: ({ name }) => fetchThrough(name),
  });
  const { schema: apiSchema, executor } = await gateway.load();
  const run = (operation: ExecutableOperation, runFetch: RunFetch): ReturnType<typeof runExecutor> =>
    runExecutor(executor, {
      request: {
        ...(operation.operationName === undefined ? {} : { operationName: operation.operationName }),
        variables: { ...operation.variables },
      },
      document: operation.document,
      operation: operation.operation,
      operationName: operation.operationName ?? null,
      queryHash: operation.documentHash,
      context: { runFetch },
      logger: silent,
      metrics: {},
      schema: apiSchema,
      ...unread,
    });
  return {
    apiSchema,
    async execute(operation, runFetch) {
      const result = await run(operation, runFetch);
      return {
        data: new WrittenJson(toByteText(JSON.stringify(result.data ?? null))),
        errors: [...(result.errors ?? []).map((error) => readError(error, report)), ...completionErrors(result)],
      };
    },
    [Symbol.dispose]: () => undefined, // it holds nothing but memory
    async warm(operation, onFetch) {
      // The executor keeps the plan of what it has executed; that nobody answers does not matter to it.
      await run(operation, (fetch) => {
        onFetch(fetch);
        return Promise.resolve({ data: null, errors: [] });
      });
    },
  };
}

type RequestContext = Parameters<ApolloGateway['executor']>[0];

// Parts of Apollo Server's request context that the executor's type asks for and its code never reads.
const unread = { source: '', overallCachePolicy: undefined } as Pick<RequestContext, 'source' | 'overallCachePolicy'> &
  Pick<RequestContext, 'schemaHash' | 'cache'>;

/** The executor throws on some malformed answers; that is one error of the whole operation, not a failed request. */
async function runExecutor(
  executor: ApolloGateway['executor'],
  context: RequestContext,
): Promise<Awaited<ReturnType<ApolloGateway['executor']>>> {
  try {
    return await executor(context);
  } catch (error) {
    return { data: null, errors: [new GraphQLError('execution failed', { originalError: asError(error) })] };
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

// As many as an answer shows. @apollo/gateway 2.14.4 spreads them over the arguments of a call, which fails for a
// hundred thousand: as many references to a province that is down as another can put into its rows.
const MAX_ERRORS_OF_FETCH = 100;

function fetchThrough(subgraph: string): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const runFetch = (context as { readonly runFetch: RunFetch }).runFetch;
      const query = request.query ?? '';
      const { data, errors } = await runFetch({
        subgraph,
        text: fetchText(query, query.startsWith('mutation') ? 'mutation' : 'query'), // the planner writes the kind first
        variables: request.variables ?? {},
        representations: [],
        clientKey: (key) => key,
        passedOn: '',
      });
      return { data, ...(errors.length > 0 ? { errors: errors.slice(0, MAX_ERRORS_OF_FETCH) } : {}) };
    },
  };
}

/** An error as the executor hands it on. Ours carry a code of the published list; anything else is a bug. */
function readError(error: Partial<GraphQLError>, report: (cause: unknown) => void): ErrorEntry {
  // What the executor's own code throws is pushed as it is, without `extensions`.
  const { code, province } = error.extensions ?? {};
  if (!isErrorCode(code)) {
    report(error.originalError ?? error);
    return errorEntry(new Fault('INTERNAL', undefined, { path: publicPath(error.path) }));
  }
  const named = typeof province === 'string' ? province : undefined;
  return errorEntry(
    new Fault(code, error.message ?? '', { path: publicPath(error.path), province: named, cause: error.originalError }),
  );
}

/** The path up to the first `@`, by which the planner means "in each": clients know no such segment. */
function publicPath(path: GraphQLError['path']): GraphQLError['path'] {
  const each = path?.indexOf('@') ?? -1;
  return each < 0 ? path : path?.slice(0, each);
}

/**
 * Values that do not fit the schema. The executor nulls them and tells nobody but `extensions.valueCompletion`; a null
 * that nullability does not explain must come with an error.
 */
function completionErrors(result: { readonly extensions?: Readonly<Record<string, unknown>> }): ErrorEntry[] {
  const found = result.extensions?.['valueCompletion'];
  if (!Array.isArray(found)) return [];
  return (found as readonly Pick<GraphQLError, 'path'>[]).map(({ path }) =>
    errorEntry(new Fault('SUBGRAPH_FAULT', 'A value does not fit the schema.', { path })),
  );
}
