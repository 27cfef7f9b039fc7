import { injected } from './province-plan.js';

/** A spot in an answer. */
export interface Spot {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
  /** Puts another value there. */
  put(value: unknown): void;
}

/** Where an entity belongs, and which one. What a province sent as type and id is not yet trusted. */
export interface Place extends Pick<Spot, 'path' | 'put'> {
  readonly type: unknown;
  readonly id: unknown;
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
  return findPlaces(value, keys, at).flatMap((spot) => {
    if (typeof spot.value !== 'object' || spot.value === null) return [];
    const { __typename: type, [injected.key]: id } = spot.value as Readonly<Record<string, unknown>>;
    return [{ ...spot, type, id }];
  });
}

/** What stands at the end of `keys` in a value, through all lists on the way and at the end. */
export function findPlaces(value: unknown, keys: readonly string[], at: readonly (string | number)[]): readonly Spot[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => findPlaces(item, keys, [...at, index]));
  }
  const [key, ...rest] = keys;
  if (key === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  const holder = value as Record<string, unknown>;
  const path = [...at, key];
  return rest.length > 0 ? findPlaces(holder[key], rest, path) : spotsIn(holder, key, path);
}

/** The spot under a key, or those of the list that stands there. */
function spotsIn(
  holder: Record<string, unknown> | unknown[],
  key: string | number,
  path: readonly (string | number)[],
): readonly Spot[] {
  const slots = holder as Record<string | number, unknown>;
  const value = slots[key];
  if (Array.isArray(value)) return value.flatMap((_item, index) => spotsIn(value, index, [...path, index]));
  return [{ value, path, put: (next) => void (slots[key] = next) }];
}
