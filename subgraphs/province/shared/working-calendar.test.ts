import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createNaiveCalendar } from '../../../test/support/naive-calendar.js';
import { dateOf, dayOfDate } from './calendar.js';
import { localHolidays } from './local-holidays.js';
import { holidayNotices } from './national-holidays.js';
import { officeHoursOf } from './office-hours.js';
import {
  addWorkingDays,
  addWorkingMinutes,
  CalendarGap,
  calendarOf,
  closingTime,
  dueInstant,
  endOfWorkingDay,
  isWorkingDay,
  workingDaysBetween,
  workingMinutesBetween,
} from './working-calendar.js';

const guangdong = calendarOf('GD');
const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const gapOf = (act: () => unknown): CalendarGap => {
  try {
    act();
  } catch (error) {
    if (error instanceof CalendarGap) return error;
  }
  throw new Error('There was no gap.');
};

const provinces = fc.constantFrom('GD', 'GX', 'XJ', 'NX', 'XZ', 'XPCC');
const instants = fc.integer({ min: china('2020-01-01 00:00'), max: china('2026-11-30 23:59') });
const days = fc.integer({ min: dayOfDate('2020-01-01'), max: dayOfDate('2026-06-30') });

describe('the published days', () => {
  it.each([
    ['2020-01-31', false, 'a Friday of the Spring Festival that was made longer'],
    ['2020-02-01', false, 'a Saturday that was to be worked, and then was not'],
    ['2020-02-03', true, 'the Monday after it'],
    ['2021-02-20', true, 'a Saturday worked'],
    ['2022-01-30', true, 'a Sunday worked'],
    ['2023-10-06', false, 'the last Friday of the National Day holiday'],
    ['2023-10-07', true, 'a Saturday worked'],
    ['2024-02-09', true, "New Year's Eve, no day off in that year"],
    ['2024-02-18', true, 'a Sunday worked'],
    ['2025-01-26', true, 'a Sunday worked'],
    ['2025-01-28', false, "New Year's Eve, a day off since that year"],
    ['2026-01-02', false, 'a Friday bridged'],
    ['2026-01-04', true, 'a Sunday worked'],
    ['2026-02-23', false, 'the last Monday of the Spring Festival'],
    ['2026-02-28', true, 'a Saturday worked'],
    ['2026-10-10', true, 'a Saturday worked'],
    ['2026-11-26', true, 'a Thursday like any other'],
    ['2026-11-28', false, 'a Saturday like any other'],
  ])('are kept: %s is worked: %s (%s)', (date, isWorked) => {
    expect(isWorkingDay(guangdong, dayOfDate(date))).toBe(isWorked);
  });

  it.each([
    [2020, 30, 6],
    [2021, 31, 7],
    [2022, 31, 7],
    [2023, 27, 7],
    [2024, 28, 8],
    [2025, 28, 5],
    [2026, 33, 6],
  ])('of %i are %i days off and %i weekend days worked', (year, off, worked) => {
    const notice = holidayNotices.find((candidate) => candidate.year === year);
    const lengths = notice?.daysOff.map((span) =>
      typeof span === 'string' ? 1 : dayOfDate(span[1]) - dayOfDate(span[0]) + 1,
    );

    expect(lengths?.reduce((sum, length) => sum + length)).toBe(off);
    expect(notice?.makeUpDays).toHaveLength(worked);
  });

  it('name a notice for every year, one after the other, and make up on weekends only', () => {
    const first = holidayNotices[0]?.year ?? 0;
    const makeUpDays = holidayNotices.flatMap((notice) => notice.makeUpDays);

    expect(holidayNotices.map(({ year }) => year)).toEqual(holidayNotices.map((_, index) => first + index));
    expect(new Set(holidayNotices.map(({ number }) => number)).size).toBe(holidayNotices.length);
    expect(makeUpDays.filter((date) => ![0, 6].includes(new Date(date).getUTCDay()))).toEqual([]);
    expect(makeUpDays.toSorted()).toEqual(makeUpDays);
  });

  it('leave 248 working days in 2025', () => {
    expect(workingDaysBetween(guangdong, dayOfDate('2024-12-31'), dayOfDate('2025-12-31'))).toBe(248);
  });
});

