import type { QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DataObject, Failure, isDataObject, own } from './failure.js';
import type { TypeMap } from './type-map.js';
import { quote } from './write-leaf.js';

/**
 * What a subgraph needs of an object to know it, as JSON text, or why that cannot be had: a failure where a required
 * value failed; undefined where the object is of another type, or a value never came.
 */
export type Representation = string | Failure | undefined;

type Represent = (object: DataObject) => Representation;

/** Makes the projector for what a fetch requires. */
export function compileRepresentation(requires: readonly QueryPlanSelectionNode[], types: TypeMap): Represent {
  const byType = new Map<unknown, Represent>();
  return (object) => {
    const type = own(object, '__typename');
    if (typeof type !== 'string') return undefined;
    const known = byType.get(type);
    if (known !== undefined) return known(object);
    const made = compileType(type, requires, types);
    byType.set(type, made);
    return made(object);
  };
}

interface RequiredField {
  readonly key: string;
  readonly prefix: string;
  readonly write: (value: unknown) => Representation;
}

/** The projector for objects of one type; none fits when nothing tells the subgraph what type it is. */
function compileType(type: string, requires: readonly QueryPlanSelectionNode[], types: TypeMap): Represent {
  const fields = compileFields(type, requires, types);
  return fields.some(({ key }) => key === '__typename') ? (object) => write(object, fields) : () => undefined;
}

function compileFields(
  type: string,
  requires: readonly QueryPlanSelectionNode[],
  types: TypeMap,
): readonly RequiredField[] {
  const bySelection = new Map<string, QueryPlanFieldNode[]>();
  collectRequired(type, requires, { types, found: bySelection });
  return [...bySelection].map(([key, nodes], index) => {
    const inner = nodes.flatMap(({ selections = [] }) => selections);
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    return { key, prefix, write: inner.length === 0 ? writeLeaf : compileNested(inner, types) };
  });
}

interface Collecting {
  readonly types: TypeMap;
  readonly found: Map<string, QueryPlanFieldNode[]>;
}

function collectRequired(type: string, requires: readonly QueryPlanSelectionNode[], into: Collecting): void {
  for (const selection of requires) {
    if (selection.kind === 'Field') {
      const key = selection.alias ?? selection.name;
      into.found.set(key, [...(into.found.get(key) ?? []), selection]);
    } else if (selection.typeCondition === undefined || into.types.isA(type, selection.typeCondition)) {
      collectRequired(type, selection.selections, into);
    }
  }
}

function write(object: DataObject, fields: readonly RequiredField[]): Representation {
  let text = '';
  for (const field of fields) {
    const written = field.write(own(object, field.key));
    if (typeof written !== 'string') return written;
    text += field.prefix + written;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** A leaf, which may be a list, or what keeps it from being one. */
function writeLeaf(value: unknown): Representation {
  if (typeof value === 'string') return quote(value);
  if (value === undefined || value instanceof Failure) return value;
  return failureIn(value) ?? JSON.stringify(value);
}

function failureIn(value: unknown): Failure | undefined {
  if (value instanceof Failure) return value;
  if (!Array.isArray(value)) return undefined;
  for (const element of value) {
    const failure = failureIn(element);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function compileNested(
  requires: readonly QueryPlanSelectionNode[],
  types: TypeMap,
): (value: unknown) => Representation {
  const byType = new Map<string, readonly RequiredField[]>();
  const writeObject = (object: DataObject): Representation => {
    const name = own(object, '__typename');
    const type = typeof name === 'string' ? name : '';
    const fields = byType.get(type) ?? compileFields(type, requires, types);
    byType.set(type, fields);
    return write(object, fields);
  };
  const writeAny = (value: unknown): Representation => {
    if (isDataObject(value)) return writeObject(value);
    if (!Array.isArray(value)) return writeLeaf(value);
    const texts: string[] = [];
    for (const element of value) {
      const text = writeAny(element);
      if (typeof text !== 'string') return text;
      texts.push(text);
    }
    return `[${texts.join(',')}]`;
  };
  return writeAny;
}
