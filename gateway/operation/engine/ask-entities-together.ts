import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type FieldNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { ErrorEntry } from '../../errors.js';
import { readObject, type ReadMember } from '../../json/read.js';
import type { FetchAnswer, FetchText, ReadData, Representations } from './engine.js';
import type { Batch, EntityFetch } from './fetch-entities.js';
import { own } from './failure.js';
import { entitiesField, fetchText } from './fetch-text.js';
import { readData } from './read-data.js';
import { pickVariables, type Run, type Step } from './run.js';

/** The variable that the planner gives every fetch for entities. */
const REPRESENTATIONS = 'representations';

/** One fetch that has somebody to ask for. */
interface Asking {
  readonly fetch: EntityFetch;
  readonly batch: Batch;
  /** Response key of its `_entities` in the request. */
  readonly key: string;
  readonly variable: string;
}

/** Asks one subgraph for the entities of several fetches that are ready at the same time, in one request. */
export function askEntitiesTogether(fetches: readonly EntityFetch[]): Step {
  const joined = new Map<string, JoinedFetch>();
  const joinedOf = (asking: readonly Asking[]): JoinedFetch => {
    // Not by key: whichever fetch has the request to itself, its key is the same.
    const which = asking.map(({ fetch }) => fetches.indexOf(fetch)).join(' ');
    const known = joined.get(which) ?? { text: fetchText(joinOperations(asking), 'query'), read: joinReaders(asking) };
    joined.set(which, known);
    return known;
  };
  return async (run) => {
    const collected = fetches.flatMap((fetch, index) => {
      const batch = fetch.collect(run);
      return batch === undefined ? [] : [{ fetch, batch, key: `_e${index}`, variable: `${REPRESENTATIONS}_${index}` }];
    });
    const asking = collected.length === 1 ? collected.map(alone) : collected;
    const [first] = asking;
    if (first === undefined) return;
    const { text, read } = joinedOf(asking);
    const answer = await run.runFetch({
      subgraph: first.fetch.subgraph,
      text,
      variables: pickVariables(run.variables, [...new Set(asking.flatMap(({ fetch }) => fetch.variableNames))]),
      representations: asking.map(representationsOf),
      clientKey: run.clientKey,
      passedOn: '',
      ...(read && { read }),
    });
    for (const one of asking) receive(one, answer, run);
  };
}

/** What several fetches have in common, made once for each combination of them. */
interface JoinedFetch {
  readonly text: FetchText;
  readonly read: ReadData | undefined;
}

function joinReaders(asking: readonly Asking[]): ReadData | undefined {
  const members: ReadMember[] = [];
  for (const { key, fetch } of asking) {
    if (fetch.read === undefined) return undefined;
    members.push({ key, read: fetch.read });
  }
  return readData(readObject(members));
}

/** A fetch that has the request to itself goes out as the planner wrote it. */
function alone(asking: Asking): Asking {
  return { ...asking, key: '_entities', variable: REPRESENTATIONS };
}

function representationsOf({ variable, batch: { values, texts } }: Asking): Representations {
  return { variable, values, texts };
}

function receive({ fetch, batch, key }: Asking, { data, errors }: FetchAnswer, run: Run): void {
  const entities = data === null ? undefined : own(data, key);
  fetch.receive(run, batch, { entities, errors: errorsOf(key, errors) });
}

/** The errors that concern one list, with paths that begin in it; those that name no place concern each. */
function errorsOf(key: string, errors: readonly ErrorEntry[]): readonly ErrorEntry[] {
  return errors.flatMap((error) => {
    const { path, ...rest } = error;
    if (path === undefined || path.length === 0) return [rest];
    return path[0] === key ? [{ ...rest, path: path.slice(1) }] : [];
  });
}

/** One operation that asks for all of them, each under a key and with a variable of its own. */
function joinOperations(asking: readonly Asking[]): string {
  const definitions = new Map<string, VariableDefinitionNode>();
  const selections: FieldNode[] = [];
  for (const { fetch, key, variable } of asking) {
    const operation = renameRepresentations(fetch.operation, variable);
    for (const definition of operation.variableDefinitions ?? []) {
      definitions.set(definition.variable.name.value, definition);
    }
    const field = entitiesField(operation);
    selections.push(key === field.name.value ? field : { ...field, alias: { kind: Kind.NAME, value: key } });
  }
  const [{ fetch: first } = { fetch: undefined }] = asking;
  return stripIgnoredCharacters(
    print({
      ...(first?.operation ?? { kind: Kind.OPERATION_DEFINITION, operation: 'query' as never }),
      variableDefinitions: [...definitions.values()],
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    }),
  );
}

function renameRepresentations(operation: OperationDefinitionNode, to: string): OperationDefinitionNode {
  if (to === REPRESENTATIONS) return operation;
  return visit(operation, {
    Variable: (variable) =>
      variable.name.value === REPRESENTATIONS ? { ...variable, name: { kind: Kind.NAME, value: to } } : undefined,
  });
}
