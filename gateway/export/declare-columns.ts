import {
  getNamedType,
  getNullableType,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isCompositeType,
  isEnumType,
  isListType,
  isScalarType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import type { Column, ColumnKind } from './column.js';
import { selectFields } from './select.js';
import { SUPPRESSED } from './tell-suppression.js';

const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  [GraphQLInt.name, 'integer'],
  [GraphQLFloat.name, 'number'],
  [GraphQLBoolean.name, 'boolean'],
  [GraphQLString.name, 'text'],
  [GraphQLID.name, 'text'],
]);

// Of other scalars nobody says how their instants are written.
const INSTANT = 'https://scalars.graphql.org/andimarek/date-time';

/**
 * The columns of rows of one type: a value each, objects flattened as deep as they are selected. A list within a row is
 * one column; so is a row that is no object, under the key of its list.
 */
export function declareColumns(
  { key, type }: { readonly key: string; readonly type: GraphQLOutputType },
  selections: readonly SelectionNode[],
  schema: GraphQLSchema,
): readonly Column[] {
  const named = getNamedType(type);
  const isList = countLists(type) > 0;
  if (isCompositeType(named) && !isList) return columnsOf(named, selections, { schema, path: [] });
  return [{ name: key, kind: kindOf(named, isList), path: [], countsSuppressed: false }];
}

interface Place {
  readonly schema: GraphQLSchema;
  readonly path: readonly string[];
}

function columnsOf(
  type: Parameters<typeof selectFields>[0],
  selections: readonly SelectionNode[],
  { schema, path }: Place,
): readonly Column[] {
  return selectFields(type, selections, schema).flatMap(({ key, field, selections: inner }): readonly Column[] => {
    const here = [...path, key];
    const named = getNamedType(field.type);
    const isList = countLists(field.type) > 0;
    if (isCompositeType(named) && !isList) return columnsOf(named, inner, { schema, path: here });
    const countsSuppressed = field.name === SUPPRESSED;
    return [{ name: here.join('.'), kind: kindOf(named, isList), path: here, countsSuppressed }];
  });
}

/** What one entry of a list is. */
export function entryOf(type: GraphQLOutputType): GraphQLOutputType {
  const nullable = getNullableType(type);
  return isListType(nullable) ? nullable.ofType : type;
}

/** How many lists stand in each other in a type. */
export function countLists(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + countLists(nullable.ofType) : 0;
}

function kindOf(type: GraphQLNamedType, isList: boolean): ColumnKind {
  if (isList) return 'json';
  if (isEnumType(type)) return 'text';
  if (isScalarType(type) && type.specifiedByURL === INSTANT) return 'instant';
  return KINDS.get(type.name) ?? 'json';
}
