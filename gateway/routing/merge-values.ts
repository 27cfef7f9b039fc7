import { compareKeys, type SortKey } from '../../schema/cursor.js';
import type { MergeKind } from '../../schema/directives.js';

/** Rules that need no more than the values themselves. */
export type PlainMerge = Extract<MergeKind, 'SUM' | 'MIN' | 'MAX' | 'ANY' | 'CONCAT'>;

/**
 * Joins the partial values of one field, in the order of the provinces; they have been checked against the contract.
 * Nulls take no part: null comes back only when no province had a value, save for SUM (0) and CONCAT (an empty list).
 */
export function mergeValues(how: PlainMerge, values: readonly unknown[]): unknown {
  const present = values.filter((value) => value !== null && value !== undefined);
  switch (how) {
    case 'SUM':
      return present.reduce<number>((sum, value) => sum + Number(value), 0);
    case 'MIN':
      return least(present, 1);
    case 'MAX':
      return least(present, -1);
    case 'ANY':
      return present[0] ?? null;
    case 'CONCAT':
      return present.flat();
  }
}

/** The value that stands beside the greatest `by`, even when it is null; the first among equals. */
export function latest(values: readonly { readonly by: unknown; readonly value: unknown }[]): unknown {
  const [first, ...others] = values;
  const newest = others.reduce(
    (best, one) => (compareKeys(sortKeyOf(one.by), sortKeyOf(best?.by)) > 0 ? one : best),
    first,
  );
  return newest?.value ?? null;
}

function least(values: readonly unknown[], sign: 1 | -1): unknown {
  // Times and dates of the contract are ISO 8601 in UTC, which sort as text.
  return values.reduce(
    (best, value) => (best === null || sign * compareKeys(sortKeyOf(value), sortKeyOf(best)) < 0 ? value : best),
    null,
  );
}

/** The place of a leaf value in the order of the contract. What only its owner can read sorts as its JSON text. */
export function sortKeyOf(value: unknown): SortKey {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
}
