import fc from 'fast-check';

/**
 * A source of decisions that is drawn once and then read in order. Numbers that run out are 0, the simplest decision;
 * so a shorter list, and smaller numbers in it, make a simpler result, and fast-check shrinks what is built from it.
 */
export interface Choices {
  /** A number from 0 to `count` - 1. */
  below(count: number): number;
  /** True about once in `rarity` times. */
  once(rarity: number): boolean;
  /** One of the items; the first when decisions have run out. */
  of<T>(items: readonly T[]): T;
  readonly isOver: boolean;
}

// A multiple of the small numbers that are asked for, so that no remainder is favoured.
const RANGE = 5040;

/** Lists of up to `maxLength` decisions. */
export function decisions(maxLength: number): fc.Arbitrary<readonly number[]> {
  return fc.noBias(fc.array(fc.nat({ max: RANGE - 1 }), { maxLength, size: 'max' }));
}

/** Reads decisions from the beginning of a list. */
export function readChoices(list: readonly number[]): Choices {
  let index = 0;
  const below = (count: number): number => {
    const number = list[index] ?? 0;
    index += 1;
    return number % count;
  };
  return {
    below,
    once: (rarity) => below(rarity) === rarity - 1,
    of: <T>(items: readonly T[]): T => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    get isOver() {
      return index >= list.length;
    },
  };
}
