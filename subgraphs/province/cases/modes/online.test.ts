import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { command, refusalOf, roles } from '../../../../test/support/cases/explore.js';
import { anyFacts, goodFacts } from '../../../../test/support/cases/facts.js';
import { factsOf, type Option, takeStep, walks, type WalkStep } from '../../../../test/support/cases/walk.js';
import { beginCourse, type Course } from '../machine/course.rules.js';
import { decide, type Move } from '../machine/decide.rules.js';
import type { Facts } from '../machine/facts.rules.js';
import type { Machine } from '../machine/machine.rules.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';
import { jointCase } from './joint-case.rules.js';
import { onlineCase } from './online.rules.js';

/** Walks by whoever may act; gives each move with the course before it. */
function run(machine: Machine, steps: readonly WalkStep[]) {
  const events = [...new Set(machine.rows.map(({ event }) => event))];
  const moves: { before: Course; move: Move }[] = [];
  let course: Course = beginCourse(machine.initial);
  for (const step of steps) {
    const options = events.flatMap((name): Option[] => {
      const decisions = roles.map((role) => decide({ machine, course }, command(name, role, factsOf(step))));
      const move = decisions.find((decision) => decision.status === 'moved');
      if (move === undefined) return [];
      const act = (): void => {
        moves.push({ before: course, move });
        course = move.next;
      };
      return [{ name, act }];
    });
    takeStep(options, step);
  }
  return { course, moves };
}

