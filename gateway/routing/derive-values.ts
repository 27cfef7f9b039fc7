import { Fault } from '../errors.js';
import { readArguments } from './choose-provinces.js';
import type { DerivedSlot, MergedObject } from './province-plan.js';
import { quantileOf } from '../../schema/quantile.js';
import { isKept, type Variables } from './selection.js';

type Joined = Readonly<Record<string, unknown>>;

/** The value of a field that the gateway computes from joined values beside it, which `joined` has by their keys. */
export function deriveValue(slot: DerivedSlot, joined: Joined, variables: Variables): number | null {
  const [first, second] = slot.from.map((key) => joined[key]);
  switch (slot.how) {
    case 'MEAN':
      // Joined first and divided last: a mean of the provinces' means would weigh a small province like a large one.
      return typeof first === 'number' && typeof second === 'number' && second !== 0 ? first / second : null;
    case 'QUANTILE':
      return quantileOf(readQ(slot, variables), { counts: numbers(first), bounds: numbers(second) });
  }
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? (value as readonly number[]) : []; // checked against the contract when it came in
}

/** Throws {@link Fault} with BAD_USER_INPUT when a quantile that is asked for does not lie between 0 and 1. */
export function refuseBadQuantiles(object: MergedObject, variables: Variables): void {
  for (const slot of object.slots) {
    if (!isKept(slot.selected, variables)) continue;
    if (slot.kind === 'derived' && slot.how === 'QUANTILE') readQ(slot, variables);
    if (slot.kind === 'merged' && slot.rule.object !== undefined) refuseBadQuantiles(slot.rule.object, variables);
  }
}

function readQ(slot: DerivedSlot, variables: Variables): number {
  const { q } = readArguments(slot, variables);
  if (typeof q === 'number' && q >= 0 && q <= 1) return q;
  throw new Fault('BAD_USER_INPUT', `${slot.definition.name}: q must lie between 0 and 1.`);
}
