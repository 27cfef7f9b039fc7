import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { memberPrefix } from '../../json/form.js';
import { formOfSelection } from '../../json/form-of-selection.js';
import {
  readAny,
  readByType,
  readLeaf,
  readNested,
  readObject,
  readOnce,
  readText,
  type Read,
} from '../../json/read.js';
import { collectFields, type SelectionContext } from './collect-fields.js';
import { fetchedFields } from './fetched-fields.js';
import { responseKey } from './separate-aliases.js';
import type { TypeMap } from './type-map.js';

/** What a client selected at one place of the answer. */
export interface ClientPlace {
  readonly type: GraphQLCompositeType;
  readonly sets: readonly SelectionSetNode[];
}

type Path = readonly string[];

export interface ReaderContext extends SelectionContext {
  readonly types: TypeMap;
  readonly clientKey: (key: string) => string;
  /** Where a later fetch finds its entities, or what it requires of them: response keys from the root. */
  readonly entered: readonly Path[];
  /** What the client selected at the root. */
  readonly root: ClientPlace;
}

/** Compiles how what a fetch selects is read, at a place of the client's answer. */
export interface ReaderCompiler {
  read(set: SelectionSetNode, path: Path): Read;
  /** The fields, by the response keys that lead to them, whose values are passed on as they come. */
  passedOn(set: SelectionSetNode, path: Path): readonly Path[];
}

/**
 * Prepares readers for the answers to an operation's fetches. What the client gets just as a subgraph wrote it, and no
 * later fetch looks at, is checked and passed on as text; only the rest becomes objects.
 */
export function createReaderCompiler(context: ReaderContext): ReaderCompiler {
  let places = 0;
  const newPlace = (): number => (places += 1);
  const placeOf = (path: Path): Place => ({ path, client: placeAt(path, context), newPlace, context });
  return {
    read: (set, path) => readSelection([set], placeOf(path)),
    passedOn: (set, path) => passedOn([set], placeOf(path)),
  };
}

/** What the client selected at the end of a path; undefined where an object on the way can be of several types. */
function placeAt(path: Path, context: ReaderContext): ClientPlace | undefined {
  let place: ClientPlace | undefined = context.root;
  for (const key of path) place = clientField(place, key, context)?.place;
  return place;
}

interface ClientField {
  readonly name: string;
  readonly type: GraphQLOutputType;
  /** Undefined for a leaf. */
  readonly place: ClientPlace | undefined;
}

function clientField(place: ClientPlace | undefined, key: string, context: ReaderContext): ClientField | undefined {
  if (!isObjectType(place?.type)) return undefined;
  const nodes = collectFields(place.type, place.sets, context).get(key);
  const name = nodes?.[0]?.name.value;
  const type = name === undefined ? undefined : place.type.getFields()[name]?.type;
  if (nodes === undefined || name === undefined || type === undefined) return undefined;
  const named = getNamedType(type);
  return { name, type, place: isCompositeType(named) ? { type: named, sets: setsOf(nodes) } : undefined };
}

function setsOf(nodes: readonly FieldNode[]): readonly SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

/** Where the reader stands: in the answer, and in what the client selected, as far as that is known. */
interface Place {
  readonly path: Path;
  readonly client: ClientPlace | undefined;
  readonly newPlace: () => number;
  readonly context: ReaderContext;
}

function readSelection(sets: readonly SelectionSetNode[], place: Place): Read {
  const selections = sets.flatMap((set) => set.selections);
  if (selections.every(({ kind }) => kind === Kind.FIELD)) return readFields(fetchedFields(sets, ''), place);
  const [first] = selections;
  const isTypeFirst = first?.kind === Kind.FIELD && responseKey(first) === '__typename';
  if (!isTypeFirst) return readAny;
  const { client, context } = place;
  return readByType((name) => {
    const type = context.schema.getType(name);
    const narrowed = client && isObjectType(type) ? { type, sets: client.sets } : undefined;
    return readFields(fetchedFields(sets, name, context.types), { ...place, client: narrowed });
  });
}

function readFields(fields: ReadonlyMap<string, readonly FieldNode[]>, place: Place): Read {
  const read = readObject([...fields].map(([key, nodes]) => ({ key, read: readField(key, nodes, place) })));
  const keys = [...fields.keys()];
  const nested = keys.findIndex((key) => fields.get(key)?.[0]?.selectionSet !== undefined);
  const nestedKey = keys[nested];
  if (nested === 0 || keys.length === 0) return read; // nothing tells it from others before what is in it
  return readOnce(read, place.newPlace(), nestedKey === undefined ? '}' : memberPrefix(nestedKey, nested));
}

function readField(key: string, nodes: readonly FieldNode[], place: Place): Read {
  const sets = setsOf(nodes);
  const field = fieldAt(key, nodes, place);
  const form = field.isSame && field.type ? formOfSelection(field.type, sets, place.context) : undefined;
  if (sets.length === 0)
    return form === undefined || isEntered(field.place.path, place.context) ? readAny : readLeaf(form);
  return form === undefined ? readNested(readSelection(sets, field.place)) : readText(form);
}

interface FetchedField {
  /** What the client has there; undefined where that is not known. */
  readonly type: GraphQLOutputType | undefined;
  /** True when the value is passed on as it comes. */
  readonly isSame: boolean;
  readonly place: Place;
}

function fieldAt(key: string, nodes: readonly FieldNode[], { client, path, ...rest }: Place): FetchedField {
  const found = clientField(client, key, rest.context);
  const field = found?.name === nodes[0]?.name.value ? found : undefined;
  const place = { ...rest, path: [...path, key], client: field?.place };
  const same = { fetched: setsOf(nodes), client: field?.place?.sets ?? [], path: place.path };
  return {
    type: field?.type,
    place,
    isSame: field !== undefined && isSame(getNamedType(field.type), same, rest.context),
  };
}

function passedOn(sets: readonly SelectionSetNode[], place: Place): readonly Path[] {
  return [...fetchedFields(sets, '')].flatMap(([key, nodes]) => {
    const field = fieldAt(key, nodes, place);
    return field.isSame ? [field.place.path] : passedOn(setsOf(nodes), field.place);
  });
}

interface Same {
  readonly fetched: readonly SelectionSetNode[];
  readonly client: readonly SelectionSetNode[];
  readonly path: Path;
}

/** True when a later fetch looks at what stands at a path, or further inside. */
function isEntered(path: Path, { entered }: ReaderContext): boolean {
  return entered.some((one) => path.every((key, depth) => one[depth] === key));
}

/** True when the fetch has the client's fields in the client's order, and no later fetch looks at them. */
function isSame(type: GraphQLNamedType, { fetched, client, path }: Same, context: ReaderContext): boolean {
  if (isLeafType(type)) return true;
  if (!isObjectType(type) || isEntered(path, context)) return false;
  const wanted = [...collectFields(type, client, context)];
  const given = [...fetchedFields(fetched, type.name, context.types)];
  if (wanted.length !== given.length) return false;
  return wanted.every(([key, nodes], index) => {
    const [givenKey, givenNodes = []] = given[index] ?? [];
    const name = nodes[0]?.name.value ?? '';
    if (givenKey !== key || givenNodes[0]?.name.value !== name || context.clientKey(key) !== key) return false;
    const field = type.getFields()[name];
    if (field === undefined) return name === '__typename';
    const inner = { fetched: setsOf(givenNodes), client: setsOf(nodes), path: [...path, key] };
    return isSame(getNamedType(field.type), inner, context);
  });
}
