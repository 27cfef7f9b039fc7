// A card is a fold over facts. What matters: facts that come later never change what was true before.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createNaiveCalendar } from '../../../../test/support/naive-calendar.js';
import { type Choices, decisions, readChoices } from '../../../../test/support/choices.js';
import { advanceClock, type Clock, readClock, startClock } from '../../shared/clock.js';
import { type CardFacts, type CardMoment, decideCard, foldCard, type TakenStep } from './fold-card.rules.js';
import { limitCourse } from './limit-course.rules.js';
import { steps } from './vocabulary.rules.js';

const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const policy = { reminderShare: 20, reminderLeft: 1, rectify: 3 };
const workingDays = (value: number) => ({ value, unit: 'WORKING_DAY' }) as const;

const aClock = (days: number): Clock =>
  startClock({ province: 'HN', startedAt: china('2026-03-02 09:00'), limit: workingDays(days), extensionAtMost: 10 });

const aCard = (clock: Clock | null, change: Partial<CardFacts> = {}): CardFacts => ({
  ...{ rule: 'R2', province: 'HN', steps: [] },
  basis: { clock, hitMs: clock === null ? china('2026-03-02 09:00') : null, policy },
  ...change,
});

const shown = (life: readonly CardMoment[]): readonly string[] =>
  life.map(({ atMs, to }) => `${to} ${new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 16)}`);

const advanced = (clock: Clock, event: Parameters<typeof advanceClock>[1]): Clock => {
  const next = advanceClock(clock, event);
  if ('refusal' in next) throw new Error(next.refusal);
  return next.clock;
};

describe('a limit of twenty working days that nobody keeps', () => {
  const face = foldCard(aCard(aClock(20)), china('2026-06-01 00:00'));

  it('is reminded of when a fifth is left, yellow when it has passed, red when the order has', () => {
    // Of 20 working days from Monday, 2 March, the last is Monday the 30th; then three more to rectify.
    expect(shown(face.life)).toEqual(['REMINDER 2026-03-24T16:12', 'YELLOW 2026-03-30T17:30', 'RED 2026-04-02T17:30']);
    expect(face).toMatchObject({ state: 'RED', level: 'RED', rectifyByMs: null, nextMs: null });
  });

  it('is kept to the last millisecond of its due time', () => {
    const dueMs = china('2026-03-30 17:30');

    expect(foldCard(aCard(aClock(20)), dueMs)).toMatchObject({ state: 'REMINDER', nextMs: dueMs + 1 });
    expect(foldCard(aCard(aClock(20)), dueMs + 1)).toMatchObject({
      state: 'YELLOW',
      raisedMs: china('2026-03-24 16:12'),
    });
  });
});

it('reminds of a short limit by its share alone, and of a middling one when a working day is left', () => {
  const [ofOne] = limitCourse(aClock(1), policy).instants;
  const [ofThree] = limitCourse(aClock(3), policy).instants;

  expect(ofOne?.atMs).toBeGreaterThan(china('2026-03-02 09:00'));
  expect(shown([{ atMs: ofThree?.atMs ?? 0, to: 'REMINDER' } as CardMoment])).toEqual(['REMINDER 2026-03-04T17:30']);
});

it('is no alert when the work is done in time, and none for what is done at the due time', () => {
  const inTime = advanced(aClock(20), { kind: 'STOPPED', at: china('2026-03-10 10:00') });
  const atLast = advanced(aClock(20), { kind: 'STOPPED', at: china('2026-03-30 17:30') });
  const late = advanced(aClock(20), { kind: 'STOPPED', at: china('2026-03-30 17:30') + 1 });
  const end = china('2026-06-01 00:00');

  expect(foldCard(aCard(inTime), end)).toMatchObject({ state: 'KEPT', level: null, raisedMs: null });
  expect(foldCard(aCard(atLast), end)).toMatchObject({ state: 'KEPT', level: 'REMINDER' });
  expect(foldCard(aCard(late), end)).toMatchObject({ state: 'RED', level: 'RED' });
});

it('reminds when the share of the limit is left, by a finger on the calendar, whatever was paused', () => {
  const calendar = createNaiveCalendar('HN');
  const paused = advanced(aClock(20), { kind: 'PAUSED', at: china('2026-03-10 09:00') });
  const resumed = advanced(paused, { kind: 'RESUMED', at: china('2026-03-12 09:00') });
  const limit = calendar.countMinutes(china('2026-03-02 09:00'), china('2026-03-30 17:30'));

  for (const clock of [aClock(20), resumed]) {
    const { due } = readClock(clock, china('2026-03-12 09:00'));
    const [remind] = limitCourse(clock, policy).instants;
    const left = calendar.countMinutes(remind?.atMs ?? 0, due.kind === 'AT' ? due.at : 0);
    expect(left).toBe(Math.floor(limit / 5));
  }
});

