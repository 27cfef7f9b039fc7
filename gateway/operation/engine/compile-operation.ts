import { Kind, print, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { Fault } from '../../errors.js';
import { selectionOf } from './client-selection.js';
import { compilePlan } from './compile-plan.js';
import { compileWriter, type WriteAnswer } from './compile-writer.js';
import { conditionVariables, settleConditions } from './conditions.js';
import type { PlannedFetch } from './engine.js';
import { keepEmptyObjects } from './keep-empty-objects.js';
import { orderMutation } from './order-mutation.js';
import type { Planner } from './planner.js';
import type { Step } from './run.js';
import { separateAliases, type SeparatedDocument } from './separate-aliases.js';
import type { TypeMap } from './type-map.js';

/** An operation as it is executed. */
export interface CompiledOperation {
  /** Undefined when there is nothing to fetch. */
  readonly fetch: Step | undefined;
  readonly write: WriteAnswer;
  readonly clientKey: PlannedFetch['clientKey'];
}

/** An operation, compiled once for each combination of what its conditions depend on. */
export type OperationVariants = (variables: Readonly<Record<string, unknown>>) => Promise<CompiledOperation>;

export interface CompilerOptions {
  readonly planner: Planner;
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeMap;
  /** False for a subgraph whose entities routing holds against their ids itself. */
  readonly isChecked: (subgraph: string) => boolean;
}

// Combinations with which one operation is asked; beyond it the one that was not asked for longest is dropped.
const MAX_VARIANTS = 16;

/**
 * Prepares an operation to be compiled. `@skip` and `@include` are settled before it is planned, so that neither plan
 * nor writer has conditions; it is compiled once for each combination, however many ask for it at the same time.
 */
export function compileOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  options: CompilerOptions,
): OperationVariants {
  const separated = separateAliases(onlyOperation(document, operation), options.types);
  const names = conditionVariables(separated.document);
  const variants = new Map<string, Promise<CompiledOperation>>();
  return (variables) => {
    const conditions = Object.fromEntries(names.map((name) => [name, readCondition(name, variables)]));
    const key = names.map((name) => (conditions[name] === true ? '1' : '0')).join('');
    const known = variants.get(key);
    if (known !== undefined) {
      variants.delete(key); // the one that was asked for last is dropped last
      variants.set(key, known);
      return known;
    }
    const made = compileVariant(separated, conditions, options);
    if (variants.size >= MAX_VARIANTS) variants.delete([...variants.keys()][0] ?? '');
    variants.set(key, made);
    made.catch(() => variants.delete(key)); // another time it may succeed
    return made;
  };
}

/** A nullable variable with a default may be null all the same (GraphQL specification, 5.8.5). */
function readCondition(name: string, variables: Readonly<Record<string, unknown>>): boolean {
  const value = variables[name];
  if (typeof value === 'boolean') return value;
  throw new Fault('BAD_USER_INPUT', `Give "$${name}" true or false: a selection depends on it.`);
}

async function compileVariant(
  separated: SeparatedDocument,
  conditions: Readonly<Record<string, boolean>>,
  { planner, apiSchema, types, isChecked }: CompilerOptions,
): Promise<CompiledOperation> {
  const settled = settleConditions(separated.document, conditions);
  const plan = await planner.plan(print(keepEmptyObjects(orderMutation(settled, apiSchema), apiSchema)));
  const client = selectionOf(separated, apiSchema, conditions);
  return {
    fetch: compilePlan(plan, { client, types, isChecked }),
    write: compileWriter(client, types),
    clientKey: separated.clientKey,
  };
}

/** The document without its other operations: their names and conditions are no concern of this one. */
function onlyOperation({ definitions, ...document }: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { ...document, definitions: [operation, ...fragments] };
}
