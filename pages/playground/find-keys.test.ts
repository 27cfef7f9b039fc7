import { expect, it } from '@jest/globals';
import { findKeys } from './find-keys.js';

it('finds aliases at any depth, in fragments too', () => {
  const query = `query A { t: caseStatistics { no: refusals { code } rows { hidden: suppressedIn ...B } } }
    fragment B on Row { overdue { late: suppressedIn } cases: suppressedInAll }`;

  expect(findKeys(query)).toEqual({ suppressedIn: ['suppressedIn', 'hidden', 'late'], refusals: ['refusals', 'no'] });
});

it('knows the plain names of a query that it cannot read', () => {
  expect(findKeys('{')).toEqual({ suppressedIn: ['suppressedIn'], refusals: ['refusals'] });
});
