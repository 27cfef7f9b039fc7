import { Kind, print, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { Fault } from '../../errors.js';
import { startDeadline, type Deadline } from '../../resilience/deadline.js';
import { SharedWork } from '../../resilience/shared-work.js';
import { selectionOf } from './client-selection.js';
import { compilePlan } from './compile-plan.js';
import { compileWriter, type WriteAnswer } from './compile-writer.js';
import { conditionVariables, settleConditions } from './conditions.js';
import type { PlannedFetch } from './engine.js';
import type { KeptVariants } from './kept-variants.js';
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
  /** Length of the texts that it was made of: what is made grows with it. */
  readonly weight: number;
}

/**
 * An operation, compiled once for each combination of what its conditions depend on. Whoever waits for that waits until
 * his deadline, and is then refused with OVERLOADED.
 */
export type OperationVariants = (
  variables: Readonly<Record<string, unknown>>,
  deadline: Deadline,
) => Promise<CompiledOperation>;

export interface CompilerOptions {
  readonly planner: Planner;
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeMap;
  /** False for a subgraph whose entities routing holds against their ids itself. */
  readonly isChecked: (subgraph: string) => boolean;
  /** Told each time that a variant is used; the weight of all is bounded there. */
  readonly kept: KeptVariants;
}

const NO_PLAN_IN_TIME = 'Too many new operations wait to be planned, and the time for this one is over.';
// Node fires a longer timer at once.
const MAX_TIMER_MS = 2 ** 31 - 1;

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
  const variants = new Map<string, SharedWork<CompiledOperation>>();
  return (variables, deadline) => {
    const conditions = Object.fromEntries(names.map((name) => [name, readCondition(name, variables)]));
    const key = names.map((name) => (conditions[name] === true ? '1' : '0')).join('');
    const known = variants.get(key);
    if (known !== undefined) {
      variants.delete(key); // the one that was asked for last is dropped last
      variants.set(key, known);
      options.kept.touch(known);
      return known.isOver ? known.result : withinTime(known, deadline);
    }
    const made = new SharedWork(Number.POSITIVE_INFINITY, (until) =>
      compileVariant(separated, conditions, { ...options, deadline: until }),
    );
    if (variants.size >= MAX_VARIANTS) variants.delete([...variants.keys()][0] ?? '');
    variants.set(key, made);
    const drop = (): void => {
      if (variants.get(key) === made) variants.delete(key);
    };
    // One that failed may succeed another time.
    made.result.then(({ weight }) => options.kept.add(made, weight, drop), drop);
    return withinTime(made, deadline);
  };
}

/** What is compiled, or the refusal of one who has no time left to wait for it. */
async function withinTime(work: SharedWork<CompiledOperation>, deadline: Deadline): Promise<CompiledOperation> {
  const own = startDeadline(deadline.remainingMs());
  const timer = setTimeout(() => own.cancel(), Math.min(own.remainingMs(), MAX_TIMER_MS)).unref();
  const leaving = { stop: (): void => own.cancel() };
  deadline.bind(leaving);
  try {
    return await work.waitFor(own);
  } catch (error) {
    throw own.ended === undefined ? error : new Fault('OVERLOADED', NO_PLAN_IN_TIME);
  } finally {
    clearTimeout(timer);
    deadline.release(leaving);
  }
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
  { planner, apiSchema, types, isChecked, deadline }: CompilerOptions & { readonly deadline: Deadline },
): Promise<CompiledOperation> {
  const settled = settleConditions(separated.document, conditions);
  const text = print(keepEmptyObjects(orderMutation(settled, apiSchema), apiSchema));
  const plan = await planner.plan(text, deadline);
  const client = selectionOf(separated, apiSchema, conditions);
  return {
    weight: text.length + JSON.stringify(plan).length,
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
