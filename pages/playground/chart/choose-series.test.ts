import { expect, it } from '@jest/globals';
import { findTables, type Table } from '../flatten-answer.js';
import { chooseSeries, numericColumns, seriesOf } from './choose-series.js';

function tableOf(rows: readonly object[]): Table {
  const [table] = findTables({ rows });
  if (table === undefined) throw new Error('There is no table.');
  return table;
}

it('draws numbers along the first column of text', () => {
  const table = tableOf([
    { cases: 3, province: { code: 'GD' }, suppressedIn: 0, share: null },
    { cases: 1, share: 0.5 },
  ]);

  expect(numericColumns(table)).toEqual(['cases', 'share']);
  expect(chooseSeries(table)).toEqual({ kind: 'bar', along: 'province.code', values: ['cases'] });
});

it('draws months and years as a line, though years are numbers', () => {
  expect(chooseSeries(tableOf([{ cases: 1, year: 2026 }]))).toEqual({ kind: 'line', along: 'year', values: ['cases'] });
});

it('draws nothing of a table without numbers', () => {
  expect(chooseSeries(tableOf([{ name: 'a' }]))).toBeUndefined();
});

it('keeps what is missing apart from zero, and lower bounds apart from numbers', () => {
  const table = tableOf([
    { name: 'a', cases: 0, suppressedIn: 0 },
    { name: 'b', cases: null, suppressedIn: 0 },
    { name: null, cases: 4, suppressedIn: 2 },
  ]);

  expect(seriesOf(table, { kind: 'bar', along: 'name', values: ['cases'] })).toEqual({
    labels: ['a', 'b', '—'],
    series: [
      {
        name: 'cases',
        points: [
          { value: 0, isLowerBound: false },
          { value: null, isLowerBound: false },
          { value: 4, isLowerBound: true },
        ],
      },
    ],
  });
});
