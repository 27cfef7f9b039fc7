import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { errorEntry, Fault, invariant } from '../../errors.js';
import { compilePlan } from './compile-plan.js';
import { compileWriter, type WriteAnswer } from './compile-writer.js';
import type { Engine, EngineAnswer, ExecutableOperation, PlannedFetch, RunFetch } from './engine.js';
import { createPlanner, type Planner } from './plan-operation.js';
import type { Run, Step } from './run.js';
import { separateAliases, type ReservedKeys } from './separate-aliases.js';
import { readTypeMap, type TypeMap } from './type-map.js';

export interface CompiledEngineOptions {
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
  readonly types: TypeMap;
  readonly reserved: ReservedKeys;
  readonly checkedElsewhere: ReadonlySet<string>;
}

/**
 * Creates the engine that compiles each operation once: its plan into functions with prepared texts, its selections
 * into a writer of JSON. What is compiled lives as long as the operation's node does. Throws when the supergraph is
 * none that the planner knows.
 */
export function createCompiledEngine(supergraphSdl: string, options: CompiledEngineOptions = {}): Engine {
  const planner = createPlanner(supergraphSdl);
  const types = readTypeMap(supergraphSdl);
  const compiler: Compiler = {
    planner,
    types,
    reserved: types,
    checkedElsewhere: options.checkedElsewhere ?? new Set(),
  };
  const operations = new WeakMap<OperationDefinitionNode, CompiledOperation>();
  const compiled = (operation: ExecutableOperation): CompiledOperation => {
    const known = operations.get(operation.operation);
    if (known !== undefined) return known;
    const made = compileOperation(operation, compiler);
    operations.set(operation.operation, made);
    return made;
  };
  const run = async (operation: ExecutableOperation, runFetch: RunFetch): Promise<EngineAnswer> => {
    try {
      return await execute(compiled(operation), operation, runFetch);
    } catch (error) {
      options.report?.(error);
      return { data: 'null', errors: [errorEntry(new Fault('INTERNAL'))] };
    }
  };
  return {
    apiSchema: planner.apiSchema,
    execute: run,
    async warm(operation, onFetch) {
      await run(operation, (fetch) => {
        onFetch(fetch);
        return Promise.resolve({ data: null, errors: [] });
      });
    },
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

function compileOperation({ document, operation }: ExecutableOperation, compiler: Compiler): CompiledOperation {
  const { planner, types, reserved, checkedElsewhere } = compiler;
  const separated = separateAliases(onlyOperation(document, operation), reserved);
  const [asked] = separated.document.definitions;
  invariant(asked?.kind === Kind.OPERATION_DEFINITION, 'the operation stands first');
  const plan = planner.plan(separated.document, operation.name?.value);
  const isChecked = (subgraph: string): boolean => !checkedElsewhere.has(subgraph);
  return {
    fetch: compilePlan(plan, { types, isChecked }),
    write: compileWriter(planner.apiSchema, separated, asked),
    clientKey: separated.clientKey,
  };
}

/** The document without its other operations: their names and conditions are no concern of this one. */
function onlyOperation({ definitions, ...document }: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { ...document, definitions: [operation, ...fragments] };
}
