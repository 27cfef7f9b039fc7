// A storm in which provinces negotiate: delays, duplicates, crossing counter-proposals, rotated keys, killed processes.
// Promise: all parties have the same hash for whatever any of them has called signed, and all have signed that.
import { expect, it } from '@jest/globals';
import { runAgreementStorm } from '../support/agreements/agreement-storm.js';

// A few storms here; SEED=… RUNS=… before `npm test -- test/faults/agreement-storm` repeats one, or runs many.
const FIRST_SEED = Number(process.env['SEED'] ?? 1);
const RUNS = Number(process.env['RUNS'] ?? 4);
const seeds = Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index);

it.each(seeds)(
  'keeps one text for what is signed, and signed by all, through the storm %d',
  async (seed) => {
    const { breaches, differences, called, done, refused } = await runAgreementStorm(seed, 40);

    expect(breaches).toEqual([]);
    expect(differences).toEqual([]);
    // A storm in which nothing comes about shows nothing.
    expect({ called: called.size > 0, done: done > 8, refused: refused > 0 }).toEqual({
      ...{ called: true, done: true, refused: true },
    });
  },
  120_000,
);
