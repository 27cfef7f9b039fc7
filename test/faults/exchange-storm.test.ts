// A storm between provinces: loss, repetition, delay, reordering, cut links, rotated keys, and processes killed between
// any two statements. Promise: after it every envelope has had exactly one effect, and both sides hold the same chain.
import { expect, it } from '@jest/globals';
import { checkExchange } from '../support/exchange/check-exchange.js';
import { runStorm } from '../support/exchange/storm.js';

// A few storms here; SEED=… RUNS=… before `npm test -- test/faults/exchange-storm` repeats one, or runs thousands.
const FIRST_SEED = Number(process.env['SEED'] ?? 1);
const RUNS = Number(process.env['RUNS'] ?? 4);
const seeds = Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index);

it.each(seeds)(
  'keeps every promise of the exchange through the storm %d',
  async (seed) => {
    const { stores, history } = await runStorm({ seed, steps: 40 });

    expect(checkExchange(stores, history)).toEqual([]);
    expect(history.accepted.length).toBeGreaterThan(10);
  },
  120_000,
);
