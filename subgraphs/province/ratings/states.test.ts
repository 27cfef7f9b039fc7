import { describe, expect, it } from '@jest/globals';
import { RatingEvent, RatingParty, RatingState } from '../../../schema/rating-lists.js';
import { checkTable } from '../../../test/support/states/check-table.js';
import { decideBy } from '../shared/state-table.js';
import { isPublishable } from './text.rules.js';
import { ratingTable, type RatingGuard, type RatingWords } from './states.rules.js';

const guards: readonly RatingGuard[] = [
  ...(['isGood', 'isBad', 'isHere', 'isNotTaken', 'isTaken'] as const),
  ...(['isFirstContest', 'isOutsideUnit', 'isRevisitOver'] as const),
];
const states = Object.keys(RatingState.entries) as readonly RatingWords['state'][];
const events = Object.keys(RatingEvent.entries) as readonly RatingWords['event'][];
const everything = Object.fromEntries(guards.map((guard) => [guard, true]));
const ends = ['COUNTED', 'EXCLUDED', 'PUBLISHED'] as const;

it('has a table without a line in vain, and an end for every state', () => {
  const faults = checkTable(ratingTable, {
    ...{ states, events, guards, ends, itself: 'SYSTEM', isOut: 'isRevisitOver' },
    actors: Object.keys(RatingParty.entries) as readonly RatingWords['actor'][],
    // Nothing happens to a rating by itself: what is late is put before supervisors.
    boundedElsewhere: states.filter((state) => state !== 'FEEDBACK_GIVEN'),
  });

  expect(faults).toEqual([]);
});

describe('the unit at fault', () => {
  it.each(['confirmAttribution', 'moveAttribution', 'exclude', 'reinstate', 'publish', 'revisit'] as const)(
    'can never %s',
    (event) => {
      const asked = states.map((state) => decideBy(ratingTable, { state, event, by: 'UNIT', facts: everything }));

      expect(asked.filter(({ kind }) => kind === 'STEP')).toEqual([]);
    },
  );

  it('leads no rating to an end by itself', () => {
    const byUnit = ratingTable.lines.filter(({ by }) => by === 'UNIT').map(({ next }) => next);

    expect(byUnit.filter((state) => (ends as readonly string[]).includes(state))).toEqual([]);
  });
});

it('lets nobody of the unit decide, whatever his role', () => {
  const deciding = ratingTable.lines.filter(({ by }) => by === 'SUPERVISOR');

  expect(deciding.filter(({ when }) => !when.includes('isOutsideUnit'))).toEqual([]);
});

it.each([
  '13800138000',
  '１３８００１３８０００',
  '证件 440103199001011234',
  '44010319900101123X',
  'KS2026030244',
  '138 0013 8000',
  '440000-20260302-00000001',
])('publishes nothing with the number in %s', (text) => {
  expect(isPublishable(`办理超期，${text}，已整改`)).toBe(false);
});

it('publishes dates, amounts and days', () => {
  expect(isPublishable('2026-03-02收件，2026年3月9日补正，超期12个工作日，退费 1200 元')).toBe(true);
});
