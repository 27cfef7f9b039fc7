import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RatingIndicator, type RatingIndicatorCode } from '../../../schema/rating-lists.js';
import { attribute, type JudgedLeg } from './attribution.rules.js';

const aLeg = (leg: Partial<JudgedLeg>): JudgedLeg => ({
  ...{
    name: 'receive',
    province: 'GD',
    role: 'RECEIVE',
    unitCode: null,
    overdueMinutes: 0,
    usedPercent: 0,
    sentBack: 0,
  },
  ...leg,
});
const receive = aLeg({});
const handle = aLeg({ name: 'handle', province: 'HN', role: 'HANDLE' });
const deliver = aLeg({ name: 'deliver', role: 'DELIVER' });
const found = (legs: readonly JudgedLeg[], indicators: readonly RatingIndicatorCode[] = []) => {
  const attribution = attribute(legs, indicators);
  return [attribution?.leg.name, attribution?.rule];
};

it('finds the leg that was overdue longest, whatever else is said', () => {
  const legs = [{ ...receive, overdueMinutes: 5, sentBack: 3 }, { ...handle, overdueMinutes: 6 }, deliver];

  expect(found(legs, ['ATTITUDE'])).toEqual(['handle', 'LONGEST_OVERDUE']);
});

it('finds the leg whose work was sent back, where nobody was late', () => {
  expect(found([{ ...receive, sentBack: 1 }, handle, deliver], ['GUIDE_ACCURACY'])).toEqual(['receive', 'SENT_BACK']);
});

it.each([
  ['ATTITUDE', 'receive'],
  ['COMPETENCE', 'receive'],
  ['CONVENIENCE', 'receive'],
  ['OPERABILITY', 'receive'],
  ['GUIDE_ACCURACY', 'handle'],
  ['COUNTER_EFFICIENCY', 'deliver'],
  ['ONLINE_EFFICIENCY', 'deliver'],
] as const)('finds the leg that %s names, where nothing else tells', (indicator, leg) => {
  expect(found([receive, handle, { ...deliver, usedPercent: 80 }], [indicator])).toEqual([leg, 'NAMED_BY_INDICATOR']);
});

it('finds the leg that decides, where nothing tells at all', () => {
  expect(found([receive, handle, deliver])).toEqual(['handle', 'DECIDING_LEG']);
  expect(found([aLeg({ name: 'case', role: 'LEAD' }), aLeg({ name: 'P1', role: 'PARTICIPATE' })])[0]).toBe('case');
  expect(attribute([], ['ATTITUDE'])).toBeUndefined();
});

const legs = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    province: fc.constantFrom('GD', 'HN'),
    role: fc.constantFrom('RECEIVE', 'HANDLE', 'DELIVER', 'LEAD', 'PARTICIPATE', 'EVIDENCE'),
    unitCode: fc.constant(null),
    overdueMinutes: fc.oneof(fc.constant(0), fc.nat({ max: 9 })),
    usedPercent: fc.nat({ max: 200 }),
    sentBack: fc.oneof(fc.constant(0), fc.nat({ max: 2 })),
  }),
  { minLength: 1, maxLength: 5 },
);
const indicators = fc.uniqueArray(fc.constantFrom(...(Object.keys(RatingIndicator.entries) as RatingIndicatorCode[])));

it('blames exactly one leg of the case, and none that another is worse than by the rule that it names', () => {
  fc.assert(
    fc.property(legs, indicators, (given, named) => {
      const attribution = attribute(given, named);
      const worst = [...given].sort((one, other) => other.overdueMinutes - one.overdueMinutes)[0];
      const clumsiest = [...given].sort((one, other) => other.sentBack - one.sentBack)[0];

      expect(given).toContain(attribution?.leg);
      const late = (worst?.overdueMinutes ?? 0) > 0 ? worst : undefined;
      const clumsy = (clumsiest?.sentBack ?? 0) > 0 ? clumsiest : undefined;
      if (late !== undefined || clumsy !== undefined) expect(attribution?.leg).toBe(late ?? clumsy);
      else expect(attribution?.rule).toBe(named.length > 0 ? 'NAMED_BY_INDICATOR' : 'DECIDING_LEG');
    }),
  );
});
