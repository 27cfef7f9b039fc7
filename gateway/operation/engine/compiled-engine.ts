import { buildSchema, type OperationDefinitionNode } from 'graphql';
import { errorEntry, Fault } from '../../errors.js';
import { WrittenJson } from '../../json/written-json.js';
import { startDeadline } from '../../resilience/deadline.js';
import { compileOperation, type CompiledOperation, type OperationVariants } from './compile-operation.js';
import type { Engine, EngineAnswer, ExecutableOperation, RunFetch } from './engine.js';
import { createKeptVariants } from './kept-variants.js';
import { release } from './merge-data.js';
import type { Planner } from './planner.js';
import type { Run } from './run.js';
import { readTypeMap } from './type-map.js';

export interface CompiledEngineOptions {
  readonly planner: Planner;
  /** Subgraphs whose data source holds each entity against what was asked; the engine need not. */
  readonly checkedElsewhere?: ReadonlySet<string>;
  /** How much is kept of what was compiled, as characters of its plans. */
  readonly keptWeight?: number;
  /** Told of what only a bug explains. */
  readonly report?: (cause: unknown) => void;
}

/**
 * Creates the engine that compiles each operation once: its plan into functions with prepared texts, its selections
 * into a writer of JSON. What is compiled lives as long as the operation's node does. The engine owns the planner.
 */
export function createCompiledEngine(supergraphSdl: string, options: CompiledEngineOptions): Engine {
  const { planner, checkedElsewhere } = options;
  const apiSchema = buildSchema(planner.apiSdl, { assumeValid: true, assumeValidSDL: true, noLocation: true });
  const isChecked = (subgraph: string): boolean => checkedElsewhere?.has(subgraph) !== true;
  const compiler = {
    planner,
    apiSchema,
    types: readTypeMap(supergraphSdl),
    isChecked,
    kept: createKeptVariants(options.keptWeight),
  };
  const operations = new WeakMap<OperationDefinitionNode, OperationVariants>();
  const variantsOf = ({ document, operation }: ExecutableOperation): OperationVariants => {
    const known = operations.get(operation);
    if (known !== undefined) return known;
    const made = compileOperation(document, operation, compiler);
    operations.set(operation, made);
    return made;
  };
  const run: Engine['execute'] = async (operation, runFetch, deadline = startDeadline(Infinity)) => {
    try {
      return await execute(await variantsOf(operation)(operation.variables, deadline), operation, runFetch);
    } catch (error) {
      if (!(error instanceof Fault)) options.report?.(error);
      const fault = error instanceof Fault ? error : new Fault('INTERNAL');
      return { data: new WrittenJson('null'), errors: [errorEntry(fault)] };
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
  const answer = write(run);
  release(run.data);
  return answer;
}
