import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CertificationEvent, CertificationState } from '../../../schema/team-lists.js';
import { teamRefusals } from '../../../schema/team-refusals.js';
import { checkTable } from '../../../test/support/states/check-table.js';
import {
  certificationLife,
  type CertificationWords,
  endOfValidity,
  moveCertification,
  stateAt,
} from './certification.rules.js';
import { areHours, clockTime, type Duty, findGaps, minuteOf, refuseDuties } from './roster.rules.js';
import { printTeamStates } from './team-states-page.rules.js';

const namesOf = <Name extends string>(list: { readonly entries: Readonly<Record<Name, unknown>> }) =>
  Object.keys(list.entries) as Name[];

describe('the life of a certification', () => {
  it('has every line taken, every state reached and left, and a clock where anybody waits for one', () => {
    const faults = checkTable(certificationLife, {
      states: namesOf(CertificationState),
      events: namesOf(CertificationEvent).filter((name) => name !== 'enrolStaff'),
      actors: ['COORDINATOR', 'OPERATOR', 'SYSTEM'],
      guards: ['isAnother', 'isPassed', 'isReasoned', 'isValidityOut'],
      ...{ ends: ['EXPIRED', 'REVOKED'], itself: 'SYSTEM', isOut: 'isValidityOut' },
      // Nobody has to learn within a time.
      boundedElsewhere: ['ENROLLED', 'EXAM_FAILED', 'EXAM_PASSED'],
    });

    expect(faults).toEqual([]);
  });

  it.each<readonly [Partial<Record<CertificationWords['guard'], boolean>>, string]>([
    [{ isAnother: true, isPassed: true }, 'EXAM_PASSED'],
    [{ isAnother: true, isPassed: false }, 'EXAM_FAILED'],
    [{ isAnother: false, isPassed: true }, 'NOT_ONESELF'],
  ])('leads from an exam with %j to %s', (given, outcome) => {
    const moved = moveCertification({ state: 'ENROLLED', event: 'registerExam', by: 'OPERATOR', facts: given });

    expect(typeof moved === 'string' ? moved : moved.refusal).toBe(outcome);
  });

  it('is over at the instant of its end, and not before, whatever is stored', () => {
    const row = { state: 'CERTIFIED', certified_at: 'A', valid_to: '2026-03-01', revoked_at: null } as const;

    expect(stateAt(row, '2026-02-28T23:59:59.999Z')).toBe('CERTIFIED');
    expect(stateAt(row, '2026-03-01')).toBe('EXPIRED');
  });

  it.each([
    ['2026-01-08T01:00:00Z', 24, '2028-01-08T16:00:00.000Z'],
    ['2026-08-31T01:00:00Z', 6, '2027-02-28T16:00:00.000Z'],
    ['2027-08-31T01:00:00Z', 6, '2028-02-29T16:00:00.000Z'],
    ['2026-12-31T15:59:59Z', 12, '2027-12-31T16:00:00.000Z'],
    ['2026-12-31T16:00:00Z', 12, '2028-01-01T16:00:00.000Z'],
  ])('given at %s for %i months, it holds until %s: through a day in China', (from, months, to) => {
    expect(new Date(endOfValidity(Date.parse(from), months)).toISOString()).toBe(to);
  });

  it('is the page that is committed', () => {
    const page = readFileSync(new URL('../../../docs/team-states.md', import.meta.url), 'utf8');

    expect(page).toBe(printTeamStates());
  });
});

it('says every no in both languages', () => {
  for (const { messageZh, messageEn } of Object.values(teamRefusals)) {
    expect(messageZh).toMatch(/\p{Script=Han}/u);
    expect(messageEn).toMatch(/^[A-Z].*\.$/);
  }
});

const periods = fc
  .tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 }))
  .filter(([from, to]) => from < to)
  .map(([from, to]) => ({ opens: from, closes: to }));
const duties = fc.record({
  role: fc.constantFrom('A' as const, 'B' as const),
  staffId: fc.constantFrom('1', '2', '3'),
});
const day = fc.record({
  opening: fc.array(periods, { maxLength: 3 }).filter((opening) => opening.length === 0 || areHours(opening)),
  shifts: fc.array(
    fc.tuple(periods, duties).map(([period, duty]): Duty => ({ ...period, ...duty })),
    { maxLength: 6 },
  ),
});

describe('the gaps of a roster', () => {
  it('are the minutes of opening in which nobody holds the post, minute by minute', () => {
    const minutesOf = (among: readonly { readonly opens: number; readonly closes: number }[]): ReadonlySet<number> =>
      new Set(
        among.flatMap(({ opens, closes }) => Array.from({ length: closes - opens }, (_, index) => opens + index)),
      );

    fc.assert(
      fc.property(day, ({ opening, shifts }) => {
        for (const role of ['A', 'B'] as const) {
          const held = minutesOf(shifts.filter((shift) => shift.role === role));
          const open = [...minutesOf(opening)].filter((minute) => !held.has(minute));
          const gaps = findGaps(opening, shifts, [role]);

          expect([...minutesOf(gaps)].toSorted((one, other) => one - other)).toEqual(
            open.toSorted((one, other) => one - other),
          );
          // No gap is said in two pieces where one does.
          const joined = gaps.filter(({ closes }) => gaps.some(({ opens }) => opens === closes));
          expect(joined.filter(({ closes }) => !opening.some((each) => each.opens === closes))).toEqual([]);
        }
      }),
    );
  });

  it('refuses exactly the shifts in which a post or a person is doubled, or that lie outside', () => {
    fc.assert(
      fc.property(day, ({ opening, shifts }) => {
        const isOpen = (minute: number, shift: Duty): boolean =>
          opening.some(({ opens, closes }) => opens <= shift.opens && shift.closes <= closes && opens <= minute);
        const isOutside = shifts.some((shift) => !isOpen(shift.opens, shift));
        const isDoubled = Array.from({ length: 48 }, (_, minute) => minute).some((minute) => {
          const there = shifts.filter(({ opens, closes }) => opens <= minute && minute < closes);
          const [roles, people] = [there.map(({ role }) => role), there.map(({ staffId }) => staffId)];
          return new Set(roles).size < roles.length || new Set(people).size < people.length;
        });

        const refusal = refuseDuties(shifts, opening, []);
        expect(refusal).toBe(isOutside ? 'OUTSIDE_OPENING_HOURS' : isDoubled ? 'DUTY_OVERLAPS' : undefined);
      }),
    );
  });

  it('refuses somebody who is on duty elsewhere at that time', () => {
    const shift: Duty = { role: 'A', staffId: '1', opens: 540, closes: 600 };
    const judge = (opens: number, closes: number) =>
      refuseDuties([shift], [{ opens: 540, closes: 720 }], [{ staffId: '1', opens, closes }]);

    expect([judge(480, 540), judge(480, 541), judge(599, 700), judge(600, 700)]).toEqual([
      ...[undefined, 'DUTY_OVERLAPS', 'DUTY_OVERLAPS', undefined],
    ]);
  });

  it('reads times of day as people write them, and takes nothing else', () => {
    expect(['00:00', '09:30', '24:00'].map(minuteOf)).toEqual([0, 570, 1440]);
    expect(['9:30', '24:01', '12:60', '', 'noon'].map(minuteOf)).toEqual(Array.from({ length: 5 }, () => undefined));
    expect([0, 570, 1440].map(clockTime)).toEqual(['00:00', '09:30', '24:00']);
  });
});
