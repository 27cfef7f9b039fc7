import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createNaiveCalendar } from '../../../test/support/naive-calendar.js';
import { advanceClock, type Clock, type ClockEvent, EXTENSION_AT_MOST, readClock, startClock } from './clock.js';
import { CalendarGap, type TimeLimit } from './working-calendar.js';

const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const workingDays = (value: number): TimeLimit => ({ value, unit: 'WORKING_DAY' });

function aClock(from: string, limit: TimeLimit, events: readonly ClockEvent[] = []): Clock {
  const start = { province: 'GD', startedAt: china(from), limit, extensionAtMost: EXTENSION_AT_MOST.single };
  return events.reduce(apply, startClock(start));
}

function apply(clock: Clock, event: ClockEvent): Clock {
  const result = advanceClock(clock, event);
  if ('refusal' in result) throw new Error(result.refusal);
  return result.clock;
}

const on = (kind: 'PAUSED' | 'RESUMED' | 'STOPPED', text: string): ClockEvent => ({ kind, at: china(text) });
const extended = (text: string, by: number, approvedBy = '处长'): ClockEvent => ({
  kind: 'EXTENDED',
  at: china(text),
  by,
  approvedBy,
});

describe('a running clock', () => {
  it('is due when the offices close on its last working day, over a holiday and a Sunday worked', () => {
    const clock = aClock('2025-01-24 10:00', workingDays(3));

    expect(readClock(clock, china('2025-01-27 09:00'))).toEqual({
      state: 'RUNNING',
      due: { kind: 'AT', at: china('2025-02-05 17:30') },
      isOverdue: false,
      remainingMinutes: 2 * 390,
      overdueMinutes: 0,
      pausedMinutes: 0,
    });
  });

  it('is overdue from the next moment on, and says by how many working minutes', () => {
    const clock = aClock('2025-03-12 10:00', workingDays(1));

    expect(readClock(clock, china('2025-03-13 17:30')).isOverdue).toBe(false);
    expect(readClock(clock, china('2025-03-13 17:31'))).toMatchObject({ isOverdue: true, overdueMinutes: 0 });
    expect(readClock(clock, china('2025-03-14 10:00'))).toMatchObject({ remainingMinutes: 0, overdueMinutes: 60 });
  });

  it('stands still when it is stopped', () => {
    const clock = aClock('2025-03-12 10:00', workingDays(1), [on('STOPPED', '2025-03-13 17:00')]);

    expect(readClock(clock, china('2025-06-01 00:00'))).toMatchObject({
      state: 'STOPPED',
      isOverdue: false,
      remainingMinutes: 30,
    });
    expect(readClock(clock, china('2025-03-13 16:00'))).toMatchObject({ state: 'RUNNING', remainingMinutes: 90 });
  });
});

describe('a paused clock', () => {
  it('keeps what remains, and is due later by the working time of the pause', () => {
    const clock = aClock('2025-01-24 10:00', workingDays(3), [
      on('PAUSED', '2025-01-27 09:30'),
      on('RESUMED', '2025-02-05 10:00'),
    ]);

    expect(readClock(clock, china('2025-01-30 12:00'))).toMatchObject({ state: 'PAUSED', remainingMinutes: 750 });
    expect(readClock(clock, china('2025-02-05 10:00'))).toMatchObject({
      state: 'RUNNING',
      due: { kind: 'AT', at: china('2025-02-07 09:30') },
      remainingMinutes: 750,
      pausedMinutes: 360 + 60,
    });
  });

  it('is due later by calendar time when its limit is in calendar days', () => {
    const clock = aClock('2025-03-11 10:00', { value: 3, unit: 'CALENDAR_DAY' }, [
      on('PAUSED', '2025-03-12 10:00'),
      on('RESUMED', '2025-03-13 10:00'),
    ]);

    expect(readClock(clock, china('2025-03-13 10:00')).due).toEqual({ kind: 'AT', at: china('2025-03-17 17:30') });
  });
});

