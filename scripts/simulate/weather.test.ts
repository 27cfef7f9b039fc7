import { expect, it } from '@jest/globals';
import { createWeather, type Moment } from './weather.js';

const HOUR_MS = 3_600_000;

function watch(code: string, outage: number, seed = 7): readonly Moment[] {
  const weather = createWeather(code, { seed, outage });
  return Array.from({ length: 36_000 }, (_, index) => weather((index * HOUR_MS) / 36_000));
}

it('is the same for the same seed, and another for another province', () => {
  expect(watch('GD', 0.1)).toEqual(watch('GD', 0.1));
  expect(watch('GD', 0.1)).not.toEqual(watch('HN', 0.1));
});

it('is out of order for about the share that was asked for, in spells', () => {
  const codes = Array.from({ length: 20 }, (_, index) => `P${index}`);
  const moments = codes.flatMap((code) => watch(code, 0.1));

  const out = moments.map(({ trouble }) => trouble !== undefined);
  const changes = out.filter((isOut, index) => isOut !== out[index - 1]).length;

  expect(out.filter(Boolean).length / out.length).toBeCloseTo(0.1, 1);
  // A share of a tenth without spells would change with every fifth request.
  expect(changes).toBeLessThan(out.length / 50);
});

it('takes as long as a network and a system behind it', () => {
  const delays = watch('GD', 0)
    .map(({ delayMs }) => delayMs)
    .toSorted((a, b) => a - b);

  expect(delays[0]).toBeGreaterThan(4);
  expect(delays[delays.length >> 1]).toBeLessThan(60);
  expect(delays.at(-1)).toBeGreaterThan(100);
});
