import { Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import { responseKey } from './separate-aliases.js';
import type { TypeMap } from './type-map.js';

/** The fields that selections of a fetch have for an object of this type, by response key in the order of the answer. */
export function fetchedFields(
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