it('moves a reminder with a pause, and keeps one that was given before it', () => {
  const early = advanced(aClock(20), { kind: 'PAUSED', at: china('2026-03-10 09:00') });
  const resumed = advanced(early, { kind: 'RESUMED', at: china('2026-03-12 09:00') });
  const late = advanced(aClock(20), { kind: 'PAUSED', at: china('2026-03-25 09:00') });

  const [moved] = limitCourse(resumed, policy).instants;
  const [kept] = limitCourse(late, policy).instants;

  expect(shown([{ atMs: moved?.atMs ?? 0, to: 'REMINDER' } as CardMoment])).toEqual(['REMINDER 2026-03-26T16:12']);
  expect(shown([{ atMs: kept?.atMs ?? 0, to: 'REMINDER' } as CardMoment])).toEqual(['REMINDER 2026-03-24T16:12']);
  expect(limitCourse(early, policy)).toEqual({ instants: [], openFromMs: null });
});

it('keeps what was answered in the very instant in which the work is done', () => {
  const atMs = china('2026-03-25 10:00');
  const clock = advanced(aClock(20), { kind: 'STOPPED', at: atMs });
  const answered = { seq: 1, atMs, event: 'acknowledge', said: null } as const;

  const { life, state } = foldCard(aCard(clock, { steps: [answered] }), atMs);

  expect(life.map(({ to }) => to)).toEqual(['REMINDER', 'ACKNOWLEDGED', 'KEPT']);
  expect(state).toBe('KEPT');
});

it('begins with a card where a rule is hit, red where that is serious', () => {
  const end = china('2026-03-02 09:00');

  expect(foldCard(aCard(null, { rule: 'R8' }), end)).toMatchObject({ state: 'YELLOW', level: 'YELLOW' });
  expect(foldCard(aCard(null, { rule: 'R6' }), end)).toMatchObject({ state: 'RED', rectifyByMs: null });
});

it('stays open while holidays are not published, and says when to look again', () => {
  const clock = startClock({ ...aClock(1), startedAt: china('2026-12-30 09:00'), limit: workingDays(20) });
  const face = foldCard(aCard(clock), china('2027-03-01 00:00'));

  expect(face).toMatchObject({ state: 'WATCHING', level: null });
  expect(face.nextMs).toBeGreaterThan(china('2026-12-31 00:00'));
});

/** A clock and a card as their owner lives through them: each step is judged by what is known at its time. */
interface Lived {
  readonly facts: CardFacts;
  readonly nowMs: number;
  /** What was known, and shown, at each time. */
  readonly looks: readonly { readonly nowMs: number; readonly life: readonly CardMoment[] }[];
}

function liveThrough(choices: Choices): Lived {
  let clock = aClock(1 + choices.below(8));
  let nowMs = clock.startedAt;
  let taken: readonly TakenStep[] = [];
  const looks: { nowMs: number; life: readonly CardMoment[] }[] = [];
  for (let round = 0; round < 24; round += 1) {
    nowMs += choices.of([0, 1, 60_000, 3_600_000, 7 * 3_600_000, 86_400_000]) * (1 + choices.below(3));
    if (choices.once(3)) clock = turned(clock, nowMs, choices);
    const facts = aCard(clock, { steps: taken });
    const event = choices.of(steps);
    const decision = decideCard(facts, foldCard(facts, nowMs), { event, atMs: nowMs });
    if (decision.kind === 'STEP') taken = [...taken, { seq: taken.length + 1, atMs: nowMs, event, said: null }];
    looks.push({ nowMs, life: foldCard(aCard(clock, { steps: taken }), nowMs).life });
  }
  return { facts: aCard(clock, { steps: taken }), nowMs, looks };
}

function turned(clock: Clock, at: number, choices: Choices): Clock {
  const event = choices.of([
    { kind: 'PAUSED', at },
    { kind: 'RESUMED', at },
    { kind: 'STOPPED', at },
    { kind: 'EXTENDED', at, by: 2, approvedBy: 'x' },
  ] as const);
  const next = advanceClock(clock, event);
  return 'clock' in next ? next.clock : clock;
}

it('never changes in hindsight: what was shown at any time is the beginning of what is shown later', () => {
  fc.assert(
    fc.property(decisions(200), (list) => {
      const { facts, nowMs, looks } = liveThrough(readChoices(list));
      const { life } = foldCard(facts, nowMs);
      for (const look of looks) {
        // At one instant the end of the work comes last, whatever else is done in it afterwards.
        const settled = look.life.filter(({ atMs }) => atMs < look.nowMs);
        expect(life.slice(0, settled.length)).toEqual(settled);
      }
      expect(life.filter(({ seq }) => seq !== null).map(({ seq }) => seq)).toEqual(facts.steps.map(({ seq }) => seq));
    }),
    { numRuns: 300 },
  );
});

it('is late exactly when a finger on the calendar says so', () => {
  const calendar = createNaiveCalendar('HN');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 14 * 24 }), (days, hours) => {
      const startedAt = china('2026-04-30 10:00');
      const clock = startClock({ ...aClock(days), startedAt, limit: workingDays(days) });
      const nowMs = startedAt + hours * 3_600_000;
      const { level } = foldCard(aCard(clock), nowMs);

      const isLate = nowMs > calendar.closingAfter(startedAt, days);
      expect(level === 'YELLOW' || level === 'RED').toBe(isLate);
      if (isLate) expect(readClock(clock, nowMs).isOverdue).toBe(true);
    }),
    { numRuns: 60 },
  );
});
