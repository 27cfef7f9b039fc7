import { JsonText } from '../../json/json-text.js';
import { sharingOf, unshared } from '../../json/shared-object.js';
import { type DataObject, Failure, isDataObject, own } from './failure.js';

/** Adds what a fetch gave for `keys` to an object; a key that the answer lacks stays as it is. */
export function mergeKeys(target: DataObject, source: DataObject, keys: readonly string[]): void {
  for (const key of keys) {
    const value = own(source, key);
    if (value !== undefined) target[key] = joined(own(target, key), value);
  }
}

/** What stands in the place of `known` once `value` has come for it too. */
function joined(known: unknown, value: unknown): unknown {
  if (known === undefined || known === value || known instanceof Failure) return value;
  if (value instanceof Failure) return known; // another subgraph has given it
  if (known instanceof JsonText) return known; // all that the client wants of it
  if (isDataObject(known) && isDataObject(value)) {
    const both = unshared(known); // the known one may stand in other places too, where other values belong
    mergeKeys(both, value, Object.keys(value).filter(isPlain));
    return both;
  }
  if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) {
    return known.map((element, index) => joined(element, value[index]));
  }
  return value;
}

/** Assigning to the one name that is no member would exchange the object's prototype. */
function isPlain(key: string): boolean {
  return key !== '__proto__';
}

/**
 * Lets go of what an object or a list holds, when nobody reads it any more. The promise that brought it has waited for a
 * subgraph, so the collector takes it for old, and for all that it holds too, which costs more than all the rest.
 */
export function release(holder: DataObject | unknown[]): void {
  if (Array.isArray(holder)) holder.length = 0;
  else for (const key of Object.keys(holder)) holder[key] = undefined;
}

/**
 * The objects at the end of a path of the plan, where `@` stands for each element of a list. Nulls lead nowhere. One
 * that is known to stand in several places is found once.
 */
export function objectsAt(root: DataObject, path: readonly (string | number)[]): DataObject[] {
  const found: DataObject[] = [];
  collect(root, { path, from: 0, found });
  return found;
}

interface Collecting {
  readonly path: readonly (string | number)[];
  readonly from: number;
  readonly found: DataObject[];
}

function collect(value: unknown, { path, from, found }: Collecting): void {
  let at = value;
  for (let index = from; ; index += 1) {
    if (Array.isArray(at)) {
      const next = { path, from: path[index] === '@' ? index + 1 : index, found };
      for (const element of at) collect(element, next);
      return;
    }
    if (!isDataObject(at)) return;
    const sharing = sharingOf(at);
    if (sharing !== undefined) {
      if (sharing.seenBy === found) return;
      sharing.seenBy = found;
    }
    if (index === path.length) break;
    at = own(at, String(path[index]));
  }
  found.push(at);
}
