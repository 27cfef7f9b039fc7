import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ChainedEntry, depthsOf, inCausalOrder } from './order-entries.rules.js';

/** Entries of two links, each following the one before it and having seen some of the other's; all in a few instants. */
const chains = fc
  .array(fc.record({ isBack: fc.boolean(), isSeeing: fc.boolean(), waitMs: fc.nat({ max: 1 }) }), { maxLength: 25 })
  .map((steps): readonly ChainedEntry[] => {
    const last: Record<string, string | null> = { there: null, back: null };
    const seen: Record<string, string | null> = { there: null, back: null };
    let atMs = 0;
    return steps.map(({ isBack, isSeeing, waitMs }, index) => {
      const [own, other] = isBack ? (['back', 'there'] as const) : (['there', 'back'] as const);
      atMs += waitMs;
      if (isSeeing) seen[own] = last[other] ?? null;
      // Hashes fall, so that an order by hash alone is the wrong way round.
      const entryHash = `h${String(99 - index)}`;
      const entry = { entryHash, prevHash: last[own] ?? null, seenHash: seen[own] ?? null, at: `t${atMs + 100}` };
      last[own] = entryHash;
      return entry;
    });
  });

it('puts every entry behind what it follows and has seen, in whatever order they came', () => {
  const property = fc.property(
    chains.chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray([...entries]))),
    ([entries, some]) => {
      for (const held of [[...entries].reverse(), some]) {
        const order = inCausalOrder(held, depthsOf(held)).map(({ entryHash }) => entryHash);

        for (const { entryHash, prevHash, seenHash } of held) {
          for (const earlier of [prevHash, seenHash]) {
            expect(order.indexOf(earlier ?? '')).toBeLessThan(order.indexOf(entryHash));
          }
        }
      }
    },
  );

  fc.assert(property, { numRuns: 200 });
});

it('gives depths that do not depend on what comes later', () => {
  fc.assert(
    fc.property(chains, fc.nat(), (entries, length) => {
      const prefix = entries.slice(0, length % (entries.length + 1));
      const [all, some] = [depthsOf(entries), depthsOf(prefix)];

      for (const { entryHash } of prefix) expect(some.get(entryHash)).toBe(all.get(entryHash));
    }),
  );
});

it('ends where entries follow each other in a circle', () => {
  const at = '2026-03-02T00:00:00.000Z';
  const circle = [
    { entryHash: 'a', prevHash: 'b', seenHash: null, at },
    { entryHash: 'b', prevHash: 'a', seenHash: null, at },
  ];

  expect([...depthsOf(circle).values()]).toEqual([0, 0]);
});
