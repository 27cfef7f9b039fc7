import type { FieldValues } from './fill-slots.js';
import { isInjected, type MergedObject, type MergedSlot } from './province-plan.js';

/** Response keys and list indexes from the root of an answer. */
export type ErrorPath = readonly (string | number)[];

/**
 * True when the null that an error explains stands where partial values are joined, and not inside one of them: the
 * province has a value there and could not give it, so what it says of the rest must not pass for the whole.
 * `fields` is the root field's value.
 */
export function isHole(path: ErrorPath | undefined, fields: FieldValues, object: MergedObject): boolean {
  let value: unknown = fields;
  let inside: MergedObject | undefined = object;
  for (const key of (path ?? []).slice(1)) {
    const isJoinedHere = inside !== undefined || isInjected(key);
    value = typeof value === 'object' && value !== null ? (value as FieldValues)[key] : undefined;
    if (value === null || value === undefined) return isJoinedHere;
    // An index leads to a bucket, which is joined like the list that it stands in.
    if (typeof key === 'string') inside = slotOf(inside, key)?.rule.object;
  }
  return false;
}

/**
 * Where an error of a province stands in the joined answer: at the field whose partial values it stands in. Which
 * bucket or element it belongs to is lost in joining.
 */
export function pathInJoin(path: ErrorPath, object: MergedObject): ErrorPath {
  const [root, ...rest] = path;
  if (root === undefined) return path;
  const kept: (string | number)[] = [root];
  let inside: MergedObject | undefined = object;
  for (const key of rest) {
    if (inside === undefined || typeof key === 'number') break;
    kept.push(key);
    const rule: MergedSlot['rule'] | undefined = slotOf(inside, key)?.rule;
    inside = rule?.how === 'OBJECT' ? rule.object : undefined;
  }
  return kept;
}

function slotOf(object: MergedObject | undefined, key: string): MergedSlot | undefined {
  return [...(object?.slots ?? []), ...(object?.needed ?? [])].find(
    (slot): slot is MergedSlot => slot.kind === 'merged' && slot.selected.key === key,
  );
}
