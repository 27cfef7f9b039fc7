import type { ErrorEntry } from '../../errors.js';
import type { PlannedFetch, RunFetch } from './engine.js';
import type { DataObject } from './failure.js';

/** One execution of a compiled plan: what the fetches share. */
export interface Run {
  /** What the fetches have given so far. */
  readonly data: DataObject;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Errors that explain no null of the data. */
  readonly errors: ErrorEntry[];
  readonly runFetch: RunFetch;
  readonly clientKey: PlannedFetch['clientKey'];
}

/** A part of a compiled plan. It never rejects for a fault of a subgraph: that is a failure in the data. */
export type Step = (run: Run) => Promise<void>;

/** The variables of the client's that a fetch uses; one that the client left out stays out. */
export function pickVariables(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  if (names.length === 0) return {};
  return Object.fromEntries(
    names
      .filter((name) => Object.hasOwn(variables, name) && variables[name] !== undefined)
      .map((name) => [name, variables[name]]),
  );
}

/** The error at a place that clients know: up to the first `@`, by which the planner means "in each". */
export function locate(error: ErrorEntry, path: readonly (string | number)[], run: Run): ErrorEntry {
  const each = path.indexOf('@');
  return { ...error, path: clientPath(each < 0 ? path : path.slice(0, each), run.clientKey) };
}

/** A path in the client's own names. */
export function clientPath(
  path: readonly (string | number)[],
  clientKey: PlannedFetch['clientKey'],
): readonly (string | number)[] {
  return path.map((segment) => (typeof segment === 'string' ? clientKey(segment) : segment));
}
