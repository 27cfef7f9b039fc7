import {
  getNamedType,
  isCompositeType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { Fault } from '../errors.js';
import type { Column } from './column.js';
import { countLists, declareColumns, entryOf } from './declare-columns.js';
import { selectFields, type SelectedField } from './select.js';

/** The one list that an operation asks for. */
export interface FoundList {
  /** Response keys from the root to the field that is the list, or the connection that has it. */
  readonly path: readonly string[];
  /** Response keys from there to the rows: `nodes`, or `edges`; none for a plain list. */
  readonly rows: readonly string[];
  /** Response key in each of these under which the row stands: `node` of `edges`. */
  readonly row: string | undefined;
  /** The connection's field when it is read page by page; undefined for a list that comes in one answer. */
  readonly connection: SelectedField | undefined;
  readonly columns: readonly Column[];
  /** What is selected beside the list, and is not in the file. */
  readonly leftOut: readonly string[];
}

/** What says of a list how far it goes is told in the manifest, and is no list to export. */
const TOLD: ReadonlySet<string> = new Set(['pageInfo', 'coverage', 'refusals', 'totalCount']);

/**
 * Finds the list of an operation that is valid, without named fragments and conditions. Throws {@link Fault}
 * NOT_EXPORTABLE when there is none, or more than one.
 */
export function findList({ selectionSet }: OperationDefinitionNode, schema: GraphQLSchema): FoundList {
  const search: Search = { schema, lists: [], leftOut: [] };
  const root = schema.getQueryType();
  if (root) walk({ type: root, selections: selectionSet.selections, path: [] }, search);
  const [list, ...others] = search.lists;
  if (list === undefined) return refuse('It has none: select a list, or the `nodes` of a connection.');
  if (others.length > 0)
    return refuse(`It has several: ${search.lists.map(nameOf).join(', ')}. Export each by itself.`);
  return { ...list, leftOut: search.leftOut };
}

type Candidate = Omit<FoundList, 'leftOut'>;

interface Search {
  readonly schema: GraphQLSchema;
  readonly lists: Candidate[];
  readonly leftOut: string[];
}

interface Place {
  readonly type: GraphQLCompositeType;
  readonly selections: readonly SelectionNode[];
  readonly path: readonly string[];
}

function walk({ type, selections, path }: Place, search: Search): void {
  const { schema, lists, leftOut } = search;
  for (const selected of selectFields(type, selections, schema)) {
    const { key, field, selections: inner } = selected;
    const here = [...path, key];
    const named = getNamedType(field.type);
    if (TOLD.has(field.name)) continue;
    if (countLists(field.type) > 0) {
      const columns = declareColumns({ key, type: entryOf(field.type) }, inner, schema);
      lists.push({ path: here, rows: [], row: undefined, connection: undefined, columns });
    } else if (!isCompositeType(named)) {
      if (!field.name.startsWith('__')) leftOut.push(here.join('.'));
    } else if (isPaged(selected, named)) lists.push(...rowsOf(selected, { type: named, path: here }, search));
    else walk({ type: named, selections: inner, path: here }, search);
  }
}

/** True for a connection (Relay's cursor connections): it takes a page size and a cursor, and says where a page stands. */
function isPaged({ field }: SelectedField, type: GraphQLCompositeType): boolean {
  const takes = (argument: string): boolean => field.args.some(({ name }) => name === argument);
  return takes('first') && takes('after') && 'getFields' in type && 'pageInfo' in type.getFields();
}

function rowsOf(
  connection: SelectedField,
  { type, path }: Omit<Place, 'selections'>,
  { schema, leftOut }: Search,
): readonly Candidate[] {
  return selectFields(type, connection.selections, schema).flatMap((selected): readonly Candidate[] => {
    const { key, field, selections } = selected;
    const ofRows = { path, rows: [key], connection };
    if (TOLD.has(field.name) || field.name.startsWith('__')) return [];
    if (field.name === 'nodes') {
      const columns = declareColumns({ key, type: entryOf(field.type) }, selections, schema);
      return [{ ...ofRows, row: undefined, columns }];
    }
    const edge = getNamedType(field.type);
    if (field.name !== 'edges' || !isCompositeType(edge)) {
      leftOut.push([...path, key].join('.'));
      return [];
    }
    return selectFields(edge, selections, schema).flatMap(({ key: inner, field: { name, type: node }, ...rest }) => {
      if (name !== 'node') {
        if (!name.startsWith('__')) leftOut.push([...path, key, inner].join('.'));
        return [];
      }
      return [{ ...ofRows, row: inner, columns: declareColumns({ key: inner, type: node }, rest.selections, schema) }];
    });
  });
}

function refuse(why: string): never {
  throw new Fault('NOT_EXPORTABLE', `An export is of exactly one list. ${why}`);
}

function nameOf({ path, rows }: Candidate): string {
  return [...path, ...rows].join('.');
}
