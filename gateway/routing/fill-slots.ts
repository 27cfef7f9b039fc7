import type { SelectionSetNode } from 'graphql';
import { coverageOf, type Covered } from './coverage.js';
import { fitsMerge, mergeValues } from './merge-values.js';
import type { GatherPart, RowsSlot } from './province-plan.js';
import { project, type FilledObject } from './project.js';
import { isKept, type Variables } from './selection.js';

/** The fields of one province's partial object. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** True for an object whose values can take part in the merges that the part asks for. */
export function isPartial(value: unknown, part: GatherPart): value is FieldValues {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields = value as FieldValues;
  return part.slots.every((slot) => slot.kind !== 'merged' || fitsMerge(slot.how, fields[slot.selected.key]));
}

/** Where the fields of a gathered object come from. */
export interface SlotSources extends Covered {
  readonly part: GatherPart;
  readonly variables: Variables;
  /** The partial objects, in the order of the provinces. */
  readonly objects: readonly FieldValues[];
  readonly page: FilledObject;
  /** The merged rows of `edges` or `nodes`. */
  rows(slot: RowsSlot): readonly unknown[];
}

/** Builds the gathered object: every field that the client selected, each from its source. */
export function fillSlots(sources: SlotSources): FieldValues {
  const { part, variables } = sources;
  const value = Object.create(null) as Record<string, unknown>; // no prototype: `__proto__` is an ordinary alias here
  const filled = new Map<string, { object: FilledObject; sets: SelectionSetNode[] }>();
  for (const slot of part.slots) {
    if (!isKept(slot.selected, variables)) continue;
    const { key } = slot.selected;
    switch (slot.kind) {
      case 'rows':
        value[key] = sources.rows(slot);
        break;
      case 'merged':
        value[key] = mergeValues(
          slot.how,
          sources.objects.map((object) => object[key]),
        );
        break;
      case 'typename':
        value[key] = part.typeName;
        break;
      case 'page':
      case 'coverage': {
        const object = slot.kind === 'page' ? sources.page : coverageOf(sources);
        const sets = [...(filled.get(key)?.sets ?? []), slot.set];
        filled.set(key, { object, sets });
        value[key] = null; // keeps the client's order; the value follows when all its selections are known
      }
    }
  }
  for (const [key, { object, sets }] of filled) value[key] = project(object, sets, variables);
  return value;
}
