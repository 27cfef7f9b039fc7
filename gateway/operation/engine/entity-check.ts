import { Kind, type FieldNode, type InlineFragmentNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { type DataObject, isDataObject, own } from './failure.js';
import { responseKey } from './separate-aliases.js';
import type { TypeMap } from './type-map.js';

/** How one key of one type is asked for again, so that an answer can be held against its representation. */
interface CheckedKey {
  readonly type: string;
  readonly fields: readonly CheckedField[];
}

interface CheckedField {
  /** Key in the representation. */
  readonly name: string;
  /** Key in the answer. */
  readonly alias: string;
}

/** What is asked of every entity beside what the plan asks, and what it is for. */
export interface EntityCheck {
  readonly selections: readonly SelectionNode[];
  /** True when the entity is the one that was asked for, by type and key. */
  isRight(entity: DataObject, representation: DataObject): boolean;
}

const ALIAS = '__key_';

/**
 * Subgraphs answer for entities by position alone. One that leaves some out or changes their order would put one
 * person's data under another's name, so each entity is asked for its type and the key that it was asked by.
 */
export function compileEntityCheck(
  required: ReadonlyMap<string, readonly string[]>,
  options: {
    readonly subgraph: string;
    readonly types: TypeMap;
  },
): EntityCheck {
  const { subgraph, types } = options;
  const checked: CheckedKey[] = [];
  const selections: SelectionNode[] = [field('__typename')];
  for (const [type, given] of required) {
    const key = types
      .keysOf(type, subgraph)
      .find((candidate) => namesOf(candidate).every((name) => given.includes(name)));
    if (key === undefined) continue;
    checked.push({ type, fields: namesOf(key).map((name) => ({ name, alias: ALIAS + name })) });
    selections.push(fragment(type, key));
  }
  return {
    selections,
    isRight(entity, representation) {
      const asked = String(representation['__typename']);
      const name = own(entity, '__typename');
      if (typeof name !== 'string' || !types.isA(name, asked)) return false;
      return checked.every(({ type, fields }) => {
        if (!types.isA(asked, type)) return true;
        return fields.every((checkedField) =>
          isSame(own(entity, checkedField.alias), own(representation, checkedField.name)),
        );
      });
    },
  };
}

/** Numbers and strings alike: an ID may come back as either. Of an object, what the answer has must be the same. */
function isSame(found: unknown, asked: unknown): boolean {
  if (Array.isArray(found) && Array.isArray(asked)) {
    return found.length === asked.length && found.every((element, index) => isSame(element, asked[index]));
  }
  if (isDataObject(found) && isDataObject(asked)) {
    return Object.keys(found).every((key) => isSame(own(found, key), own(asked, key)));
  }
  return isScalar(found) && isScalar(asked) && String(found) === String(asked);
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

function namesOf({ selections }: SelectionSetNode): readonly string[] {
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}

function fragment(type: string, key: SelectionSetNode): InlineFragmentNode {
  const selections = key.selections.map((selection) =>
    selection.kind === Kind.FIELD
      ? { ...selection, alias: { kind: Kind.NAME as const, value: ALIAS + responseKey(selection) } }
      : selection,
  );
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function field(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}
