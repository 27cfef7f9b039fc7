import { expect, it } from '@jest/globals';
import type { Arrival } from '../bench/open-load.js';
import { capacityTable, figuresTable, type Measured, requestsPerSecond } from './report.js';

const whole: Arrival = { tookMs: 10, isWhole: true, missing: 0, failure: undefined };
const partial: Arrival = { tookMs: 3000, isWhole: false, missing: 2, failure: undefined };

function measured(costMs: number): Measured {
  const figures = { rate: 20, arrivals: [whole, whole, whole, partial], costMs, residentMb: 100 };
  return { provinces: 300, figures: { one: figures, some: figures, all: { ...figures, costMs: 20 * costMs } } };
}

it('says how many requests of the mix fit into the part of a core that may be used', () => {
  // 0.95 × 1 ms + 0.05 × 20 ms = 1.95 ms, in 700 ms of each second.
  expect(requestsPerSecond(measured(1))).toBeCloseTo(359, 0);
});

it('counts one gateway more than the demand takes', () => {
  expect(capacityTable([measured(1)])).toContain('| 300 | 359 | 2 | 4 | 29 |');
});

it('tells how long requests took, and how many were answered in whole', () => {
  expect(figuresTable([measured(1)])).toContain('| 20 | 10 | 3000 | 3000 | 75.0 % | 0.50 | 0.0 % | 1.00 | 100 |');
});
