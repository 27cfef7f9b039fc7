import { expect, it } from '@jest/globals';
import { readCompleteness } from './completeness.js';
import { describeGaps } from './gap-texts.js';

const missing = [
  { field: 'cases', province: 'HN', reason: 'TIMEOUT' },
  { field: 'items', province: 'HN', reason: 'TIMEOUT' },
  { field: 'items', province: 'BJ', reason: 'MAINTENANCE' },
];

it('calls an answer whole that lacks nothing', () => {
  const gaps = readCompleteness({ data: { rows: [{ cases: 3, suppressedIn: 0, refusals: [] }] } });

  expect(gaps.isWhole).toBe(true);
  expect(describeGaps(gaps, 'en')).toEqual([]);
});

it('names each missing province once, whether or not the query asks for coverage', () => {
  const gaps = readCompleteness({ data: { cases: { totalCount: 3 } }, extensions: { missing } });

  expect(gaps.isWhole).toBe(false);
  expect(gaps.missing.map(({ province }) => province)).toEqual(['BJ', 'HN']);
  expect(describeGaps(gaps, 'zh')).toEqual(['缺 2 省数据：BJ (维护中)、HN (超时)']);
  expect(describeGaps(gaps, 'en')).toEqual([
    '2 provinces are missing: BJ (in maintenance: says so itself, or is not asked), HN (no answer in time)',
  ]);
});

it('counts numbers that are lower bounds, at any depth and under the alias that the query gave', () => {
  const rows = [{ hidden: 2, overdue: { hidden: 1 } }, { hidden: 0 }, { suppressedIn: 5 }];
  const gaps = readCompleteness({ data: { rows } }, { suppressedIn: ['hidden'], refusals: [] });

  expect(gaps.suppressed).toBe(2);
  expect(describeGaps(gaps, 'en')).toEqual(['2 numbers are lower bounds: small cells are withheld']);
});

it('names provinces that refuse the question, by whatever the query asked of them', () => {
  const refusals = [
    { province: { nameZh: '广东省' }, code: 'BUDGET_SPENT' },
    { province: { code: 'BJ', nameZh: '北京市' } },
    { code: 'NOT_READY' },
  ];
  const gaps = readCompleteness({ data: { table: { refusals } } });

  expect(gaps.refusing).toEqual([
    { province: 'BJ', reason: 'REFUSED' },
    { province: '广东省', reason: 'BUDGET_SPENT' },
  ]);
});

it('is not whole with an error, and says the first', () => {
  const gaps = readCompleteness({
    errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }, { message: 'Nor this.' }],
  });

  expect(gaps.errors.map(({ code }) => code)).toEqual(['FORBIDDEN', undefined]);
  expect(describeGaps(gaps, 'en')).toEqual(['2 errors: No.']);
});
