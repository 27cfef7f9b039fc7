/** Reproducible randomness: the same seed gives the same values for ever, on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<const Value>(values: readonly [Value, ...Value[]]): Value;
}

/** A generator that depends on `seed` alone. */
export function createRandom(seed: string): Random {
  const next = mulberry32(hash(seed));
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (values) => values[integer(0, values.length - 1)] ?? values[0],
  };
}

// FNV-1a, 32 bits.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Picks by weight in logarithmic time. The weights must not all be zero. */
export function createWeightedPick<Value>(
  values: readonly Value[],
  weightOf: (value: Value) => number,
): (random: Random) => Value {
  const bounds: number[] = [];
  let total = 0;
  for (const value of values) {
    total += weightOf(value);
    bounds.push(total);
  }
  return (random) => {
    const picked = values[findBound(bounds, random.next() * total)];
    if (picked === undefined) throw new Error('Nothing to pick from.');
    return picked;
  };
}

function findBound(bounds: readonly number[], target: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
