import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { readAny, readByType, readNested, readObject, readOnce, readText, type Read } from '../../json/read.js';
import {
  memberPrefix,
  skipExactly,
  skipList,
  skipNullable,
  skipObject,
  type Skip,
  type SkippedMember,
} from '../../json/skip.js';
import { collectFields, type SelectionContext } from './collect-fields.js';
import { skipLeaf } from './skip-leaf.js';
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
export type CompileReader = (set: SelectionSetNode, path: Path) => Read;

/**
 * Prepares readers for the answers to an operation's fetches. What the client gets just as a subgraph wrote it, and no
 * later fetch looks at, is checked and passed on as text; only the rest becomes objects.
 */
export function createReaderCompiler(context: ReaderContext): CompileReader {
  let places = 0;
  const newPlace = (): number => (places += 1);
  return (set, path) => readSelection([set], { path, client: placeAt(path, context), newPlace, context });
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

/** The fields that selections of a fetch have for an object of this type, by response key in the order of the answer. */
function fetchedFields(
  sets: readonly SelectionSetNode[],
  typeName: string,
  types?: TypeMap,
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const known = fields.get(key);
        if (known === undefined) fields.set(key, [selection]);
        else known.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (condition === undefined || types?.isA(typeName, condition) === true) collect(selection.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

function readFields(fields: ReadonlyMap<string, readonly FieldNode[]>, place: Place): Read {
  const read = readObject([...fields].map(([key, nodes]) => ({ key, read: readField(key, nodes, place) })));
  const keys = [...fields.keys()];
  const nested = keys.findIndex((key) => fields.get(key)?.[0]?.selectionSet !== undefined);
  const nestedKey = keys[nested];
  if (nested === 0 || keys.length === 0) return read; // nothing tells it from others before what is in it
  return readOnce(read, place.newPlace(), nestedKey === undefined ? '}' : memberPrefix(nestedKey, nested));
}

function readField(key: string, nodes: readonly FieldNode[], { client, path, ...rest }: Place): Read {
  const sets = setsOf(nodes);
  if (sets.length === 0) return readAny;
  const inner = [...path, key];
  const field = clientField(client, key, rest.context);
  const isSame = field !== undefined && field.name === nodes[0]?.name.value;
  const skip = isSame
    ? skipSame(field.type, { fetched: sets, client: field.place?.sets ?? [], path: inner }, rest.context)
    : undefined;
  if (skip !== undefined) return readText(skip);
  return readNested(readSelection(sets, { ...rest, path: inner, client: isSame ? field.place : undefined }));
}

interface Same {
  readonly fetched: readonly SelectionSetNode[];
  readonly client: readonly SelectionSetNode[];
  readonly path: Path;
}

/** How a value is passed over that the client gets as the subgraph writes it; undefined where it does not. */
function skipSame(type: GraphQLOutputType, same: Same, context: ReaderContext): Skip | undefined {
  if (isNonNullType(type)) return skipPresent(type.ofType, same, context);
  const skip = skipPresent(type, same, context);
  return skip && skipNullable(skip);
}

function skipPresent(type: GraphQLOutputType, same: Same, context: ReaderContext): Skip | undefined {
  if (isListType(type)) {
    const skip = skipSame(type.ofType, same, context);
    return skip && skipList(skip);
  }
  if (isLeafType(type)) return skipLeaf(type);
  return isNonNullType(type) || isAbstractType(type)
    ? undefined
    : skipFields({ type, sets: same.client }, same, context);
}

function skipFields(place: ClientPlace, { fetched, path }: Same, context: ReaderContext): Skip | undefined {
  const { type } = place;
  if (!isObjectType(type) || context.entered.some((entered) => path.every((key, depth) => entered[depth] === key)))
    return undefined;
  const wanted = [...collectFields(type, place.sets, context)];
  const given = [...fetchedFields(fetched, type.name, context.types)];
  if (wanted.length !== given.length) return undefined;
  const members: SkippedMember[] = [];
  for (const [index, [key, nodes]] of wanted.entries()) {
    const [givenKey, givenNodes] = given[index] ?? ['', []];
    const name = nodes[0]?.name.value ?? '';
    if (givenKey !== key || givenNodes[0]?.name.value !== name || context.clientKey(key) !== key) return undefined;
    const definition = type.getFields()[name];
    const skip =
      name === '__typename'
        ? skipExactly(JSON.stringify(type.name))
        : definition &&
          skipSame(
            definition.type,
            { fetched: setsOf(givenNodes), client: setsOf(nodes), path: [...path, key] },
            context,
          );
    if (skip === undefined) return undefined;
    members.push({ key, skip });
  }
  return members.length === 0 ? undefined : skipObject(members);
}
