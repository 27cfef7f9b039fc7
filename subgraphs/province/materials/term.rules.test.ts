import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWithinTerm, monthsBefore } from './term.rules.js';

const DAY = 86_400_000;
const at = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const within = (listedAt: string, endedAt: string | null | undefined, now: string): boolean =>
  isWithinTerm({ listedAt, endedAt }, { days: 30, nowMs: at(now) });

it.each([
  ['while the case goes on, however long', '2026-01-01', null, '2036-01-01', true],
  ['until the last day after the end', '2026-01-01', '2026-03-01', '2026-03-31', true],
  ['no longer', '2026-01-01', '2026-03-01', '2026-04-01', false],
  ['from the list, where that came after the end', '2026-04-01', '2026-03-01', '2026-05-01', true],
  ['no longer than from that list', '2026-04-01', '2026-03-01', '2026-05-02', false],
  ['from the list, where no case is here', '2026-01-01', undefined, '2026-01-31', true],
  ['no longer, where no case is here', '2026-01-01', undefined, '2026-02-01', false],
] as const)('lets a listed file be fetched %s', (_when, listedAt, endedAt, now, isOpen) => {
  expect(within(listedAt, endedAt, now)).toBe(isOpen);
});

it.each([
  ['2036-03-02', 120, '2026-03-02'],
  ['2026-03-31', 1, '2026-02-28'],
  ['2028-03-31', 1, '2028-02-29'],
  ['2026-01-15', 1, '2025-12-15'],
  ['2028-02-29', 12, '2027-02-28'],
])('is, before %s by %i months, %s', (now, months, then) => {
  expect(monthsBefore(at(now), months)).toBe(at(then));
});

it('never goes back less far than so many of the shortest months, nor farther than of the longest', () => {
  const instants = fc.integer({ min: at('2020-01-01'), max: at('2090-01-01') });
  fc.assert(
    fc.property(instants, fc.integer({ min: 12, max: 600 }), (now, months) => {
      const days = (now - monthsBefore(now, months)) / DAY;

      expect(days).toBeGreaterThanOrEqual(months * 30.4 - 4);
      expect(days).toBeLessThanOrEqual(months * 30.5 + 4);
    }),
  );
});