const handled = [
  'ACCEPTED',
  'IN_REVIEW',
  'SUSPENDED',
  'LEGS_DISPATCHED',
  'IN_PROGRESS',
  'BLOCKED',
  'ALL_REQUIRED_DONE',
];
const completed = ['COMPLETED', 'DELIVERED', 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED', 'ABORTED'];

it.each([onlineCase, jointCase])('keeps one legal clock and one completion code, whatever is asked for', (machine) => {
  fc.assert(
    fc.property(walks(30), (steps) => {
      const { moves } = run(machine, steps);
      const starts = moves.flatMap(({ move }) =>
        move.clockEffects.filter(({ verb, clock }) => clock === 'HANDLING' && verb.startsWith('start')),
      );
      expect(starts.length).toBeLessThanOrEqual(1);
      for (const { move } of moves) {
        const { state, clocks, completion } = move.next;
        expect(clocks.HANDLING !== undefined).toBe(handled.includes(state));
        expect(clocks.HANDLING === 'PAUSED').toBe(state === 'SUSPENDED');
        expect(completion !== null).toBe(completed.includes(state));
        expect(move.entry).toMatchObject({ to: state, completion });
      }
    }),
  );
});

it('tells a gap once, and later only what concerns a correction', () => {
  fc.assert(
    fc.property(walks(30), (steps) => {
      const { moves, course } = run(onlineCase, steps);
      const notices = moves.filter(({ move }) => move.entry.event === 'requestCorrection');
      const told = notices.flatMap(({ move }) => move.entry.said.gaps ?? []);

      expect(new Set(told.map((gap) => JSON.stringify(gap))).size).toBe(told.length);
      expect(course.told).toEqual(told);
      for (const { before, move } of notices) {
        const subjects = (move.entry.said.gaps ?? []).map(({ subject }) => subject);
        if (before.corrected !== null) expect(before.corrected).toEqual(expect.arrayContaining(subjects));
        expect(move.alerts).toEqual(before.corrected === null ? [] : ['R8']);
      }
    }),
  );
});

it('undoes a deemed acceptance by no move, and extends once', () => {
  fc.assert(
    fc.property(walks(30), (steps) => {
      const { moves } = run(onlineCase, steps);
      const extensions = moves.filter(({ move }) => move.entry.event === 'extendCase');

      expect(extensions.length).toBeLessThanOrEqual(1);
      for (const { before, move } of moves) {
        if (before.isDeemedAccepted) expect(move.next.isDeemedAccepted).toBe(true);
        if (before.isDeemedAccepted) expect(['SUBMITTED', 'CORRECTION', 'NOT_ACCEPTED']).not.toContain(move.next.state);
      }
    }),
  );
});

it('decides the same for the same, and changes nothing that it was given', () => {
  fc.assert(
    fc.property(walks(30), anyFacts, fc.constantFrom(...roles), (steps, facts, role) => {
      const { course } = run(onlineCase, steps);
      const before = JSON.stringify(course);
      for (const { event } of onlineCase.rows) {
        const situation = { machine: onlineCase, course } as const;
        expect(decide(situation, command(event, role, facts))).toEqual(decide(situation, command(event, role, facts)));
      }
      expect(JSON.stringify(course)).toBe(before);
    }),
    { numRuns: 30 },
  );
});

const reach = (...events: readonly CaseEvent[]): Course => {
  let course: Course = beginCourse(onlineCase.initial);
  for (const event of events) {
    const decisions = roles.map((role) => decide({ machine: onlineCase, course }, command(event, role, goodFacts)));
    course = decisions.find((decision) => decision.status === 'moved')?.next ?? course;
  }
  return course;
};

it('starts the legal clock with the limits of the item, whichever is the earlier', () => {
  const situation = { machine: onlineCase, course: reach('draftCase', 'submitCase') } as const;

  expect(decide(situation, command('acceptCase', 'HANDLING_OFFICER', goodFacts))).toMatchObject({
    status: 'moved',
    clockEffects: [
      { verb: 'stop', clock: 'NOTICE' },
      { verb: 'start', clock: 'HANDLING', limits: [{ value: 10 }, { value: 20 }] },
    ],
  });
});

it('counts an application as accepted from the day of receipt when nobody said anything in time', () => {
  const situation = { machine: onlineCase, course: reach('draftCase', 'submitCase') } as const;

  expect(decide(situation, command('deemAccepted', 'SYSTEM', {}))).toMatchObject({
    refusal: { code: 'LIMIT_NOT_OUT' },
  });
  expect(decide(situation, command('deemAccepted', 'SYSTEM', goodFacts))).toMatchObject({
    next: { state: 'ACCEPTED', isDeemedAccepted: true },
    clockEffects: [{ verb: 'stop' }, { verb: 'startAtReceipt', clock: 'HANDLING' }],
    alerts: ['R3'],
  });
});

it('decides a case of the kind that is done on the spot on the day of its acceptance', () => {
  const { item } = goodFacts;
  const facts: Facts = item === undefined ? {} : { ...goodFacts, item: { ...item, caseKind: 'ON_THE_SPOT' } };
  const course = reach('draftCase', 'submitCase');
  const accepted = decide({ machine: onlineCase, course }, command('acceptCase', 'HANDLING_OFFICER', facts));
  const inReview = { machine: onlineCase, course: reach('draftCase', 'submitCase', 'acceptCase', 'startReview') };

  expect(accepted).toHaveProperty('clockEffects.1.limits', [{ value: 0, unit: 'WORKING_DAY' }]);
  expect(refusalOf(decide(inReview, command('suspendCase', 'HANDLING_OFFICER', facts)))).toBe('ON_THE_SPOT');
});

it('says which rule a refusal stands on, where it is from, and who can mend it', () => {
  const course = reach('draftCase', 'submitCase', 'acceptCase', 'startReview');
  const facts: Facts = { outcome: 'REFUSED' };

  expect(decide({ machine: onlineCase, course }, command('decideCase', 'HANDLING_OFFICER', facts))).toMatchObject({
    refusal: {
      code: 'REASONS_MISSING',
      source: { mark: 'M', text: '行政许可法第38条 · Administrative Licensing Law, art. 38' },
      messageZh: '不予决定须说明理由并告知救济途径。',
      curedBy: { role: 'HANDLING_OFFICER', place: 'HANDLING' },
    },
  });
});

it.each([
  ['one person alone', undefined],
  ['two officers', { role: 'HANDLING_OFFICER', isAnother: true }],
  ['a supervisor who is the officer too', { role: 'SUPERVISOR', isAnother: false }],
] as const)('lets %s declare nothing void', (_who, secondPerson) => {
  const situation = { machine: onlineCase, course: reach('draftCase', 'submitCase') } as const;
  const facts: Facts = secondPerson === undefined ? {} : { secondPerson };

  expect(refusalOf(decide(situation, command('voidCase', 'HANDLING_OFFICER', facts)))).toBe('SECOND_PERSON_MISSING');
  expect(refusalOf(decide(situation, command('voidCase', 'SUPERVISOR', goodFacts)))).toBe('SUPERVISOR_CHANGES_NOT');
});
