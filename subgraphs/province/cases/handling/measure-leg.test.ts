import { expect, it } from '@jest/globals';
import { advanceClock, type Clock, startClock } from '../../shared/clock.js';
import { measureHandoff, measureLeg } from './measure-leg.rules.js';

// A Monday at nine in China; an office day has eight hours.
const MONDAY = Date.parse('2026-03-02T01:00:00.000Z');
const DAY_MS = 86_400_000;

const aClock = (workingDays: number): Clock =>
  startClock({
    province: 'GD',
    startedAt: MONDAY,
    limit: { value: workingDays, unit: 'WORKING_DAY' },
    extensionAtMost: 10,
  });

function after(clock: Clock, event: Parameters<typeof advanceClock>[1]): Clock {
  const advanced = advanceClock(clock, event);
  if ('refusal' in advanced) throw new Error(advanced.refusal);
  return advanced.clock;
}

it('says how much of its limit a leg has used, and that it is not late', () => {
  const measure = measureLeg({ HANDLING: aClock(4) }, MONDAY + 2 * DAY_MS);

  expect(measure.overdueMinutes).toBe(0);
  expect(measure.usedPercent).toBeGreaterThan(30);
  expect(measure.usedPercent).toBeLessThan(60);
});

it('says how long a leg was late, and does not add up clocks that ran beside each other', () => {
  const at = MONDAY + 8 * DAY_MS;
  const step = measureLeg({ STEP: aClock(2) }, at);
  const both = measureLeg({ STEP: aClock(2), HANDLING: aClock(3) }, at);

  expect(step.overdueMinutes).toBeGreaterThan(0);
  expect(both).toEqual(step);
});

it('stays as it was when the clock stopped, and grants what was granted', () => {
  const stopped = after(aClock(2), { kind: 'STOPPED', at: MONDAY + DAY_MS });
  const extended = after(aClock(2), { kind: 'EXTENDED', at: MONDAY + DAY_MS, by: 10, approvedBy: 'head' });

  expect(measureLeg({ HANDLING: stopped }, MONDAY + 60 * DAY_MS)).toEqual(
    measureLeg({ HANDLING: stopped }, MONDAY + DAY_MS),
  );
  expect(measureLeg({ HANDLING: extended }, MONDAY + 4 * DAY_MS).overdueMinutes).toBe(0);
  expect(measureLeg({ HANDLING: extended }, MONDAY + 4 * DAY_MS).usedPercent).toBeLessThan(50);
});

it('blames no leg for what others let it wait for', () => {
  const clocks = { HANDOFF: aClock(1), CORRECTION: aClock(1), INFO: aClock(1) };

  expect(measureLeg(clocks, MONDAY + 30 * DAY_MS)).toEqual({ overdueMinutes: 0, usedPercent: 0 });
  expect(measureHandoff(clocks, MONDAY + 30 * DAY_MS).overdueMinutes).toBeGreaterThan(0);
});