describe('an extension', () => {
  it('counts on from the limit', () => {
    const clock = aClock('2025-03-12 10:00', workingDays(2), [extended('2025-03-13 10:00', 1)]);

    expect(readClock(clock, china('2025-03-13 10:00')).due).toEqual({ kind: 'AT', at: china('2025-03-17 17:30') });
    expect(readClock(clock, china('2025-03-13 09:59')).due).toEqual({ kind: 'AT', at: china('2025-03-14 17:30') });
  });
});

it.each<[string, ClockEvent[], ClockEvent]>([
  ['OUT_OF_ORDER', [], on('PAUSED', '2025-03-12 09:59')],
  ['CLOCK_STOPPED', [on('STOPPED', '2025-03-13 10:00')], on('STOPPED', '2025-03-13 11:00')],
  ['ALREADY_PAUSED', [on('PAUSED', '2025-03-13 10:00')], on('PAUSED', '2025-03-13 11:00')],
  ['NOT_PAUSED', [], on('RESUMED', '2025-03-13 11:00')],
  ['NO_TIME_LEFT', [], on('PAUSED', '2025-03-14 17:30')],
  ['NO_TIME_LEFT', [], extended('2025-03-17 09:00', 1)],
  ['ALREADY_EXTENDED', [extended('2025-03-13 10:00', 1)], extended('2025-03-13 11:00', 1)],
  ['EXTENSION_TOO_LONG', [], extended('2025-03-13 10:00', 11)],
  ['EXTENSION_TOO_LONG', [], extended('2025-03-13 10:00', 0)],
  ['EXTENSION_NOT_APPROVED', [], extended('2025-03-13 10:00', 10, ' ')],
])('an event is refused: %s', (refusal, before, event) => {
  const clock = aClock('2025-03-12 10:00', workingDays(2), before);

  expect(advanceClock(clock, event)).toEqual({ refusal });
});

describe('a limit that runs into a year whose holidays are not published', () => {
  const clock = aClock('2026-12-28 10:00', workingDays(20));

  it('is open, with a bound before which it is certainly kept', () => {
    expect(readClock(clock, china('2026-12-31 20:00'))).toEqual({
      state: 'RUNNING',
      due: { kind: 'OPEN', year: 2027, notBefore: china('2027-01-17 00:00') },
      isOverdue: false,
      remainingMinutes: null,
      overdueMinutes: 0,
      pausedMinutes: 0,
    });
    expect(readClock(clock, china('2027-01-16 20:00')).isOverdue).toBe(false);
  });

  it('is refused once the answer would be a guess', () => {
    expect(() => readClock(clock, china('2027-01-17 00:00'))).toThrow(CalendarGap);
  });

  it('is overdue beyond doubt when it ended before, by an unknown time', () => {
    const short = aClock('2026-12-28 10:00', workingDays(3));

    expect(readClock(short, china('2027-03-01 10:00'))).toMatchObject({ isOverdue: true, overdueMinutes: null });
  });
});

// A life of a clock: gaps in hours between events, and an extension somewhere.
const lives = fc.record({
  province: fc.constantFrom('GD', 'XJ', 'GX', 'XZ'),
  startedAt: fc.integer({ min: china('2020-01-10 00:00'), max: china('2026-06-01 00:00') }),
  days: fc.integer({ min: 1, max: 6 }),
  gaps: fc.array(fc.integer({ min: 0, max: 24 * 60 }), { maxLength: 6 }),
  extendBy: fc.option(fc.integer({ min: 1, max: 4 }), { nil: 0 }),
});
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

interface Lived {
  readonly clock: Clock;
  readonly events: readonly ClockEvent[];
}

// Extended at once if ever, then paused and resumed by turns; what is refused did not happen.
function live({ province, startedAt, days, gaps, extendBy }: Life, unit: TimeLimit['unit'] = 'WORKING_DAY'): Lived {
  let clock = startClock({ province, startedAt, limit: { value: days, unit }, extensionAtMost: 10 });
  let at = startedAt;
  const extension: ClockEvent = { kind: 'EXTENDED', at, by: extendBy, approvedBy: '处长' };
  const events: ClockEvent[] = [];
  const turns = gaps.map((gap, index): ClockEvent => {
    at += gap * MINUTE;
    return { kind: index % 2 === 0 ? 'PAUSED' : 'RESUMED', at };
  });
  for (const event of [...(extendBy > 0 ? [extension] : []), ...turns]) {
    const result = advanceClock(clock, event);
    if ('refusal' in result) break;
    ({ clock } = result);
    events.push(event);
  }
  return { clock, events };
}

