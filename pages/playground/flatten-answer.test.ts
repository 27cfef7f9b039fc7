import { expect, it } from '@jest/globals';
import { findTables, isLowerBound } from './flatten-answer.js';

it('makes rows of the longest list, with a column for every path, and text of lists in a row', () => {
  const nodes = [
    { id: 'a', item: { nameZh: '甲' }, parties: [{ code: 'GD' }, { code: 'SC' }] },
    { id: 'b', item: { nameZh: null }, parties: [], days: [1, 2], two: [{ x: 1, y: null }] },
  ];
  const [table, other] = findTables({ cases: { nodes, totalCount: 2 }, few: [1] });

  expect(table).toEqual({
    path: 'cases.nodes',
    columns: ['id', 'item.nameZh', 'parties', 'days', 'two'],
    rows: [
      ['a', '甲', 'GD; SC', null, null],
      ['b', null, '', '1; 2', '{"x":1,"y":null}'],
    ],
  });
  expect(other).toEqual({ path: 'few', columns: ['value'], rows: [[1]] });
});

it('takes nodes out of their edges', () => {
  expect(findTables({ page: { edges: [{ cursor: 'c', node: { id: 1 } }] } })).toEqual([
    { path: 'page', columns: ['id'], rows: [[1]] },
  ]);
});

it('puts what an answer says of itself last, however long that is', () => {
  const asked = [{ code: 'BJ' }, { code: 'GD' }];
  const tables = findTables({
    table: { coverage: { asked }, refusals: [{ code: 'NOT_READY' }], rows: [{ cases: 1 }] },
  });

  expect(tables.map(({ path }) => path)).toEqual(['table.rows', 'table.coverage.asked', 'table.refusals']);
});

it('has no column for an object that is null in one row and has fields in another', () => {
  const [table] = findTables({ rows: [{ item: null }, { item: { code: 'x' } }] });

  expect(table).toMatchObject({ columns: ['item.code'], rows: [[null], ['x']] });
});

it('makes one row of an answer without lists, and none of an answer without data', () => {
  expect(findTables({ a: { b: 1 } })).toEqual([{ path: 'data', columns: ['a.b'], rows: [[1]] }]);
  expect([findTables(null), findTables(undefined)]).toEqual([[], []]);
});

it('knows lower bounds by what stands beside them, and otherwise above them', () => {
  const [table] = findTables({
    rows: [
      {
        cases: 3,
        suppressedIn: 1,
        overdue: { share: 0.5, suppressedIn: 0 },
        minutes: { least: { p50: 9 }, suppressedIn: 2 },
      },
      {
        cases: 3,
        suppressedIn: 0,
        overdue: { share: null, suppressedIn: 4 },
        minutes: { least: { p50: 9 }, suppressedIn: 0 },
      },
    ],
  });
  if (table === undefined) throw new Error('There is no table.');

  const bounds = [0, 1].map((row) => table.columns.filter((column) => isLowerBound(table, row, column)).join(' '));
  expect(bounds).toEqual(['cases minutes.least.p50', '']);
});
