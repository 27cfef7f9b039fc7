import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { skipExactly, skipList, skipNullable, skipObject, type Skip, type SkippedMember } from './skip.js';
import { skipLeaf } from './skip-leaf.js';

export interface SkipOptions {
  readonly schema: GraphQLSchema;
  /** Has a look at how some values are passed over: by the response keys that lead to them, lists left out. */
  readonly watch?: (path: readonly string[], skip: Skip) => Skip;
}

/**
 * Compiles how the answer to a selection is passed over: every field is there, in order, of its type, and null only
 * where it may be. Undefined where that cannot be said beforehand: objects of several types, conditions.
 */
export function skipSelection(
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  options: SkipOptions,
): Skip | undefined {
  return skipValue(type, { sets, path: [] }, options);
}

interface Place {
  readonly sets: readonly SelectionSetNode[];
  readonly path: readonly string[];
}

function skipValue(type: GraphQLOutputType, place: Place, options: SkipOptions): Skip | undefined {
  if (isNonNullType(type)) return skipPresent(type.ofType, place, options);
  const skip = skipPresent(type, place, options);
  return skip && skipNullable(skip);
}

function skipPresent(type: GraphQLOutputType, place: Place, options: SkipOptions): Skip | undefined {
  if (isListType(type)) {
    const skip = skipValue(type.ofType, place, options);
    return skip && skipList(skip);
  }
  if (isLeafType(type)) return skipLeaf(type);
  return isObjectType(type) ? skipFields(type, place, options) : undefined;
}

function skipFields(type: GraphQLObjectType, { sets, path }: Place, options: SkipOptions): Skip | undefined {
  const fields = new Map<string, FieldNode[]>();
  if (!sets.every((set) => collectPlain(set, { type, schema: options.schema, fields }))) return undefined;
  const members: SkippedMember[] = [];
  for (const [key, nodes] of fields) {
    const inner = { sets: nodes.flatMap(({ selectionSet }) => selectionSet ?? []), path: [...path, key] };
    const skip = skipField(type.getFields()[nodes[0]?.name.value ?? ''], { type, place: inner }, options);
    if (skip === undefined) return undefined;
    members.push({ key, skip: options.watch?.(inner.path, skip) ?? skip });
  }
  return members.length === 0 ? undefined : skipObject(members);
}

function skipField(
  field: GraphQLField<unknown, unknown> | undefined,
  { type, place }: { readonly type: GraphQLObjectType; readonly place: Place },
  options: SkipOptions,
): Skip | undefined {
  // What is valid and no field of the type is its `__typename`.
  return field === undefined ? skipExactly(JSON.stringify(type.name)) : skipValue(field.type, place, options);
}

interface Collecting {
  readonly type: GraphQLObjectType;
  readonly schema: GraphQLSchema;
  readonly fields: Map<string, FieldNode[]>;
}

/** Collects the fields for objects of the type; false when variables decide about some of them. */
function collectPlain({ selections }: SelectionSetNode, into: Collecting): boolean {
  return selections.every((selection) => {
    if ((selection.directives ?? []).length > 0 || selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? into.type.name;
      return !applies(condition, into) || collectPlain(selection.selectionSet, into);
    }
    const key = (selection.alias ?? selection.name).value;
    const known = into.fields.get(key);
    if (known === undefined) into.fields.set(key, [selection]);
    else known.push(selection);
    return true;
  });
}

function applies(condition: string, { type, schema }: Collecting): boolean {
  if (condition === type.name) return true;
  const abstract = schema.getType(condition);
  return isAbstractType(abstract) && schema.isSubType(abstract, type);
}
