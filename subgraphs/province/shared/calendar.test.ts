import { expect, it } from '@jest/globals';
import { addWorkingDays, chinaDayOf, chinaInstant, compactDate, dueInstant, isWorkingDay } from './calendar.js';

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

it('begins a day at midnight in China', () => {
  expect(chinaDayOf(Date.parse('2025-03-12T15:59:59.999Z'))).toBe(day('2025-03-12'));
  expect(chinaDayOf(Date.parse('2025-03-12T16:00:00.000Z'))).toBe(day('2025-03-13'));
  expect(chinaInstant(day('2025-03-13'), 0)).toBe(Date.parse('2025-03-12T16:00:00.000Z'));
});

it('works from Monday to Friday', () => {
  const week = ['2025-03-10', '2025-03-11', '2025-03-12', '2025-03-13', '2025-03-14', '2025-03-15', '2025-03-16'];

  expect(week.map((date) => isWorkingDay(day(date)))).toEqual([true, true, true, true, true, false, false]);
});

it.each([
  ['2025-03-12', 0, '2025-03-12'],
  ['2025-03-12', 2, '2025-03-14'],
  ['2025-03-12', 3, '2025-03-17'],
  ['2025-03-15', 0, '2025-03-17'],
  ['2025-03-15', 1, '2025-03-18'],
  ['2025-03-12', 45, '2025-05-14'],
])('counts from %s by %i working days to %s', (from, count, to) => {
  expect(compactDate(addWorkingDays(day(from), count))).toBe(to.replaceAll('-', ''));
});

it('lets a limit end when the offices close', () => {
  const accepted = Date.parse('2025-03-14T01:30:00Z');

  expect(new Date(dueInstant(accepted, { value: 1, unit: 'WORKING_DAY' })).toISOString()).toBe(
    '2025-03-17T09:30:00.000Z',
  );
  expect(new Date(dueInstant(accepted, { value: 1, unit: 'CALENDAR_DAY' })).toISOString()).toBe(
    '2025-03-15T09:30:00.000Z',
  );
});
