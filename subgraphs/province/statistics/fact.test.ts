import { expect, it } from '@jest/globals';
import { type CountedCase, factOf } from './fact.rules.js';

const counted: CountedCase = {
  ...{ province: 'HN', itemCode: 'driver', mode: 'RECEIVE_AND_FORWARD', state: 'DELIVERED', applicantProvince: 'JX' },
  ...{ submittedAt: '2026-03-02T01:00:00.000Z', dueAt: '2026-03-04T09:00:00.000Z' },
  ...{ completedAt: '2026-03-04T09:00:00.000Z', places: { LEAD: 'HN', RECEIVING: 'GD' }, courses: [] },
  ...{ authority: 'MPS', rating: undefined },
};

const valuesOf = (changes: Partial<CountedCase>) => factOf({ ...counted, ...changes })?.values;

it('is counted by the province that handles, with where it was received', () => {
  expect(valuesOf({})).toMatchObject({ ITEM: 'driver', AUTHORITY: 'MPS', RECEIVING_PROVINCE: 'GD', MONTH: '2026-03' });
  expect(factOf({ ...counted, province: 'GD' })).toBeUndefined();
});

it('is of the province of the applicant where nobody received it for another, or no file says so', () => {
  expect(valuesOf({ places: { LEAD: 'HN' } })).toMatchObject({ RECEIVING_PROVINCE: 'JX' });
  expect(valuesOf({ places: null })).toMatchObject({ RECEIVING_PROVINCE: 'JX' });
});

it('is nothing while it is a draft, and stays so when the draft is withdrawn', () => {
  expect(factOf({ ...counted, state: 'WITHDRAWN', courses: [{ name: 'case', clocks: {} }] })).toBeUndefined();
  expect(valuesOf({ courses: [{ name: 'case', clocks: { NOTICE: {} } }] })).toBeDefined();
});

it('is of the month in China', () => {
  expect(valuesOf({ submittedAt: '2025-12-31T15:59:59.000Z' })).toMatchObject({ MONTH: '2025-12', YEAR: '2025' });
  expect(valuesOf({ submittedAt: '2025-12-31T16:00:00.000Z' })).toMatchObject({ MONTH: '2026-01', YEAR: '2026' });
});

it('is on time up to its limit, late after it, and open while it runs or has no limit', () => {
  expect(valuesOf({})).toMatchObject({ TIMELINESS: 'ON_TIME', PROGRESS: 'ENDED' });
  expect(valuesOf({ completedAt: '2026-03-04T09:00:01.000Z' })).toMatchObject({ TIMELINESS: 'OVERDUE' });
  expect(valuesOf({ dueAt: null })).toMatchObject({ TIMELINESS: 'OPEN', PROGRESS: 'ENDED' });
  expect(valuesOf({ state: 'IN_REVIEW', dueAt: '2020-01-01T00:00:00.000Z' })).toMatchObject({
    ...{ TIMELINESS: 'OPEN', PROGRESS: 'RUNNING', DURATION: 'RUNNING' },
  });
});

it('takes working minutes from submission to completion; none where the calendar does not reach', () => {
  // Three working days of seven and a half hours or more, the first of them from nine o'clock.
  expect(factOf(counted)?.minutes).toBeGreaterThan(2 * 400);
  expect(factOf(counted)?.minutes).toBeLessThan(3 * 481);
  const far = { ...counted, submittedAt: '1999-03-02T01:00:00.000Z' };
  expect(factOf(far)).toMatchObject({ minutes: null, values: { PROGRESS: 'UNTIMED', DURATION: 'UNTIMED' } });
});

it('is rated as the applicant has rated it', () => {
  expect(valuesOf({})).toMatchObject({ SATISFACTION: 'UNRATED', SATISFIED: 'UNRATED' });
  expect(valuesOf({ rating: { level: 'SATISFIED', isBad: false } })).toMatchObject({ SATISFIED: 'SATISFIED' });
  expect(valuesOf({ rating: { level: 'DISSATISFIED', isBad: true } })).toMatchObject({ SATISFIED: 'DISSATISFIED' });
});
