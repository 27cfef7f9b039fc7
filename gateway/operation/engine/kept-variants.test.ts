import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKeptVariants } from './kept-variants.js';

describe('what is kept of compiled operations', () => {
  it('never weighs more than the bound, and loses what was used longest ago first', () => {
    const step = fc.record({ index: fc.nat({ max: 9 }), weight: fc.integer({ min: 1, max: 60 }), isUse: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const kept = createKeptVariants(100);
        const variants = Array.from({ length: 10 }, () => ({}));
        // The oracle: variants in the order of their last use.
        const alive = new Map<object, number>();
        const dropped: object[] = [];
        for (const { index, weight, isUse } of steps) {
          const variant = variants[index] ?? {};
          const known = alive.get(variant);
          if (known !== undefined) {
            alive.delete(variant);
            alive.set(variant, known);
            kept.touch(variant);
          } else if (!isUse) {
            alive.set(variant, weight);
            kept.add(variant, weight, () => dropped.push(variant));
            for (const [oldest, size] of alive) {
              if ([...alive.values()].reduce((sum, each) => sum + each, 0) <= 100) break;
              expect(dropped.shift()).toBe(oldest);
              alive.delete(oldest);
              expect(size).toBeGreaterThan(0);
            }
            expect(dropped).toEqual([]);
          }
        }
      }),
    );
  });

  it('does not hold what is heavier than all that may be kept', () => {
    const kept = createKeptVariants(100);
    const dropped: string[] = [];

    kept.add({}, 60, () => dropped.push('light'));
    kept.add({}, 101, () => dropped.push('heavy'));

    expect(dropped).toEqual(['heavy']);
  });
});
