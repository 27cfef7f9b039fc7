import type { MergeKind } from '../../schema/directives.js';

/**
 * Joins the partial values of one field, in the order of the provinces. Nulls take no part: null comes back only when
 * no province had a value, save for SUM (0) and CONCAT (an empty list). Undefined says that a value has the wrong type.
 */
export function mergeValues(how: MergeKind, values: readonly unknown[]): unknown {
  const present = values.filter((value) => value !== null && value !== undefined);
  switch (how) {
    case 'SUM':
      return present.every(isNumber) ? present.reduce<number>((sum, value) => sum + value, 0) : undefined;
    case 'MIN':
      return least(present, 1);
    case 'MAX':
      return least(present, -1);
    case 'ANY':
      return present[0] ?? null;
    case 'CONCAT':
      return present.every((value) => Array.isArray(value)) ? present.flat() : undefined;
  }
}

/** True when a province's value can take part in the merge. */
export function fitsMerge(how: MergeKind, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  switch (how) {
    case 'SUM':
      return isNumber(value);
    case 'MIN':
    case 'MAX':
      return isNumber(value) || typeof value === 'string';
    case 'ANY':
      return true;
    case 'CONCAT':
      return Array.isArray(value);
  }
}

function least(values: readonly unknown[], sign: 1 | -1): unknown {
  if (values.every(isNumber))
    return values.length === 0 ? null : sign * Math.min(...values.map((value) => sign * value));
  if (!values.every((value) => typeof value === 'string')) return undefined;
  // Times and dates of the contract are ISO 8601 in UTC, which sort as text.
  return values.reduce((best, value) => ((value < best ? 1 : -1) === sign ? value : best));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
