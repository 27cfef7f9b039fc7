import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { ErrorEntry } from '../../errors.js';
import type { WrittenJson } from '../../json/written-json.js';
import type { Deadline } from '../../resilience/deadline.js';

/** An operation that was parsed and validated, with its variables coerced. */
export interface ExecutableOperation {
  readonly document: DocumentNode;
  /** The same node each time that the same operation comes: what is made of it once is found by it. */
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Tells documents apart, for the plan cache. */
  readonly documentHash: string;
}

/** The text of one fetch, made once for all requests. */
export interface FetchText {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  /** The query as a JSON string. */
  readonly json: string;
}

/** Entities to ask for, each once; `texts` are the same representations as JSON. */
export interface Representations {
  /** Name of the variable that takes them. */
  readonly variable: string;
  readonly values: readonly object[];
  readonly texts: readonly string[];
}

/** One fetch as the plan has it: which subgraph, what text, which variables. */
export interface PlannedFetch {
  readonly subgraph: string;
  readonly text: FetchText;
  /** Variables of the client's that this fetch uses. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly representations: readonly Representations[];
  /** What the client calls a response key of this fetch. */
  readonly clientKey: (key: string) => string;
  /** Fields whose values may come as the text that the client gets: `cases.pageInfo items`, by response keys. */
  readonly passedOn: string;
  /** The data of an answer that is written as expected; undefined for any other, which JSON.parse is for. */
  readonly read?: ReadData;
}

/** Reads the data of an answer, whose bytes came in pieces. */
export type ReadData = (pieces: readonly Buffer[]) => Readonly<Record<string, unknown>> | undefined;

export interface FetchAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly ErrorEntry[];
}

/** Carries out one fetch of a plan on behalf of one request. The answer belongs to the engine, which changes it. */
export type RunFetch = (fetch: PlannedFetch) => Promise<FetchAnswer>;

export interface EngineAnswer {
  /** The response's `data`. */
  readonly data: WrittenJson;
  readonly errors: readonly ErrorEntry[];
}

/** Which engine executes: ours, or the executor of @apollo/gateway, for comparison. */
export type EngineKind = 'compiled' | 'stock';

/**
 * Plans operations over a supergraph and joins what the subgraphs answer. Dispose it when no new operation will come;
 * those that run finish.
 */
export interface Engine extends Disposable {
  /** What clients see: no federation machinery, no contract directives. */
  readonly apiSchema: GraphQLSchema;
  /** Without a deadline it waits for a plan as long as the planner takes. */
  execute(operation: ExecutableOperation, runFetch: RunFetch, deadline?: Deadline): Promise<EngineAnswer>;
  /** Plans an operation ahead of its first use, without asking anybody; `onFetch` is told of what would begin it. */
  warm(
    operation: ExecutableOperation,
    onFetch: (fetch: Pick<PlannedFetch, 'subgraph' | 'text' | 'passedOn'>) => void,
  ): Promise<void>;
}

/** The variables of a fetch, representations and all. */
export function allVariables({ variables, representations }: PlannedFetch): Readonly<Record<string, unknown>> {
  if (representations.length === 0) return variables;
  return { ...variables, ...Object.fromEntries(representations.map(({ variable, values }) => [variable, values])) };
}

/** The body of the request that carries a fetch to an ordinary subgraph. */
export function requestBody({ text, variables, representations }: PlannedFetch): string {
  const members = representations.map(({ variable, texts }) => `"${variable}":[${texts.join(',')}]`);
  for (const [name, value] of Object.entries(variables)) members.push(`"${name}":${JSON.stringify(value)}`);
  return `{"query":${text.json},"variables":{${members.join(',')}}}`;
}
