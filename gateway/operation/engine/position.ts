import { errorEntry, Fault, type ErrorEntry } from '../../errors.js';
import { Failure } from './failure.js';
import { clientPath } from './run.js';

/** Where in the answer the writer stands, and the errors that it has met. */
export interface Position {
  /** Segments above the present place; longer than `depth` where a deeper place was visited before. */
  readonly path: (string | number)[];
  readonly errors: ErrorEntry[];
  /** Bytes that are passed on, which the text that is written refers to. */
  readonly long: (readonly Buffer[])[];
  readonly clientKey: (key: string) => string;
  readonly variables: Readonly<Record<string, unknown>>;
}

// As many as an answer shows.
export const MAX_ERRORS = 100;

const MISSING = 'The subgraph gave no value.';
const UNFIT = 'A value does not fit the schema.';

/** Says why there is null at the first `depth` segments of the path, which nullability alone does not explain. */
export function explainNull(value: unknown, depth: number, at: Position): void {
  if (at.errors.length >= MAX_ERRORS) return;
  const path = at.path.slice(0, depth);
  if (value instanceof Failure) {
    for (const { error, below } of value.reasons) {
      at.errors.push({ ...error, path: [...path, ...clientPath(below, at.clientKey)] });
    }
    return;
  }
  const message = value === undefined || value === null ? MISSING : UNFIT;
  at.errors.push(errorEntry(new Fault('SUBGRAPH_FAULT', message, { path })));
}