// Steps through the life minute by minute, using up the minutes of the limit while the clock runs.
function dueByStepping({ clock, events }: Lived): number {
  const naive = createNaiveCalendar(clock.province);
  const closing = naive.closingAfter(clock.startedAt, clock.limit.value + (clock.extension?.by ?? 0));
  let left = naive.countMinutes(clock.startedAt, closing);
  const turns = events.filter(({ kind }) => kind !== 'EXTENDED').map((event) => ({ ...event, at: floor(event.at) }));
  let at = floor(clock.startedAt);
  for (; left > 0; at += MINUTE) {
    const isPaused = turns.findLast((event) => event.at <= at)?.kind === 'PAUSED';
    if (!isPaused && naive.isWorkingMinute(at)) left -= 1;
  }
  return at;
}

const floor = (at: number): number => Math.floor(at / MINUTE) * MINUTE;
const isPaused = (clock: Clock): boolean => clock.pauses.at(-1)?.to === null;

describe('the laws of clocks', () => {
  it('agrees with stepping through its life minute by minute', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const lived = live(life);
        fc.pre(!isPaused(lived.clock));
        const last = lived.events.at(-1)?.at ?? life.startedAt;

        expect(readClock(lived.clock, last).due).toEqual({ kind: 'AT', at: dueByStepping(lived) });
      }),
      { numRuns: 50 },
    );
  });

  const units = fc.constantFrom('WORKING_DAY' as const, 'CALENDAR_DAY' as const);
  const laters = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 });

  it('runs down and is never taken back: due never earlier, overdue for ever, pauses never negative', () => {
    fc.assert(
      fc.property(lives, units, laters, (life, unit, steps) => {
        const { clock } = live(life, unit);
        let at = life.startedAt;
        let before = readClock(clock, at);
        for (const step of steps) {
          at += step * HOUR;
          const after = readClock(clock, at);
          expect(dueAt(after)).toBeGreaterThanOrEqual(dueAt(before));
          expect(after.isOverdue || !before.isOverdue).toBe(true);
          expect(after.pausedMinutes).toBeGreaterThanOrEqual(before.pausedMinutes ?? Infinity);
          expect(after.remainingMinutes === 0 || after.overdueMinutes === 0).toBe(true);
          expect(after.isOverdue).toBe(after.state !== 'PAUSED' && at > dueAt(after));
          before = after;
        }
      }),
    );
  });

  it('remains the same while it is paused and when it is resumed; in calendar days never less', () => {
    fc.assert(
      fc.property(lives, units, laters, (life, unit, steps) => {
        const { clock } = live(life, unit);
        fc.pre(isPaused(clock));
        const at = (clock.pauses.at(-1)?.from ?? 0) + steps.reduce((sum, step) => sum + step, 0) * HOUR;
        const { remainingMinutes } = readClock(clock, clock.pauses.at(-1)?.from ?? 0);
        const resumed = readClock(apply(clock, { kind: 'RESUMED', at }), at);

        expect(readClock(clock, at).remainingMinutes).toBe(remainingMinutes);
        expect(resumed.remainingMinutes).toBeGreaterThanOrEqual(remainingMinutes ?? Infinity);
        if (unit === 'WORKING_DAY') expect(resumed.remainingMinutes).toBe(remainingMinutes);
      }),
    );
  });

  it('leaves the clock before an event as it was', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const { clock } = live(life);
        const copy = structuredClone(clock);

        advanceClock(clock, { kind: 'STOPPED', at: Number.MAX_SAFE_INTEGER });
        advanceClock(clock, { kind: isPaused(clock) ? 'RESUMED' : 'PAUSED', at: life.startedAt + 900 * HOUR });

        expect(clock).toEqual(copy);
      }),
    );
  });
});

function dueAt({ due }: ReturnType<typeof readClock>): number {
  if (due.kind === 'AT') return due.at;
  throw new Error('The due time is open.');
}