describe('local holidays', () => {
  it('are kept in their province only', () => {
    const sanyuesan = dayOfDate('2024-04-11');

    expect(isWorkingDay(calendarOf('GX'), sanyuesan)).toBe(false);
    expect(isWorkingDay(guangdong, sanyuesan)).toBe(true);
    expect(isWorkingDay(calendarOf('XJ'), dayOfDate('2025-06-10'))).toBe(false);
    expect(isWorkingDay(calendarOf('XZ'), dayOfDate('2025-03-04'))).toBe(false);
  });

  it('move nothing before they are confirmed', () => {
    const unconfirmed = localHolidays.filter((holiday) => !holiday.confirmed);

    expect(unconfirmed.map(({ province }) => province)).toContain('GX');
    expect(isWorkingDay(calendarOf('GX'), dayOfDate('2026-04-17'))).toBe(true);
    expect(isWorkingDay(calendarOf('XZ'), dayOfDate('2023-02-19'))).toBe(false);
  });
});

describe('a year whose holidays are not published', () => {
  it('is refused by name, before and after the known ones', () => {
    expect(gapOf(() => isWorkingDay(guangdong, dayOfDate('2027-01-04')))).toMatchObject({ year: 2027, province: 'GD' });
    expect(gapOf(() => isWorkingDay(guangdong, dayOfDate('2019-12-31')))).toMatchObject({ year: 2019 });
    expect(gapOf(() => workingMinutesBetween(guangdong, 0, china('2025-01-02 10:00'))).year).toBe(1970);
  });

  it('bounds a deadline from below', () => {
    const accepted = china('2026-12-28 10:00'); // three working days are left in the year

    const gap = gapOf(() => endOfWorkingDay(guangdong, accepted, 20));

    expect(gap.year).toBe(2027);
    expect(gap.notBeforeMs).toBe(china('2027-01-17 00:00'));
    expect(endOfWorkingDay(guangdong, accepted, 3)).toBe(china('2026-12-31 17:30'));
    expect(gapOf(() => endOfWorkingDay(guangdong, accepted, 4)).notBeforeMs).toBe(china('2027-01-01 00:00'));
    expect(gapOf(() => addWorkingMinutes(guangdong, accepted, 2_000)).notBeforeMs).toBe(china('2027-01-01 00:00'));
  });
});

describe('office hours', () => {
  it('are those of the season and the province', () => {
    const [winter, summer] = [dayOfDate('2025-04-30'), dayOfDate('2025-05-06')];

    expect(closingTime(calendarOf('XJ'), winter)).toBe(china('2025-04-30 19:30'));
    expect(closingTime(calendarOf('XJ'), summer)).toBe(china('2025-05-06 20:00'));
    expect(closingTime(guangdong, summer)).toBe(china('2025-05-06 17:30'));
    expect(officeHoursOf('GD').standing).toBe('PROPOSED');
  });

  it('leave out the night, the break at noon, and the days off', () => {
    const minutes = (from: string, to: string): number => workingMinutesBetween(guangdong, china(from), china(to));

    expect(minutes('2025-01-26 00:00', '2025-01-27 00:00')).toBe(390);
    expect(minutes('2025-01-28 00:00', '2025-02-05 00:00')).toBe(0);
    expect(minutes('2025-03-12 11:30', '2025-03-12 14:30')).toBe(60);
    expect(minutes('2025-03-14 17:00', '2025-03-17 09:10')).toBe(40);
    expect(minutes('2025-03-12 09:00:59', '2025-03-12 09:01:00')).toBe(1);
  });
});

it.each([
  ['2025-03-12 09:00', 180, '2025-03-12 12:00'],
  ['2025-03-12 09:00', 181, '2025-03-12 14:01'],
  ['2025-03-12 09:00', 390, '2025-03-12 17:30'],
  ['2025-03-14 17:29', 2, '2025-03-17 09:01'],
  ['2025-03-15 12:34', 0, '2025-03-15 12:34'],
])('from %s, %i working minutes have passed at %s', (from, minutes, to) => {
  expect(addWorkingMinutes(guangdong, china(from), minutes)).toBe(china(to));
});

