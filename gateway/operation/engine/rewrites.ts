import type { FetchDataRewrite } from '@apollo/query-planner';
import { type DataObject, isDataObject, own } from './failure.js';
import type { TypeMap } from './type-map.js';

/** Changes data in place. */
export type Rewrite = (data: unknown) => void;

const TYPE_CONDITION = '... on ';

/**
 * The planner's changes to what is sent to a subgraph (the type name of an interface object, say) or to what comes
 * back (keys that it had to rename so that two fields do not meet), as one function. Lists on the way are entered.
 */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeMap,
): Rewrite | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined;
  const compiled = rewrites.map((rewrite) => compileRewrite(rewrite, types));
  return (data) => {
    for (const rewrite of compiled) rewrite(data);
  };
}

function compileRewrite(rewrite: FetchDataRewrite, types: TypeMap): Rewrite {
  const key = rewrite.path.at(-1) ?? '';
  const path = rewrite.path.slice(0, -1);
  const change =
    rewrite.kind === 'ValueSetter' ? setValue(key, rewrite.setValueTo) : renameKey(key, rewrite.renameKeyTo);
  return (data) => changeAt(data, path, { change, types });
}

function setValue(key: string, value: unknown): (object: DataObject) => void {
  return (object) => {
    object[key] = value;
  };
}

function renameKey(key: string, to: string): (object: DataObject) => void {
  return (object) => {
    const value = own(object, key);
    if (value === undefined) return;
    object[to] = value;
    object[key] = undefined;
  };
}

interface Change {
  readonly change: (object: DataObject) => void;
  readonly types: TypeMap;
}

function changeAt(data: unknown, path: readonly string[], how: Change): void {
  if (Array.isArray(data)) {
    for (const element of data) changeAt(element, path, how);
    return;
  }
  if (!isDataObject(data)) return;
  const [first, ...rest] = path;
  if (first === undefined) how.change(data);
  else if (!first.startsWith(TYPE_CONDITION)) changeAt(own(data, first), rest, how);
  else if (fits(data, first.slice(TYPE_CONDITION.length), how.types)) changeAt(data, rest, how);
}

/** An object whose type nobody asked for can only be of the type that the planner expects there. */
function fits(data: DataObject, condition: string, types: TypeMap): boolean {
  const name = own(data, '__typename');
  return typeof name !== 'string' || types.isA(name, condition);
}
