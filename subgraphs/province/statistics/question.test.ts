import { expect, it } from '@jest/globals';
import { type AskedStatistics, type ReadQuestion, readQuestion } from './question.rules.js';

const ask = (asked: Partial<AskedStatistics>) => readQuestion({ groupBy: [], filter: {}, period: undefined, ...asked });
const read = (asked: Partial<AskedStatistics>): ReadQuestion => {
  const question = ask(asked);
  if ('refusal' in question) throw new Error(question.refusal);
  return question;
};
const year = { from: '2025-01', to: '2025-12' };

it('has three dimensions at most, without the handling province and with those of filter and period', () => {
  expect(ask({ groupBy: ['STATE', 'AUTHORITY', 'SATISFACTION', 'HANDLING_PROVINCE'] })).not.toHaveProperty('refusal');
  expect(ask({ groupBy: ['STATE', 'AUTHORITY', 'SATISFACTION'], period: year })).toEqual({
    refusal: 'TOO_MANY_DIMENSIONS',
  });
  expect(ask({ groupBy: ['STATE', 'AUTHORITY'], filter: { SATISFACTION: [], RECEIVING_PROVINCE: ['GD'] } })).toEqual({
    refusal: 'TOO_MANY_DIMENSIONS',
  });
  expect(ask({ groupBy: ['ITEM', 'MODE', 'AUTHORITY', 'MONTH', 'YEAR', 'STATE'] })).not.toHaveProperty('refusal');
});

it.each([
  ['of no months', { from: '2025', to: '2026' }],
  ['of a month that is none', { from: '2025-00', to: '2025-13' }],
  ['that ends before it begins', { from: '2025-02', to: '2025-01' }],
  ['of more than fifty years', { from: '1950-01', to: '2025-01' }],
])('refuses a period %s', (_what, period) => {
  expect(ask({ period })).toEqual({ refusal: 'PERIOD_INVALID' });
});

it('takes whole years by their year, and everything else by its months', () => {
  const filterOf = (from: string, to: string) => read({ period: { from, to } }).question.filter;

  expect(filterOf('2024-01', '2025-12')).toEqual({ YEAR: new Set(['2024', '2025']) });
  expect(filterOf('2024-11', '2025-02')).toEqual({ MONTH: new Set(['2024-11', '2024-12', '2025-01', '2025-02']) });
});

it('is published without a filter and over whole years, in any order of its groups', () => {
  expect(read({ groupBy: ['SATISFACTION', 'MONTH'], period: year }).isPublished).toBe(true);
  expect(read({ groupBy: ['HANDLING_PROVINCE', 'RECEIVING_PROVINCE'] }).isPublished).toBe(true);
  expect(read({ period: { from: '2025-02', to: '2025-12' } }).isPublished).toBe(false);
  expect(read({ filter: { MODE: ['FULLY_ONLINE'] } }).isPublished).toBe(false);
  expect(read({ groupBy: ['ITEM', 'MONTH'] }).isPublished).toBe(false);
});

it('is one question however it is put, and another for other values', () => {
  const print = (asked: Partial<AskedStatistics>) => read(asked).fingerprint;
  const one = print({ groupBy: ['MODE', 'STATE'], filter: { RECEIVING_PROVINCE: ['GD', 'HN'] } });

  expect(print({ groupBy: ['STATE', 'MODE'], filter: { RECEIVING_PROVINCE: ['HN', 'GD', 'GD'] } })).toBe(one);
  expect(print({ groupBy: ['STATE', 'MODE'], filter: { RECEIVING_PROVINCE: ['HN'] } })).not.toBe(one);
  expect(print({ filter: { MODE: [] }, period: year })).not.toBe(print({ period: year }));
});
