import { createHash } from 'node:crypto';

/** Gives for the same words the same numbers, in every process: what is asked twice has one answer. */
export interface Seeded {
  /** A whole number from 0 to `bound - 1`. */
  below(bound: number, ...words: readonly (number | string)[]): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[], ...words: readonly (number | string)[]): T;
  /** 64 hexadecimal digits. */
  hash(...words: readonly (number | string)[]): string;
}

/** Creates the source of one invented world; another seed gives another world. */
export function createSeeded(seed: string): Seeded {
  const digest = (words: readonly (number | string)[]): Buffer =>
    createHash('sha256')
      .update([seed, ...words].join('\n'))
      .digest();
  const below = (bound: number, ...words: readonly (number | string)[]): number => digest(words).readUInt32BE() % bound;
  return {
    below,
    pick(list, ...words) {
      const found = list[below(list.length, ...words)];
      if (found === undefined) throw new Error('There is nothing to choose from.');
      return found;
    },
    hash: (...words) => digest(words).toString('hex'),
  };
}
