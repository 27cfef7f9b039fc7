import { injected } from './province-plan.js';

/** Where an entity belongs, and which one. What a province sent as type and id is not yet trusted. */
export interface Place {
  readonly type: unknown;
  readonly id: unknown;
  readonly path: readonly (string | number)[];
  /** Puts the entity, or null, where the reference stood. */
  put(entity: unknown): void;
}

/**
 * The references at the end of `keys` in a value, through all lists on the way. A key that is absent (its condition
 * did not hold, or its fragment did not apply) and a null lead to none.
 */
export function findReferences(
  value: unknown,
  keys: readonly string[],
  at: readonly (string | number)[],
): readonly Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => findReferences(item, keys, [...at, index]));
  }
  const [key, ...rest] = keys;
  if (key === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  const holder = value as Record<string, unknown>;
  const path = [...at, key];
  if (rest.length > 0) return findReferences(holder[key], rest, path);
  return placesIn(holder, key, path);
}

/** The reference under a key, or those of the list that stands there. */
function placesIn(
  holder: Record<string, unknown> | unknown[],
  key: string | number,
  path: readonly (string | number)[],
): readonly Place[] {
  const slots = holder as Record<string | number, unknown>;
  const found = slots[key];
  if (Array.isArray(found)) return found.flatMap((_item, index) => placesIn(found, index, [...path, index]));
  if (typeof found !== 'object' || found === null) return [];
  const { __typename: type, [injected.key]: id } = found as Readonly<Record<string, unknown>>;
  return [{ type, id, path, put: (entity) => void (slots[key] = entity) }];
}
