import { coverageOf, type Covered } from './coverage.js';
import type { GatherPart, RowsSlot } from './province-plan.js';
import { project, type FilledObject } from './project.js';
import { isKept, type Variables } from './selection.js';

/** The fields of one province's partial object. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** Where the fields of a gathered object come from. */
export interface SlotSources extends Covered {
  readonly part: GatherPart;
  readonly variables: Variables;
  /** What joining the provinces' objects gave, by key. */
  readonly joined: FieldValues;
  readonly page: FilledObject;
  /** The merged rows of `edges` or `nodes`. */
  rows(slot: RowsSlot): readonly unknown[];
}

/** Builds the gathered object: every field that the client selected, each from its source. */
export function fillSlots(sources: SlotSources): FieldValues {
  const { part, variables } = sources;
  const value = Object.create(null) as Record<string, unknown>; // no prototype: `__proto__` is an ordinary alias here
  for (const slot of part.object.slots) {
    if (!isKept(slot.selected, variables)) continue;
    const { key } = slot.selected;
    switch (slot.kind) {
      case 'rows':
        value[key] = sources.rows(slot);
        break;
      case 'merged':
      case 'derived':
      case 'typename':
        value[key] = sources.joined[key];
        break;
      case 'page':
        value[key] = project(sources.page, [slot.set], variables);
        break;
      case 'coverage':
        value[key] = project(coverageOf(sources), [slot.set], variables);
    }
  }
  return value;
}
