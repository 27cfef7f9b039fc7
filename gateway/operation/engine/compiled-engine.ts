import { buildSchema, Kind, print, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { errorEntry, Fault, invariant } from '../../errors.js';
import { compilePlan } from './compile-plan.js';
import { compileWriter, type WriteAnswer } from './compile-writer.js';
import type { Engine, EngineAnswer, ExecutableOperation, PlannedFetch, RunFetch } from './engine.js';
import { keepEmptyObjects } from './keep-empty-objects.js';
import type { Planner } from './planner.js';
import type { Run, Step } from './run.js';
import { separateAliases, type ReservedKeys } from './separate-aliases.js';
import { readTypeMap, type TypeMap } from './type-map.js';

export interface CompiledEngineOptions {
  readonly planner: Planner;
  /** Subgraphs whose data source holds each entity against what was asked; the engine need not. */
  readonly checkedElsewhere?: ReadonlySet<string>;
  /** Told of what only a bug explains. */
  readonly report?: (cause: unknown) => void;
}

/** An operation as it is executed, made once. */
interface CompiledOperation {
  readonly fetch: Step | undefined;
  readonly write: WriteAnswer;
  readonly clientKey: PlannedFetch['clientKey'];
}

interface Compiler {
  readonly planner: Planner;
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeMap;
  readonly reserved: ReservedKeys;
  readonly checkedElsewhere: ReadonlySet<string>;
}

/**
 * Creates the engine that compiles each operation once: its plan into functions with prepared texts, its selections
 * into a writer of JSON. What is compiled lives as long as the operation's node does; it is compiled once, however
 * many ask for it at the same time. The engine owns the planner.
 */
export function createCompiledEngine(supergraphSdl: string, options: CompiledEngineOptions): Engine {
  const { planner } = options;
  const apiSchema = buildSchema(planner.apiSdl, { assumeValid: true, assumeValidSDL: true, noLocation: true });
  const types = readTypeMap(supergraphSdl);
  const compiler: Compiler = {
    planner,
    apiSchema,
    types,
    reserved: types,
    checkedElsewhere: options.checkedElsewhere ?? new Set(),
  };
  const operations = new WeakMap<OperationDefinitionNode, Promise<CompiledOperation>>();
  const compiled = (operation: ExecutableOperation): Promise<CompiledOperation> => {
    const known = operations.get(operation.operation);
    if (known !== undefined) return known;
    const made = compileOperation(operation, compiler);
    operations.set(operation.operation, made);
    made.catch(() => operations.delete(operation.operation)); // another time it may succeed
    return made;
  };
  const run = async (operation: ExecutableOperation, runFetch: RunFetch): Promise<EngineAnswer> => {
    try {
      return await execute(await compiled(operation), operation, runFetch);
    } catch (error) {
      if (!(error instanceof Fault)) options.report?.(error);
      const fault = error instanceof Fault ? error : new Fault('INTERNAL');
      return { data: 'null', errors: [errorEntry(fault)] };
    }
  };
  return {
    apiSchema,
    execute: run,
    async warm(operation, onFetch) {
      await run(operation, (fetch) => {
        onFetch(fetch);
        return Promise.resolve({ data: null, errors: [] });
      });
    },
    [Symbol.dispose]: () => planner[Symbol.dispose](),
  };
}

async function execute(
  { fetch, write, clientKey }: CompiledOperation,
  { variables }: ExecutableOperation,
  runFetch: RunFetch,
): Promise<EngineAnswer> {
  const run: Run = { data: Object.create(null) as Run['data'], variables, errors: [], runFetch, clientKey };
  await fetch?.(run);
  return write(run);
}

async function compileOperation(
  { document, operation }: ExecutableOperation,
  compiler: Compiler,
): Promise<CompiledOperation> {
  const { planner, apiSchema, types, reserved, checkedElsewhere } = compiler;
  const separated = separateAliases(onlyOperation(document, operation), reserved);
  const [asked] = separated.document.definitions;
  invariant(asked?.kind === Kind.OPERATION_DEFINITION, 'the operation stands first');
  const plan = await planner.plan(print(keepEmptyObjects(separated.document)));
  const isChecked = (subgraph: string): boolean => !checkedElsewhere.has(subgraph);
  return {
    fetch: compilePlan(plan, { types, isChecked }),
    write: compileWriter(apiSchema, separated, asked),
    clientKey: separated.clientKey,
  };
}

/** The document without its other operations: their names and conditions are no concern of this one. */
function onlyOperation({ definitions, ...document }: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { ...document, definitions: [operation, ...fragments] };
}
