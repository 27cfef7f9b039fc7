/**
 * The entries of a table whose key begins the code of an item, most general first: `mps-` before `mps-idcard-`.
 * A key ends where a part of the code ends.
 */
export function entriesFor<Value>(table: Readonly<Record<string, Value>>, itemCode: string): readonly Value[] {
  return Object.entries(table)
    .filter(([prefix]) => itemCode === prefix || itemCode.startsWith(`${prefix}-`))
    .toSorted(([a], [b]) => a.length - b.length)
    .map(([, value]) => value);
}

/** The most special entry of a table for an item, or undefined. */
export function entryFor<Value>(table: Readonly<Record<string, Value>>, itemCode: string): Value | undefined {
  return entriesFor(table, itemCode).at(-1);
}
