import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DataObject, Failure, isDataObject, own } from './failure.js';
import type { TypeMap } from './type-map.js';

/**
 * What a subgraph needs of an object to know it, or why that cannot be had: a failure where a required value failed;
 * undefined where the object is of another type, or a value never came.
 */
export type Representation = DataObject | Failure | undefined;

/** Makes the projector for what a fetch requires. */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  types: TypeMap,
): (object: DataObject) => Representation {
  return (object) => {
    const representation = projectObject(object, requires, types);
    if (!isDataObject(representation)) return representation;
    return typeof representation['__typename'] === 'string' ? representation : undefined;
  };
}

function projectObject(
  object: DataObject,
  selections: readonly QueryPlanSelectionNode[],
  types: TypeMap,
): Representation {
  const result: DataObject = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (!isOfType(object, selection.typeCondition, types)) continue;
      const part = projectObject(object, selection.selections, types);
      if (!isDataObject(part)) return part;
      Object.assign(result, part);
    } else {
      const key = selection.alias ?? selection.name;
      const value = project(own(object, key), selection.selections, types);
      if (value === undefined || value instanceof Failure) return value;
      result[key] = value;
    }
  }
  return result;
}

function isOfType(object: DataObject, condition: string | undefined, types: TypeMap): boolean {
  const name = own(object, '__typename');
  return condition === undefined || (typeof name === 'string' && types.isA(name, condition));
}

/** A required value, or failure or undefined when anything in it is that. */
function project(value: unknown, selections: readonly QueryPlanSelectionNode[] | undefined, types: TypeMap): unknown {
  if (selections === undefined) return failureIn(value) ?? value;
  if (Array.isArray(value)) {
    const elements: unknown[] = [];
    for (const element of value) {
      const projected = project(element, selections, types);
      if (projected === undefined || projected instanceof Failure) return projected;
      elements.push(projected);
    }
    return elements;
  }
  return isDataObject(value) ? projectObject(value, selections, types) : value;
}

/** The failure of a leaf, which may be a list. */
function failureIn(value: unknown): Failure | undefined {
  if (value instanceof Failure) return value;
  if (!Array.isArray(value)) return undefined;
  for (const element of value) {
    const failure = failureIn(element);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
