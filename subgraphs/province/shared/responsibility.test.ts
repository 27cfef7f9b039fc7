import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createNaiveCalendar } from '../../../test/support/naive-calendar.js';
import { attributeTime, type Handoff, type HandoffHistory, type Holder, minutesByHolder } from './responsibility.js';

const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const MINUTE = 60_000;

const window: Holder = { province: 'GD', unit: '窗口' };
const bureau: Holder = { province: 'XJ', unit: '民政局' };

const aHistory = (handoffs: readonly Handoff[], change: Partial<HandoffHistory> = {}): HandoffHistory => ({
  first: window,
  startedAt: china('2025-01-26 09:00'),
  endedAt: china('2025-02-06 12:00'),
  handoffs,
  ...change,
});

const intervalsOf = (history: HandoffHistory) => {
  const result = attributeTime(history);
  if ('refusal' in result) throw new Error(result.refusal);
  return result.intervals;
};

it('counts what each holds in the calendar of its own province', () => {
  // Handed over on the Sunday worked before the Spring Festival of 2025; in Xinjiang offices open at ten.
  const intervals = intervalsOf(aHistory([{ from: window, to: bureau, acknowledgedAt: china('2025-01-26 11:00') }]));

  expect(intervals).toEqual([
    { holder: window, from: china('2025-01-26 09:00'), to: china('2025-01-26 11:00'), workingMinutes: 120 },
    {
      holder: bureau,
      from: china('2025-01-26 11:00'),
      to: china('2025-02-06 12:00'),
      workingMinutes: 420 + 480 + 480 + 120,
    },
  ]);
});

it('leaves a case with its sender until the receiver has signed', () => {
  const sent = { from: window, to: bureau, acknowledgedAt: null };

  expect(intervalsOf(aHistory([sent, sent]))).toMatchObject([{ holder: window, to: china('2025-02-06 12:00') }]);
});

it('adds up the turns of one holder', () => {
  const intervals = intervalsOf(
    aHistory([
      { from: window, to: bureau, acknowledgedAt: china('2025-01-26 11:00') },
      { from: bureau, to: window, acknowledgedAt: china('2025-01-26 14:30') },
    ]),
  );

  expect(minutesByHolder(intervals)).toEqual([
    { ...window, minutes: 120 + 180 + 390 + 390 + 180 },
    { ...bureau, minutes: 180 },
  ]);
});

const at = china('2025-01-26 11:00');
it.each<[string, HandoffHistory]>([
  ['ENDS_BEFORE_START', aHistory([], { endedAt: china('2025-01-26 08:00') })],
  ['OUTSIDE_THE_TIME', aHistory([{ from: window, to: bureau, acknowledgedAt: china('2025-01-25 11:00') }])],
  ['OUTSIDE_THE_TIME', aHistory([{ from: window, to: bureau, acknowledgedAt: china('2025-02-07 11:00') }])],
  [
    'NOT_IN_ORDER',
    aHistory([
      { from: window, to: bureau, acknowledgedAt: at },
      { from: bureau, to: window, acknowledgedAt: at - MINUTE },
    ]),
  ],
  [
    'NOT_IN_ORDER',
    aHistory([
      { from: window, to: bureau, acknowledgedAt: at },
      { from: window, to: bureau, acknowledgedAt: at },
    ]),
  ],
  ['NOT_FROM_THE_HOLDER', aHistory([{ from: bureau, to: window, acknowledgedAt: at }])],
  ['TO_ITSELF', aHistory([{ from: window, to: window, acknowledgedAt: at }])],
])('refuses a history that would leave a minute to two or to none: %s', (refusal, history) => {
  expect(attributeTime(history)).toEqual({ refusal });
});

// Starts days before a holiday or make-up day, so that histories of a week or two cross one.
const starts = ['2020-01-20', '2023-09-27', '2024-02-07', '2024-04-08', '2025-01-24', '2025-05-30', '2026-02-12'];
const holders = fc.record({
  province: fc.constantFrom('GD', 'XJ', 'GX', 'XZ', 'NX'),
  unit: fc.constantFrom('甲', '乙'),
});
const histories = fc
  .record({
    start: fc.constantFrom(...starts).map((date) => china(`${date} 00:00`)),
    offset: fc.integer({ min: 0, max: 86_400_000 }),
    first: holders,
    moves: fc.array(
      fc.record({ to: holders, gap: fc.integer({ min: 1, max: 4 * 86_400_000 }), signed: fc.boolean() }),
      {
        maxLength: 6,
      },
    ),
    rest: fc.integer({ min: 0, max: 2 * 86_400_000 }),
  })
  .map(({ start, offset, first, moves, rest }): HandoffHistory => {
    let holder = first;
    let now = start + offset;
    const handoffs: Handoff[] = [];
    for (const { to, gap, signed } of moves) {
      if (to.province === holder.province && to.unit === holder.unit) continue;
      if (signed) now += gap;
      handoffs.push({ from: holder, to, acknowledgedAt: signed ? now : null });
      if (signed) holder = to;
    }
    return { first, startedAt: start + offset, endedAt: now + rest, handoffs };
  });

describe('over random histories', () => {
  it('the intervals leave no gap and no overlap', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const intervals = intervalsOf(history);

        expect(intervals[0]?.from).toBe(history.startedAt);
        expect(intervals.at(-1)?.to).toBe(history.endedAt);
        for (const [index, interval] of intervals.entries()) {
          if (index > 0) expect(interval.from).toBe(intervals[index - 1]?.to);
          expect(interval.workingMinutes).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('every working minute has exactly one owner, and their sum is the whole', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const owned = new Map<string, number>();
        let total = 0;
        for (let minute = floor(history.startedAt); minute < floor(history.endedAt); minute += MINUTE) {
          const owner = ownerOf(history, minute + MINUTE - 1);
          const isWorked = Number(naiveOf(owner.province).isWorkingMinute(minute));
          const key = `${owner.province}${owner.unit}`;
          owned.set(key, (owned.get(key) ?? 0) + isWorked);
          total += isWorked;
        }
        const intervals = intervalsOf(history);

        for (const { province, unit, minutes } of minutesByHolder(intervals)) {
          expect({ province, unit, minutes }).toEqual({ province, unit, minutes: owned.get(province + unit) ?? 0 });
        }
        expect(intervals.reduce((sum, { workingMinutes }) => sum + workingMinutes, 0)).toBe(total);
      }),
      { numRuns: 40 },
    );
  });

  it('a copy of a handoff, or two in the wrong order, are refused', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, choice) => {
        const signed = history.handoffs.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
        fc.pre(signed.length > 0);
        const copied = signed.toSpliced(choice % signed.length, 0, ...signed.slice(choice % signed.length).slice(0, 1));

        expect(attributeTime({ ...history, handoffs: copied })).toEqual({ refusal: 'NOT_IN_ORDER' });
        if (signed.length > 1)
          expect(attributeTime({ ...history, handoffs: signed.toReversed() })).toHaveProperty('refusal');
      }),
    );
  });
});

const floor = (instant: number): number => Math.floor(instant / MINUTE) * MINUTE;

const naiveOf = createNaiveCalendar;

/** Who signed last before an instant. */
const ownerOf = ({ first, handoffs }: HandoffHistory, instant: number): Holder =>
  handoffs.findLast(({ acknowledgedAt }) => acknowledgedAt !== null && acknowledgedAt <= instant)?.to ?? first;
