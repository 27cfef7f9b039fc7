import { expect, it } from '@jest/globals';
import { readPlan } from './read-plan.js';

it('reads steps in the order in which they began, and takes whatever else comes for nothing', () => {
  const share = { province: 'GD', outcome: 'ANSWERED', tookMs: 3, rows: 2 };
  const step = { subgraph: 'provinces', field: 'cases', why: 'all', operation: '{ a }', beganMs: 1, tookMs: 4 };
  const steps = readPlan({
    extensions: {
      explain: [{ ...step, beganMs: 9, asked: 'x', merged: null }, { ...step, asked: [share], merged: 'by cursor' }, 1],
    },
  });

  expect(steps?.map(({ beganMs }) => beganMs)).toEqual([0, 1, 9]);
  expect(steps?.[1]).toEqual({ ...step, asked: [share], merged: 'by cursor' });
  expect(steps?.[2]).toMatchObject({ asked: [], merged: undefined });
});

it('knows an answer that does not say how it came about', () => {
  expect(readPlan({ data: {}, extensions: { missing: [] } })).toBeUndefined();
});
