import { expect, it } from '@jest/globals';
import { naiveMinutes } from '../../../test/support/consultations/naive-minutes.js';
import { randomNumbers } from '../../../test/support/random-numbers.js';
import { readChoices } from '../../../test/support/choices.js';
import { startClock } from '../shared/clock.js';
import type { Handoff, Holder } from '../shared/responsibility.js';
import { calendarOf, dueInstant, workingMinutesBetween } from '../shared/working-calendar.js';
import { holderAt, intervalsFrom, type Ledger, readThreadClock } from './thread-clock.rules.js';

const MONDAY = Date.parse('2026-03-02T01:00:00.000Z');
const HOUR_MS = 3_600_000;
const limit = { value: 3, unit: 'WORKING_DAY' } as const;
const clock = startClock({ province: 'GD', startedAt: MONDAY, limit, extensionAtMost: 10 });
const gd: Holder = { province: 'GD', unit: 'COORDINATION' };
const xj: Holder = { province: 'XJ', unit: 'COORDINATION' };
const held = (...handoffs: readonly Handoff[]): Ledger => ({ first: gd, startedAt: MONDAY, handoffs });

it('is due as the limit says while one province has it', () => {
  const reading = readThreadClock(held(), clock, MONDAY + HOUR_MS);

  expect(reading?.due).toEqual({ kind: 'AT', at: dueInstant(calendarOf('GD'), MONDAY, limit) });
  expect(reading).toMatchObject({ usedMinutes: 60, isOverdue: false, overdueDays: 0 });
});

it('goes along: the next province has what the first one left, by its own hours', () => {
  const at = MONDAY + 5 * HOUR_MS + 30 * 60_000; // 14:30 in Guangdong: three hours and a half are used
  const ledger = held({ from: gd, to: xj, acknowledgedAt: at });

  const reading = readThreadClock(ledger, clock, at);

  expect(reading?.usedMinutes).toBe(210);
  const due = reading?.due.kind === 'AT' ? reading.due.at : 0;
  expect(workingMinutesBetween(calendarOf('XJ'), at, due)).toBe((reading?.grantedMinutes ?? 0) - 210);
});

it('counts working days overdue, and stops when it is answered', () => {
  const late = Date.parse('2026-03-09T06:30:00.000Z'); // due on Thursday the 5th
  const stopped = { ...clock, stoppedAt: late };

  expect(readThreadClock(held(), clock, late)).toMatchObject({ isOverdue: true, overdueDays: 2 });
  expect(readThreadClock(held(), stopped, late + 48 * HOUR_MS)).toMatchObject({ overdueDays: 2, isStopped: true });
});

it('does not move for what nobody has signed for', () => {
  const ledger = held({ from: gd, to: xj, acknowledgedAt: null });

  expect(holderAt(ledger, MONDAY + 99 * HOUR_MS)).toEqual(gd);
});

it('loses and doubles no minute, whoever had it and however often: as a naive count says', () => {
  const choices = readChoices(randomNumbers(7, 40_000));
  const provinces = ['GD', 'XJ', 'GX', 'HN'];
  for (let run = 0; run < 60; run += 1) {
    let [holder, at] = [gd, MONDAY];
    const handoffs: Handoff[] = [];
    for (let count = choices.below(6); count > 0; count -= 1) {
      at += 1 + choices.below(3 * 24 * 60) * 60_000 + choices.below(60_000);
      const to = { province: choices.of(provinces), unit: `U${handoffs.length}` };
      handoffs.push({ from: holder, to, acknowledgedAt: at });
      holder = to;
    }
    const ledger = held(...handoffs);
    const end = at + choices.below(5 * 24 * 60) * 60_000;

    const reading = readThreadClock(ledger, clock, end);

    expect(reading?.usedMinutes).toBe(naiveMinutes(ledger, MONDAY, end));
    const intervals = intervalsFrom(ledger, MONDAY, end);
    expect(intervals[0]?.from).toBe(MONDAY);
    expect(intervals.at(-1)?.to).toBe(end);
    for (const [index, { to }] of intervals.slice(0, -1).entries()) expect(intervals[index + 1]?.from).toBe(to);
    expect(reading?.isOverdue).toBe((reading?.usedMinutes ?? 0) > (reading?.grantedMinutes ?? 0));
  }
});
