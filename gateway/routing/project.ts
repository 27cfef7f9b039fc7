import type { SelectionSetNode } from 'graphql';
import { isKept, selectedFields, type Variables } from './selection.js';

/** An object that the gateway itself fills: a page's position, coverage, a reference to a province. */
export interface FilledObject {
  readonly __typename: string;
  readonly [field: string]: FilledValue;
}

export type FilledValue = string | number | boolean | null | FilledObject | readonly FilledValue[];

/**
 * Shapes a filled value as the selections ask: aliases, fragments, conditions. A field that the value does not have
 * is left out: another subgraph gives it.
 */
export function project(value: FilledValue, sets: readonly SelectionSetNode[], variables: Variables): unknown {
  if (isList(value)) return value.map((item) => project(item, sets, variables));
  if (typeof value !== 'object' || value === null) return value;
  const nested = new Map<string, { source: FilledValue; sets: SelectionSetNode[] }>();
  for (const selected of sets.flatMap((set) => selectedFields(set.selections))) {
    const { key, field, typeConditions } = selected;
    const source = value[field.name.value];
    if (source === undefined || !isKept(selected, variables)) continue;
    if (typeConditions.some((name) => name !== value.__typename && name !== 'Node')) continue;
    const entry = nested.get(key) ?? { source, sets: [] };
    if (field.selectionSet !== undefined) entry.sets.push(field.selectionSet);
    nested.set(key, entry);
  }
  const shaped = Object.create(null) as Record<string, unknown>; // no prototype: `__proto__` is an ordinary alias here
  for (const [key, { source, sets: inner }] of nested) shaped[key] = project(source, inner, variables);
  return shaped;
}

function isList(value: FilledValue): value is readonly FilledValue[] {
  return Array.isArray(value);
}
