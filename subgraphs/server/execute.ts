import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { ErrorCode } from '../../schema/error-codes.js';
import { asError } from './errors.js';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** Runs one operation. Never throws: every failure is in `errors`, the caller's own with a code in `extensions`. */
export type Executor<Context> = (request: GraphqlRequest, context: Context) => Promise<ExecutionResult>;

type Variables = Record<string, unknown>;
type Run = (context: unknown, variables: Variables) => Promise<ExecutionResult> | ExecutionResult;

// A gateway sends a bounded set of texts: its plans. 500 compiled operations take some 20 MB.
const CACHE_SIZE = 500;

// Longer texts carry their data as literals and will not come again; keeping them would let a caller fill the memory.
const CACHEABLE_QUERY_LENGTH = 64 * 1024;

/**
 * Makes an executor that compiles each operation once. It holds no state of a caller or a province, so that all
 * provinces of one process share it: the context says whose data is asked.
 */
export function createExecutor<Context>(schema: GraphQLSchema): Executor<Context> {
  const cache = new Map<string, Run>();
  const find = (request: GraphqlRequest): Run | readonly GraphQLError[] => {
    const key = `${request.operationName ?? ''}\n${request.query}`;
    const run = cache.get(key) ?? prepare(schema, request);
    if (typeof run === 'function' && key.length <= CACHEABLE_QUERY_LENGTH) keepRecent(cache, key, run);
    return run;
  };
  return async (request, context) => {
    const run = find(request);
    if (typeof run !== 'function') return { errors: run };
    try {
      return markInputErrors(await run(context, { ...request.variables }));
    } catch (error) {
      return { errors: [new GraphQLError('execution failed', { originalError: asError(error) })] };
    }
  };
}

// A Map iterates in order of insertion, so the first key is the one that was not used for longest.
function keepRecent(cache: Map<string, Run>, key: string, run: Run): void {
  cache.delete(key);
  cache.set(key, run);
  const oldest = cache.keys().next();
  if (cache.size > CACHE_SIZE && oldest.done !== true) cache.delete(oldest.value);
}

function prepare(schema: GraphQLSchema, { query, operationName }: GraphqlRequest): Run | readonly GraphQLError[] {
  const document = readDocument(schema, query);
  if (isRefused(document)) return document;
  const operation = getOperationAST(document, operationName);
  if (operation === undefined || operation === null || operation.operation === OperationTypeNode.SUBSCRIPTION) {
    return [withCode(new GraphQLError(refuseOperation(operationName)), 'OPERATION_RESOLUTION_FAILURE')];
  }
  const run = runnerOf(schema, document, operationName);
  return operation.operation === OperationTypeNode.MUTATION ? withoutNul(document, run) : run;
}

/** The document of a subscription, or what is wrong with it; undefined when another kind of operation is asked for. */
export function parseSubscription(
  schema: GraphQLSchema,
  { query, operationName }: GraphqlRequest,
): DocumentNode | readonly GraphQLError[] | undefined {
  const document = readDocument(schema, query);
  if (isRefused(document)) return document;
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION ? document : undefined;
}

function readDocument(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  const document = parseDocument(query);
  if (document instanceof GraphQLError) return [withCode(document, 'GRAPHQL_PARSE_FAILED')];
  const problems = validate(schema, document);
  return problems.length > 0 ? problems.map((problem) => withCode(problem, 'GRAPHQL_VALIDATION_FAILED')) : document;
}

const isRefused = (read: DocumentNode | readonly GraphQLError[]): read is readonly GraphQLError[] => !('kind' in read);

function runnerOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Run {
  const compiled = compile(schema, document, operationName);
  if (compiled !== undefined) return (context, variables) => compiled.query(undefined, context, variables);
  return (contextValue, variableValues) =>
    execute({ schema, document, contextValue, variableValues, operationName: operationName ?? null });
}

// PostgreSQL stores no U+0000, SQLite would, and it is in nobody's text: refused alike, before anything is written.
function withoutNul(document: DocumentNode, run: Run): Run {
  let isInDocument = false;
  visit(document, { StringValue: ({ value }) => void (isInDocument ||= hasNul(value)) });
  return (context, variables) =>
    isInDocument || hasNul(variables)
      ? { errors: [withCode(new GraphQLError('No text may hold the character U+0000.'), 'BAD_USER_INPUT')] }
      : run(context, variables);
}

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNul);
}

const refuseOperation = (name: string | undefined): string =>
  name === undefined
    ? 'The document must hold exactly one query or mutation, or `operationName` must choose one.'
    : `The document has no query or mutation named "${name}".`;

function parseDocument(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { noLocation: false });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

// graphql-jit does not compile everything that graphql-js can run; what it refuses is run the slow way.
function compile(schema: GraphQLSchema, document: DocumentNode, name: string | undefined): CompiledQuery | undefined {
  try {
    const compiled = compileQuery(schema, document, name);
    return isCompiledQuery(compiled) ? compiled : undefined;
  } catch {
    return undefined;
  }
}

// An answer without `data` means that execution did not begin (GraphQL 16 §7.1.2): the variables did not fit.
function markInputErrors(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined || (result.data !== undefined && result.data !== null)) return result;
  return { ...result, errors: result.errors.map((e) => (e.path === undefined ? withCode(e, 'BAD_USER_INPUT') : e)) };
}

function withCode({ message, nodes, source, positions }: GraphQLError, code: ErrorCode): GraphQLError {
  return new GraphQLError(message, {
    ...(nodes === undefined ? {} : { nodes }),
    ...(source === undefined ? {} : { source }),
    ...(positions === undefined ? {} : { positions }),
    extensions: { code },
  });
}
