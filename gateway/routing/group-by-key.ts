import { compareKeys, type SortKey } from '../../schema/cursor.js';
import { sortKeyOf } from './merge-values.js';

/** Things that have the same key, in the order in which they came. */
export type Group<T> = readonly [T, ...T[]];

/**
 * Puts things of equal key together. Groups are sorted by key, nulls first, numbers by value, text by code point: in the
 * order of the provinces, one that is missing would move the rows of the others.
 */
export function groupByKey<T>(things: readonly T[], keyOf: (thing: T) => readonly unknown[]): Group<T>[] {
  const groups = new Map<string, { readonly order: readonly SortKey[]; readonly things: [T, ...T[]] }>();
  for (const thing of things) {
    const key = keyOf(thing);
    const text = JSON.stringify(key);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { order: key.map(sortKeyOf), things: [thing] });
    else group.things.push(thing);
  }
  return [...groups.values()].sort((a, b) => compareOrders(a.order, b.order)).map((group) => group.things);
}

/** Compares two lists of sort keys of the same length, the first difference first. */
export function compareOrders(a: readonly SortKey[], b: readonly SortKey[]): number {
  for (const [index, key] of a.entries()) {
    const difference = compareKeys(key, b[index] ?? null);
    if (difference !== 0) return difference;
  }
  return 0;
}
