import { expect, it } from '@jest/globals';
import { readCompleteness } from '../../shared/completeness.js';
import { type CapturedAnswer, exportName, exportNotes } from '../export-notes.js';
import { writeCsv } from './write-csv.js';

const table = (rows: readonly (readonly (string | number | boolean | null)[])[]) => ({
  path: 'rows',
  columns: ['甲', 'b.c'],
  rows,
});

it('writes what spreadsheets open in Chinese: a mark first, CRLF, quotes where they are needed', () => {
  const text = writeCsv(
    table([
      ['他说“好”, "yes"', 1],
      ['two\nlines', null],
      [' edge', true],
    ]),
    [],
  );

  expect(text).toBe('\uFEFF甲,b.c\r\n"他说“好”, ""yes""",1\r\n"two\nlines",\r\n" edge",true\r\n\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])(
  'lets no spreadsheet take %j for a formula',
  (text) => {
    const [, line = ''] = writeCsv(table([[text, -1]]), []).split(/(?<!\r)\r\n|\r\n(?!=)/);

    expect(line).toMatch(/^"?'/);
    expect(line).toMatch(/,-1$/);
  },
);

it('guards titles and notes as well', () => {
  const text = writeCsv({ path: '', columns: ['=a'], rows: [] }, ['=b']);

  expect(text).toBe("\uFEFF'=a\r\n\r\n# =b\r\n");
});

const captured = (answer: CapturedAnswer['answer']): CapturedAnswer => ({
  query: 'query Newest($n: Int) {\n  # first\n  cases(first: $n) { totalCount }\n}',
  variables: { n: 3 },
  operationName: 'Newest',
  answer,
  gaps: readCompleteness(answer),
  askedAt: new Date('2026-07-01T08:30:00Z'),
  tookMs: 12,
});

it('says below a partial table that it is partial, who is missing, and what was asked when and where', () => {
  const answer = {
    data: { cases: { totalCount: 3, coverage: { exact: false, asked: [1, 2], missing: [1] } } },
    extensions: { missing: [{ field: 'cases', province: 'HN', reason: 'UNREACHABLE' }] },
  };

  expect(exportNotes(captured(answer), 'https://graph.example.cn/graphql')).toEqual([
    '不完整，请勿当作全部数据 · PARTIAL: these are not all the data',
    '缺 1 省数据：HN (无法连接) · 1 province is missing: HN (no connection)',
    '涵盖 · Coverage of cases: not exact, asked 2, missing 1',
    '来源 · Source: https://graph.example.cn/graphql',
    '查询时间 · Asked at: 2026-07-01T08:30:00.000Z',
    '查询语句 · Query: query Newest($n:Int){cases(first:$n){totalCount}}',
    '变量 · Variables: {"n":3}',
  ]);
  expect(exportName(captured(answer), 'csv')).toBe('tongban-Newest-20260701T0830-partial.csv');
});

it('says of a whole table that it is whole', () => {
  const answer = { data: { cases: { totalCount: 3 } } };

  expect(exportNotes(captured(answer), 'x')[0]).toMatch(/^完整/);
  expect(exportName(captured(answer), 'xlsx')).toBe('tongban-Newest-20260701T0830.xlsx');
});