describe('a limit', () => {
  it.each([
    ['2025-03-12', 0, '2025-03-12'],
    ['2025-03-12', 3, '2025-03-17'],
    ['2025-03-15', 0, '2025-03-17'],
    ['2025-03-15', 1, '2025-03-17'],
    ['2025-01-24', 2, '2025-01-27'],
    ['2025-01-24', 3, '2025-02-05'],
    ['2023-09-28', 1, '2023-10-07'],
    ['2020-01-23', 1, '2020-02-03'],
  ])('from %s of %i working days ends on %s', (from, count, to) => {
    expect(dateOf(addWorkingDays(guangdong, dayOfDate(from), count))).toBe(to);
  });

  it.each([
    ['2025-03-14 09:30', 1, 'WORKING_DAY', '2025-03-17 17:30'],
    ['2025-03-14 09:30', 1, 'CALENDAR_DAY', '2025-03-17 17:30'],
    ['2025-03-11 19:30', 0, 'WORKING_DAY', '2025-03-12 17:30'],
    ['2025-03-11 09:30', 3, 'CALENDAR_DAY', '2025-03-14 17:30'],
    ['2024-12-31 09:30', 30, 'CALENDAR_DAY', '2025-02-05 17:30'],
    ['2026-09-10 09:30', 10, 'CALENDAR_DAY', '2026-09-20 17:30'],
  ] as const)('from %s of %i %s is due at %s', (from, value, unit, due) => {
    expect(dueInstant(guangdong, china(from), { value, unit })).toBe(china(due));
  });
});

describe('the calendar agrees with a finger on the notices', () => {
  it('on every day of every province with days of its own', () => {
    for (const province of ['GD', 'GX', 'XJ', 'NX', 'XZ']) {
      const calendar = calendarOf(province);
      const naive = createNaiveCalendar(province);
      const all = Array.from({ length: calendar.lastDay - calendar.firstDay + 1 }, (_, at) => calendar.firstDay + at);

      expect(all.filter((day) => isWorkingDay(calendar, day) !== naive.isWorkingDay(dateOf(day)))).toEqual([]);
    }
  });

  it('on working minutes', () => {
    const spans = fc.integer({ min: 0, max: 12 * 86_400_000 });
    fc.assert(
      fc.property(provinces, instants, spans, (province, from, span) => {
        const to = from + span;

        expect(workingMinutesBetween(calendarOf(province), from, to)).toBe(
          createNaiveCalendar(province).countMinutes(from, to),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('on the end of the n-th working day', () => {
    fc.assert(
      fc.property(provinces, instants, fc.integer({ min: 0, max: 15 }), (province, from, count) => {
        expect(endOfWorkingDay(calendarOf(province), from, count)).toBe(
          createNaiveCalendar(province).closingAfter(from, count),
        );
      }),
    );
  });
});

describe('counting', () => {
  it('of days goes back and forth', () => {
    fc.assert(
      fc.property(provinces, days, fc.integer({ min: 1, max: 100 }), (province, day, count) => {
        const calendar = calendarOf(province);
        const reached = addWorkingDays(calendar, day, count);

        expect(workingDaysBetween(calendar, day, reached)).toBe(count);
        expect(workingDaysBetween(calendar, reached, day)).toBe(-count);
        expect(isWorkingDay(calendar, reached)).toBe(true);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, day, 1), count)).toBe(
          addWorkingDays(calendar, day, count + 1),
        );
      }),
    );
  });

  it('of minutes goes back and forth, in working time, and ends as early as it can', () => {
    fc.assert(
      fc.property(provinces, instants, fc.integer({ min: 1, max: 5_000 }), (province, from, minutes) => {
        const calendar = calendarOf(province);
        const reached = addWorkingMinutes(calendar, from, minutes);

        expect(workingMinutesBetween(calendar, from, reached)).toBe(minutes);
        expect(workingMinutesBetween(calendar, from, reached - 1)).toBe(minutes - 1);
      }),
    );
  });

  it('adds up: the parts of a time are the whole', () => {
    fc.assert(
      fc.property(provinces, fc.tuple(instants, instants, instants), (province, times) => {
        const [a, b, c] = times.toSorted((x, y) => x - y) as [number, number, number];
        const between = (from: number, to: number): number => workingMinutesBetween(calendarOf(province), from, to);

        expect(between(a, b) + between(b, c)).toBe(between(a, c));
        expect(between(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('never lets a later start fall due earlier, nor anything before it starts', () => {
    const limits = fc.record({
      value: fc.integer({ min: 0, max: 15 }),
      unit: fc.constantFrom('WORKING_DAY' as const, 'CALENDAR_DAY' as const),
    });
    fc.assert(
      fc.property(provinces, instants, instants, limits, (province, one, other, limit) => {
        const due = (from: number): number => dueInstant(calendarOf(province), from, limit);
        expect(due(one)).toBeGreaterThanOrEqual(one);

        expect(due(Math.max(one, other))).toBeGreaterThanOrEqual(due(Math.min(one, other)));
      }),
    );
  });
});
