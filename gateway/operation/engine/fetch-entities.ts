import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { FieldNode, OperationDefinitionNode } from 'graphql';
import { errorEntry, Fault, invariant, type ErrorEntry } from '../../errors.js';
import { readNested, type Read } from '../../json/read.js';
import { compileEntityCheck, type EntityCheck } from './entity-check.js';
import { type DataObject, Failure, isDataObject, own, placeError } from './failure.js';
import { askMore, entitiesField, readFetch } from './fetch-text.js';
import { mergeKeys, objectsAt, release } from './merge-data.js';
import { keysOn } from './entered-paths.js';
import { renamedKey, type FetchOptions } from './fetch-root.js';
import { fetchedFields } from './fetched-fields.js';
import { compileRepresentation } from './representation.js';
import { compileRewrites, type Rewrite } from './rewrites.js';
import { locate, type Run } from './run.js';
import type { TypeMap } from './type-map.js';

/** A fetch for entities, apart from the request that carries it: several may share one. */
export interface EntityFetch {
  readonly subgraph: string;
  readonly operation: OperationDefinitionNode;
  readonly variableNames: readonly string[];
  /** Reads the list that a subgraph gives; undefined where JSON.parse must. */
  readonly read: Read | undefined;
  /** Whom to ask for, each once; undefined when there is nobody. */
  collect(run: Run): Batch | undefined;
  /** Puts what came, or why it did not, where it belongs. */
  receive(run: Run, batch: Batch, answer: EntitiesAnswer): void;
}

/** The entities of one fetch, and the objects of the data that each stands for. */
export interface Batch {
  readonly values: readonly DataObject[];
  readonly texts: readonly string[];
  readonly targets: readonly (readonly DataObject[])[];
}

/** The list that a subgraph gave for `_entities`, unchecked, with errors whose paths begin in that list. */
export interface EntitiesAnswer {
  readonly entities: unknown;
  readonly errors: readonly ErrorEntry[];
}

const mixedUp: ErrorEntry = errorEntry(new Fault('SUBGRAPH_FAULT', 'The answer is not about what was asked.'));
const noEntities: ErrorEntry = errorEntry(new Fault('SUBGRAPH_FAULT'));

/** Compiles a fetch for the entities at a path. */
export function compileEntityFetch({ node, path, types, readers, isChecked }: FetchOptions): EntityFetch {
  const requires = node.requires ?? [];
  const operation = readFetch(node.operation);
  const check = isChecked
    ? compileEntityCheck(requiredFields(requires), { subgraph: node.serviceName, types })
    : undefined;
  const represent = compileRepresentation(requires, types);
  const prepare = compileRewrites(node.inputRewrites, types);
  const keep = compileKeeping({ node, types, field: entitiesField(operation), check });
  const asked = check === undefined ? operation : readFetch(askMore(operation, check.selections));
  const { selectionSet } = entitiesField(asked);
  return {
    subgraph: node.serviceName,
    operation: asked,
    // What the planner renames afterwards is not yet called as the client calls it.
    read:
      node.outputRewrites === undefined && selectionSet
        ? readNested(readers.read(selectionSet, keysOn(path)))
        : undefined,
    variableNames: node.variableUsages ?? [],
    collect: (run) => collectBatch(objectsAt(run.data, path), { represent, prepare, keep }),
    receive(run, { values, targets }, { entities, errors }) {
      const list = placeErrors(entities, values.length, errors);
      for (const [index, objects] of targets.entries()) {
        const representation = values[index] ?? {};
        keep.entity(list instanceof Failure ? list : list.found[index], representation, objects);
      }
      if (list instanceof Failure) return;
      for (const error of list.unplaced) run.errors.push(locate(error, path, run));
      release(list.found);
    },
  };
}

interface Collecting {
  readonly represent: ReturnType<typeof compileRepresentation>;
  readonly prepare: Rewrite | undefined;
  readonly keep: Keeping;
}

