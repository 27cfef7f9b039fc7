import type { FetchNode } from '@apollo/query-planner';
import { Kind, type SelectionSetNode } from 'graphql';
import type { ErrorEntry } from '../../errors.js';
import type { FetchAnswer } from './engine.js';
import { type DataObject, own, placeError } from './failure.js';
import { fetchText, readFetch } from './fetch-text.js';
import { mergeKeys, objectsAt, release } from './merge-data.js';
import type { ReaderCompiler } from './compile-reader.js';
import { keysOn } from './entered-paths.js';
import { readData } from './read-data.js';
import { compileRewrites } from './rewrites.js';
import { locate, pickVariables, type Run, type Step } from './run.js';
import { responseKey } from './separate-aliases.js';
import type { TypeMap } from './type-map.js';

export interface FetchOptions {
  readonly node: FetchNode;
  readonly path: readonly (string | number)[];
  readonly types: TypeMap;
  readonly readers: ReaderCompiler;
  /** False where routing reads the answers, and has held each entity against its id already. */
  readonly isChecked: boolean;
}

/** A fetch of root fields, for the root or for the objects at a path that lead back to it. */
export function compileRootFetch({ node, path, types, readers, isChecked }: FetchOptions): Step {
  const operation = readFetch(node.operation);
  const keys = responseKeys(operation.selectionSet);
  const text = fetchText(node.operation, node.operationKind);
  const variableNames = node.variableUsages ?? [];
  const rewrite = compileRewrites(node.outputRewrites, types);
  const renamed = new Set(keys.map((key) => renamedKey(key, node)));
  // What the planner renames afterwards is not yet called as the client calls it.
  const isAsNamed = rewrite === undefined;
  const at = keysOn(path);
  const read = isAsNamed && isChecked ? readData(readers.read(operation.selectionSet, at)) : undefined;
  const paths = isAsNamed && !isChecked ? readers.passedOn(operation.selectionSet, at) : [];
  const passedOn = paths.map((keys) => keys.slice(at.length).join('.')).join(' ');
  return async (run) => {
    const targets = objectsAt(run.data, path);
    if (targets.length === 0) return;
    const answer = await run.runFetch({
      subgraph: node.serviceName,
      text,
      variables: pickVariables(run.variables, variableNames),
      representations: [],
      clientKey: run.clientKey,
      passedOn,
      ...(read && { read }),
    });
    const data = readAnswer(answer, { keys, path, run });
    rewrite?.(data);
    for (const target of targets) mergeKeys(target, data, [...renamed]);
    release(data);
  };
}

interface Place {
  readonly keys: readonly string[];
  readonly path: readonly (string | number)[];
  readonly run: Run;
}

/** The data of an answer with its errors where the nulls are that they explain. */
function readAnswer({ data, errors }: FetchAnswer, { keys, path, run }: Place): DataObject {
  const found: DataObject = data ?? {};
  const [first] = errors;
  for (const { path: place = [], ...error } of errors) {
    // One that names a field nobody asked for says no more about its place than one that names none.
    const isPlaced = keys.includes(String(place[0]));
    if (isPlaced ? placeError(found, error, place) : explainNulls(found, keys, error)) continue;
    run.errors.push(isPlaced ? locate(error, [...path, ...place], run) : error);
  }
  // Where nothing came at all, what has no error of its own failed with the rest.
  if (data === null && first !== undefined) explainNulls(found, keys, first);
  return found;
}

/** An error that says not where it belongs explains every null among the fields of its fetch. */
function explainNulls(data: DataObject, keys: readonly string[], error: ErrorEntry): boolean {
  const nulls = keys.filter((key) => (own(data, key) ?? null) === null);
  for (const key of nulls) placeError(data, error, [key]);
  return nulls.length > 0;
}

/** Response keys of a selection, those in fragments too. */
export function responseKeys({ selections }: SelectionSetNode): readonly string[] {
  const keys = selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [responseKey(selection)];
    return selection.kind === Kind.INLINE_FRAGMENT ? responseKeys(selection.selectionSet) : [];
  });
  return [...new Set(keys)];
}

/** What a key of the first level is called after the planner's renaming. */
export function renamedKey(key: string, { outputRewrites = [] }: Pick<FetchNode, 'outputRewrites'>): string {
  const rewrite = outputRewrites.find(
    ({ kind, path }) =>
      kind === 'KeyRenamer' && path.at(-1) === key && path.slice(0, -1).every((part) => part.startsWith('... on ')),
  );
  return rewrite?.kind === 'KeyRenamer' ? rewrite.renameKeyTo : key;
}
