import { createHash } from 'node:crypto';
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { Engine, EngineAnswer, ExecutableOperation } from '../../gateway/operation/engine/engine.js';
import type { RandomOperation } from './random-operation.js';
import { buildExample, createMonolith, type BuiltExample, type Monolith } from './supergraphs/build-example.js';
import type { ExampleSupergraph } from './supergraphs/example-supergraph.js';

/** One supergraph, its engine, and the monolith that knows the right answers. */
export interface Contest {
  readonly example: ExampleSupergraph;
  readonly built: BuiltExample;
  readonly engine: Engine;
  readonly monolith: Monolith;
}

/** Loads a supergraph into an engine and builds its monolith. */
export async function startContest(
  example: ExampleSupergraph,
  createEngine: (supergraphSdl: string) => Promise<Engine>,
): Promise<Contest> {
  const built = buildExample(example);
  const engine = await createEngine(built.supergraphSdl);
  return { example, built, engine, monolith: createMonolith(example, engine.apiSchema) };
}

/** Both answers as far as they are compared, and whether they agree. */
export interface Verdict {
  readonly isSame: boolean;
  readonly given: string;
  readonly right: string;
  readonly problems: readonly string[];
  /** True when only the order of keys differs. */
  readonly isOrder: boolean;
}

/** The operation as the engine gets it, or undefined when it is not valid. */
export function executable(
  { query, variables }: RandomOperation,
  schema: GraphQLSchema,
): ExecutableOperation | undefined {
  const document = parsed(query);
  if (!document || validate(schema, document).length > 0) return undefined;
  const operation = getOperationAST(document);
  if (!operation) return undefined;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return undefined;
  const documentHash = createHash('sha256').update(query).digest('hex');
  return { document, operation, operationName: operation.name?.value, variables: coerced, documentHash };
}

// A part left out by shrinking may leave an empty selection behind.
function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** Asks engine and monolith, and compares data, order of keys, and the places of errors. */
export async function judge(
  contest: Contest,
  asked: RandomOperation,
  operation: ExecutableOperation,
): Promise<Verdict> {
  const { engine, built, monolith } = contest;
  const right = await monolith(operation.document, asked.variables);
  const answer = await engine.execute(operation, built.startRun()).catch((error: unknown) => error);
  if (answer instanceof Error) {
    return { isSame: false, isOrder: false, given: String(answer), right: text(right), problems: ['it threw'] };
  }
  const given = answer as EngineAnswer;
  const data = String(given.data);
  const isEqual = canonical(JSON.parse(data)) === canonical(right.data ?? null);
  const isOrdered = data === text(right);
  const problems = [
    ...(isEqual ? [] : ['other data']),
    ...(isEqual && !isOrdered ? ['other order of keys'] : []),
    ...errorProblems(given, right),
  ];
  return {
    isSame: problems.length === 0,
    isOrder: problems.length === 1 && isEqual && !isOrdered,
    given: `${data} ${JSON.stringify(given.errors)}`,
    right: `${text(right)} ${JSON.stringify(right.errors ?? [])}`,
    problems,
  };
}

const text = ({ data }: ExecutionResult): string => JSON.stringify(data ?? null);

/** JSON with keys in alphabetical order, so that only values count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

type Path = readonly (string | number)[];

/** Every null that the monolith explains needs an error there or below; an error of the engine needs such a null. */
function errorProblems(given: EngineAnswer, right: ExecutionResult): string[] {
  const nulls = (right.errors ?? []).map(({ path = [] }) => nullOn(path, right.data ?? null));
  const paths = given.errors.map(({ path }) => path);
  const missing = nulls.filter((place) => !paths.some((path) => path !== undefined && isBelow(path, place)));
  const surplus = paths.filter((path) => path === undefined || !nulls.some((place) => isBelow(path, place)));
  return [
    ...missing.map((place) => `no error explains ${JSON.stringify(place)}`),
    ...surplus.map((path) => `an error explains nothing: ${JSON.stringify(path)}`),
  ];
}

/** How far a path leads into data before it meets null. */
function nullOn(path: Path, data: unknown): Path {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index);
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return path;
}

const isBelow = (path: Path, place: Path): boolean => place.every((step, index) => path[index] === step);