function collectBatch(objects: readonly DataObject[], { represent, prepare, keep }: Collecting): Batch | undefined {
  const places = new Map<string, DataObject[]>();
  for (const object of objects) {
    const text = represent(object);
    if (text instanceof Failure) keep.failure(text, object);
    if (typeof text !== 'string') continue;
    const known = places.get(text);
    if (known === undefined) places.set(text, [object]);
    else known.push(object);
  }
  if (places.size === 0) return undefined;
  const texts = [...places.keys()];
  const values = texts.map((text) => JSON.parse(text) as DataObject);
  prepare?.(values);
  return {
    values,
    texts: prepare === undefined ? texts : values.map((value) => JSON.stringify(value)),
    targets: [...places.values()],
  };
}

interface PlacedErrors {
  readonly found: unknown[];
  readonly unplaced: readonly ErrorEntry[];
}

/** The list with errors where the nulls are, or the one failure of all when it is no list for what was asked. */
function placeErrors(entities: unknown, count: number, errors: readonly ErrorEntry[]): PlacedErrors | Failure {
  if (!Array.isArray(entities)) {
    const reasons = errors.map((error) => ({ error, below: [] }));
    return new Failure(reasons.length > 0 ? reasons : [{ error: noEntities, below: [] }]);
  }
  if (entities.length !== count) return new Failure([{ error: mixedUp, below: [] }]);
  const found = entities as unknown[];
  const unplaced = errors.filter((error) => {
    const path = error.path ?? [];
    return path.length > 0 ? !placeError(found, error, path) : !explainNulls(found, error);
  });
  return { found, unplaced };
}

/** An error that says not where it belongs explains every entity that did not come. */
function explainNulls(found: unknown[], error: ErrorEntry): boolean {
  const nulls = found.flatMap((entity, index) => (entity === null ? [index] : []));
  for (const index of nulls) placeError(found, error, [index]);
  return nulls.length > 0;
}

/** How answers get into the data. */
interface Keeping {
  entity(entity: unknown, representation: DataObject, objects: readonly DataObject[]): void;
  failure(failure: Failure, object: DataObject): void;
}

interface KeepingOptions {
  readonly node: FetchNode;
  readonly types: TypeMap;
  readonly field: FieldNode;
  readonly check: EntityCheck | undefined;
}

function compileKeeping({ node, types, field, check }: KeepingOptions): Keeping {
  const { selectionSet } = field;
  invariant(selectionSet, 'entities are asked for something');
  const rewrite = compileRewrites(node.outputRewrites, types);
  const known = new Map<string, readonly string[]>();
  const keysOf = (type: string): readonly string[] => {
    const keys =
      known.get(type) ?? [...fetchedFields([selectionSet], type, types).keys()].map((key) => renamedKey(key, node));
    known.set(type, keys);
    return keys;
  };
  const fill = (value: Failure | null, object: DataObject): void => {
    for (const key of keysOf(typeName(object))) {
      const present = own(object, key);
      if (present === undefined || (present === null && value !== null)) object[key] = value;
    }
  };
  return {
    failure: fill,
    entity(entity, representation, objects) {
      const isFailed = entity === null || entity instanceof Failure;
      const isRight = isFailed || (isDataObject(entity) && (check?.isRight(entity, representation) ?? true));
      const value = isRight ? entity : new Failure([{ error: mixedUp, below: [] }]);
      if (!isDataObject(value)) {
        for (const object of objects) fill(value, object);
        return;
      }
      // An interface object learns here what it is, so the answer's type counts, where the answer has one.
      const type = typeName(value) || typeName(objects[0] ?? {});
      const keys = keysOf(type);
      // What is known to be a film stays one, though a subgraph knows only that it is a medium.
      const known = typeName(objects[0] ?? {});
      if (!keys.includes('__typename') || types.isA(known, type)) value['__typename'] = known;
      rewrite?.(value);
      for (const object of objects) mergeKeys(object, value, keys);
    },
  };
}

function typeName(object: DataObject): string {
  const name = own(object, '__typename');
  return typeof name === 'string' ? name : '';
}

/** The fields that representations of each type carry at their first level. */
function requiredFields(requires: readonly QueryPlanSelectionNode[]): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  for (const selection of requires) {
    if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined) continue;
    const names = selection.selections.flatMap((inner) => (inner.kind === 'Field' ? [inner.name] : []));
    fields.set(selection.typeCondition, [...(fields.get(selection.typeCondition) ?? []), ...names]);
  }
  return fields;
}
