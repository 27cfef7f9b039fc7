import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { BugError } from '../../errors.js';
import { askEntitiesTogether } from './ask-entities-together.js';
import type { ClientSelection } from './client-selection.js';
import { createReaderCompiler, type ReaderCompiler } from './compile-reader.js';
import { enteredPaths } from './entered-paths.js';
import { compileEntityFetch, type EntityFetch } from './fetch-entities.js';
import { compileRootFetch } from './fetch-root.js';
import type { Step } from './run.js';
import type { TypeMap } from './type-map.js';

export interface PlanOptions {
  /** What the client selected. */
  readonly client: ClientSelection;
  readonly types: TypeMap;
  /** False for a subgraph whose entities routing holds against their ids itself. */
  readonly isChecked: (subgraph: string) => boolean;
}

/** Makes one function of a plan; undefined when there is nothing to fetch. */
export function compilePlan({ node }: QueryPlan, options: PlanOptions): Step | undefined {
  if (node === undefined) return undefined;
  const whole = node.kind === 'Subscription' ? eachEvent(node) : node;
  const { client, types } = options;
  const root = { type: client.type, sets: [client.operation.selectionSet] };
  const readers = createReaderCompiler({ ...client, types, root, entered: enteredPaths(whole) });
  return toStep(compileNode(whole, [], { ...options, readers }));
}

/** An event is executed as any operation is: its first fetch is answered by what has come, the rest completes that. */
function eachEvent({ primary, rest }: SubscriptionNode): PlanNode {
  return rest === undefined ? primary : { kind: 'Sequence', nodes: [primary, rest] };
}

/**
 * A compiled node: what it does first when that is asking for entities, which may share its request with others that
 * are ready at the same time, and what it does then.
 */
interface CompiledNode {
  readonly entities: EntityFetch | undefined;
  readonly then: Step | undefined;
}

type Path = readonly (string | number)[];

/** What compiling takes below the root. */
interface NodeOptions extends PlanOptions {
  readonly readers: ReaderCompiler;
}

function compileNode(node: PlanNode, path: Path, options: NodeOptions): CompiledNode {
  switch (node.kind) {
    case 'Sequence':
      return compileSequence(node.nodes, path, options);
    case 'Parallel':
      return { entities: undefined, then: together(node.nodes.map((child) => compileNode(child, path, options))) };
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path], options);
    case 'Fetch':
      return compileFetch(node, path, options);
    case 'Condition':
      throw new BugError('conditions are settled before planning');
    case 'Defer':
      throw new BugError('the planner was not asked to defer');
  }
}

function compileFetch(node: FetchNode, path: Path, { types, isChecked, readers }: NodeOptions): CompiledNode {
  const options = { node, path, types, readers, isChecked: isChecked(node.serviceName) };
  if (node.requires === undefined) return { entities: undefined, then: compileRootFetch(options) };
  const entities = compileEntityFetch(options);
  return { entities, then: undefined };
}

function compileSequence(nodes: readonly PlanNode[], path: Path, options: NodeOptions): CompiledNode {
  const [first, ...rest] = nodes.map((node) => compileNode(node, path, options));
  const steps = [...(first?.then === undefined ? [] : [first.then]), ...rest.map(toStep)];
  return { entities: first?.entities, then: inOrder(steps) };
}

function toStep({ entities, then }: CompiledNode): Step {
  return inOrder([...(entities === undefined ? [] : [askEntitiesTogether([entities])]), ...(then ? [then] : [])]);
}

function inOrder(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return only;
  return async (run) => {
    for (const step of steps) await step(run);
  };
}

/** All at once; those that begin by asking one subgraph for entities ask in one request. */
function together(nodes: readonly CompiledNode[]): Step {
  const groups = Map.groupBy(nodes, (node) => node.entities?.subgraph ?? node);
  const steps = [...groups.values()].map((group): Step => {
    const fetches = group.flatMap(({ entities }) => (entities === undefined ? [] : [entities]));
    const rest = group.flatMap(({ then }) => (then === undefined ? [] : [then]));
    if (fetches.length === 0) return inOrder(rest);
    return inOrder([askEntitiesTogether(fetches), atOnce(rest)]);
  });
  return atOnce(steps);
}

function atOnce(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return only;
  return async (run) => {
    await Promise.all(steps.map((step) => step(run)));
  };
}
