import { expect, it } from '@jest/globals';
import { chinaDayOf, chinaInstant, compactDate, dateOf, dayOfDate, yearOf } from './calendar.js';

it('begins a day at midnight in China', () => {
  expect(chinaDayOf(Date.parse('2025-03-12T15:59:59.999Z'))).toBe(dayOfDate('2025-03-12'));
  expect(chinaDayOf(Date.parse('2025-03-12T16:00:00.000Z'))).toBe(dayOfDate('2025-03-13'));
  expect(chinaInstant(dayOfDate('2025-03-13'), 0)).toBe(Date.parse('2025-03-12T16:00:00.000Z'));
});

it('writes days as dates do, and as case numbers do', () => {
  expect(dateOf(dayOfDate('2024-02-29'))).toBe('2024-02-29');
  expect(compactDate(dayOfDate('2024-02-29'))).toBe('20240229');
  expect(yearOf(dayOfDate('2026-12-31'))).toBe(2026);
  expect(yearOf(dayOfDate('2027-01-01'))).toBe(2027);
});
