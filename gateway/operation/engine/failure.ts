import type { ErrorEntry } from '../../errors.js';
import { JsonText } from '../../json/json-text.js';

/** One error, and the way from the null that stands for it down to the field that failed. */
export interface Reason {
  readonly error: ErrorEntry;
  readonly below: readonly (string | number)[];
}

/**
 * Stands in the data where a value could not be had, and says why. It goes where the value would have gone: into every
 * position of an entity, and into what was to be computed from it. When the answer is written it becomes null, with
 * its errors at just that path; where the client did not ask for the value, it says nothing.
 */
export class Failure {
  constructor(readonly reasons: readonly Reason[]) {}

  /** Within a custom scalar, whose inside nobody but its subgraph knows. */
  toJSON(): null {
    return null;
  }

  with(reason: Reason): Failure {
    return new Failure([...this.reasons, reason]);
  }
}

/** An object of subgraph data: JSON, with failures where values are missing, and text that is passed on as it is. */
export type DataObject = Record<string, unknown>;

/** True for a JSON object; false for lists, scalars, null, failures and text. */
export function isDataObject(value: unknown): value is DataObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Failure) && !(value instanceof JsonText);
}

/** A member of an object, and never what it inherits: names in JSON are the subgraph's to choose. */
export function own(object: DataObject, key: string): unknown {
  const value = object[key];
  if (typeof value !== 'function' && key !== '__proto__') return value; // JSON has no functions, prototypes little else
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Puts an error where the null stands that it explains: the first null on its path. False when there is none, since
 * the path leads to a value or nowhere.
 */
export function placeError(data: DataObject | readonly unknown[], error: ErrorEntry, path: ErrorPath): boolean {
  let at = data as Record<string | number, unknown>;
  for (const [index, segment] of path.entries()) {
    if (segment === '__proto__') return false; // assigning to it would make a failure of the object
    if (Array.isArray(at) && !(Number(segment) < at.length)) return false;
    const value = Object.hasOwn(at, segment) ? at[segment] : undefined;
    const reason = { error, below: path.slice(index + 1) };
    if (value === null || value === undefined) {
      at[segment] = new Failure([reason]);
      return true;
    }
    if (value instanceof Failure) {
      at[segment] = value.with(reason);
      return true;
    }
    if (typeof value !== 'object') return false;
    at = value as Record<string | number, unknown>;
  }
  return false;
}

type ErrorPath = readonly (string | number)[];
