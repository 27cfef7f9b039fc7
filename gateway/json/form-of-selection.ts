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
import { exactly, listOf, nullable, objectOf, type Form, type Member, type Skip } from './form.js';
import { formOfLeaf } from './form-of-leaf.js';

export interface FormOptions {
  readonly schema: GraphQLSchema;
  /** Has a look at how some values are passed over: by the response keys that lead to them, lists left out. */
  readonly watch?: (path: readonly string[]) => ((skip: Skip) => Skip) | undefined;
}

/**
 * What the answer to a selection is expected to look like: every field is there, in order, of its type, and null only
 * where it may be. Undefined where that cannot be said beforehand: objects of several types, conditions.
 */
export function formOfSelection(
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  options: FormOptions,
): Form | undefined {
  return valueForm(type, { sets, path: [] }, options);
}

interface Place {
  readonly sets: readonly SelectionSetNode[];
  readonly path: readonly string[];
}

function valueForm(type: GraphQLOutputType, place: Place, options: FormOptions): Form | undefined {
  if (isNonNullType(type)) return presentForm(type.ofType, place, options);
  const form = presentForm(type, place, options);
  return form && nullable(form);
}

function presentForm(type: GraphQLOutputType, place: Place, options: FormOptions): Form | undefined {
  if (isListType(type)) {
    const form = valueForm(type.ofType, place, options);
    return form && listOf(form);
  }
  if (isLeafType(type)) return formOfLeaf(type);
  return isObjectType(type) ? fieldsForm(type, place, options) : undefined;
}

function fieldsForm(type: GraphQLObjectType, { sets, path }: Place, options: FormOptions): Form | undefined {
  const fields = new Map<string, FieldNode[]>();
  if (!sets.every((set) => collectPlain(set, { type, schema: options.schema, fields }))) return undefined;
  const members: Member[] = [];
  for (const [key, nodes] of fields) {
    const inner = { sets: nodes.flatMap(({ selectionSet }) => selectionSet ?? []), path: [...path, key] };
    const form = fieldForm(type.getFields()[nodes[0]?.name.value ?? ''], { type, place: inner }, options);
    if (form === undefined) return undefined;
    const watch = options.watch?.(inner.path);
    members.push({ key, form: watch === undefined ? form : { pattern: undefined, skip: watch(form.skip) } });
  }
  return members.length === 0 ? undefined : objectOf(members);
}

function fieldForm(
  field: GraphQLField<unknown, unknown> | undefined,
  { type, place }: { readonly type: GraphQLObjectType; readonly place: Place },
  options: FormOptions,
): Form | undefined {
  // What is valid and no field of the type is its `__typename`.
  return field === undefined ? exactly(JSON.stringify(type.name)) : valueForm(field.type, place, options);
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
