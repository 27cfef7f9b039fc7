import { caseMapping } from './case-mapping.js';
import type { FieldMapping, TypeMapping } from './field-mapping.js';
import { itemMapping } from './item-mapping.js';

/** Where every field of what the adapter serves comes from, by type of the contract. */
export const mapping: Readonly<Record<string, TypeMapping>> = { ...itemMapping, ...caseMapping };

/** The fields that no row of these tables can ever fill, with the reason. */
export function fieldsNeverFilled(): readonly (readonly [field: string, mapping: FieldMapping])[] {
  return Object.entries(mapping).flatMap(([type, fields]) =>
    Object.entries(fields)
      .filter(([, { gives }]) => gives === 'NEVER' || gives === 'REFUSED')
      .map(([name, field]) => [`${type}.${name}`, field] as const),
  );
}

/** The questions that the adapter answers; every other root field of the contract is refused with NOT_OFFERED. */
export const answered: Readonly<Record<string, string>> = {
  serviceItem: 'one item by its id',
  serviceItems: 'items with filter, order and cursors as any province has them',
  compareItem: 'how this province performs a national item, with all aspects',
  case: 'one case by its id, which holds the case number',
  cases: 'cases with filter, order and cursors as any province has them',
  licence: 'the face of one licence by its id',
  node: 'an item, a case or a licence by its id',
  myAccessTrail: 'empty, which is true: nothing of a person is ever shown',
  myWithheldAccess: 'none, for the same reason',
  federation: 'this province',
};
