import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { isEmbedded } from '../../server/database.js';
import { openToRead } from '../../server/open-to-read.js';
import { openStorage } from '../../server/storage.js';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { exchangeTables } from '../tables.entity.js';
import { cellFunctions, type Cells, embeddedCells, serverCells } from './cells.js';
import * as read from './read-cell.js';

const rules = {
  text: read.readText,
  instant: read.readInstant,
  day: read.readDay,
  whole: read.readWhole,
  fen: read.readFen,
  codes: read.readCodes,
  localId: read.readLocalId,
} as const satisfies Partial<Record<keyof Cells, unknown>>;
const names = Object.keys(rules) as (keyof typeof rules)[];

it.each([
  ['2026-03-01 09:30:05', '2026-03-01T01:30:05.000Z'],
  ['2026-03-01 09:30:05.1', '2026-03-01T01:30:05.100Z'],
  ['2026-03-01 09:30:05.123456789', '2026-03-01T01:30:05.123Z'],
  ['2026/3/1 9:30', '2026-03-01T01:30:00.000Z'],
  ['2026.03.01', '2026-02-28T16:00:00.000Z'],
  ['2026年3月1日', '2026-02-28T16:00:00.000Z'],
  ['20260301093005', '2026-03-01T01:30:05.000Z'],
  ['20260301', '2026-02-28T16:00:00.000Z'],
  ['2026-03-01T09:30:05Z', '2026-03-01T09:30:05.000Z'],
  ['2026-03-01 09:30:05+08', '2026-03-01T01:30:05.000Z'],
  ['2026-03-01T09:30:05-0330', '2026-03-01T13:00:05.000Z'],
  ['　2026-02-28 23:59:59 ', '2026-02-28T15:59:59.000Z'],
  ['2024-02-29', '2024-02-28T16:00:00.000Z'],
  ['2026-02-29', null],
  ['2026-04-31', null],
  ['0000-00-00 00:00:00', null],
  ['9999-12-31', null],
  ['2026-13-01', null],
  ['2026-03-01 24:00:00', null],
  ['2026-03-01 09:30:05+99', null],
  ['长期', null],
  ['', null],
])('reads %j as the instant %j', (cell, instant) => {
  expect(read.readInstant(cell)).toBe(instant);
});

it.each([
  ['10元/证', 1000],
  ['工本费20.5元', 2050],
  ['免费', 0],
  ['0', 0],
  ['20', null],
  ['10元，补办20元', null],
  ['按标准收取', null],
])('reads %j as a fee of %j fen', (cell, fen) => {
  expect(read.readFen(cell)).toBe(fen);
});

it.each(['ÉêÇë±í', '锟斤拷', '申请\ufffd', '申\u0085请', ' \t　'])('takes %j for no text', (cell) => {
  expect(read.readText(cell)).toBeNull();
});

it.each(['340100-2026-0001', '皖事〔2026〕1号', 'x.61', 'a b', '11431081006538362A4000711019000'])(
  'finds the key %j again by its id',
  (key) => {
    const local = read.readLocalId(key);

    expect(local).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
    expect(read.keyOfLocalId(local ?? '')).toBe(key);
  },
);

it('gives no id to a key that is too long for one', () => {
  expect(read.readLocalId('号'.repeat(22))).toBeNull();
  expect(read.readLocalId('a'.repeat(128))).toHaveLength(128);
});

const digits = fc.constantFrom(
  '1',
  '02',
  '3',
  '12',
  '13',
  '29',
  '30',
  '31',
  '60',
  '2024',
  '2025',
  '1899',
  '20260301',
  '00',
);
const between = fc.constantFrom('-', '/', '.', '年', '月', '日', ' ', ':', 'T', 'Z', '+08', '+0800', '-03:30', '');
const dates = fc.array(fc.tuple(digits, between), { minLength: 1, maxLength: 8 }).map((parts) => parts.flat().join(''));
const near = fc
  .tuple(
    fc.constantFrom('2026', '2024', '2025', '1899', '2200', '2027'),
    fc.constantFrom('-', '/', '.'),
    fc.constantFrom('2', '02', '12', '13', '7', '08', '11', '4'),
    fc.constantFrom('1', '28', '29', '30', '31', '32', '0', '07', '9', '10'),
    fc.constantFrom('', ' 9:05', ' 23:59:59', ' 24:00', 'T08:00:00.5', ' 12:60', ' 01:02:03.987654321'),
    fc.constantFrom('', '', 'Z', '+08', '-11:30', '+1500', ' +08:61'),
  )
  .map(([year, dash, month, day, time, offset]) => `${year}${dash}${month}${dash}${day}${time}${offset}`);
const amounts = fc
  .array(fc.constantFrom('工本费', '10', '20.5', '元', '/', '证', '免费', '无', '0', '.', '，'), { maxLength: 5 })
  .map((parts) => parts.join(''));
const words = fc.string({
  unit: fc.constantFrom(
    'a',
    'Z',
    '0',
    '.',
    '-',
    '_',
    'x',
    ' ',
    '\t',
    '　',
    '申',
    '请',
    'É',
    'ê',
    '\ufffd',
    '𠮷',
    ',',
    '、',
    ';',
  ),
  maxLength: 30,
});

it('reads every cell in SQL as the rule does', async () => {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(path.join(tmpdir(), 'tongban-cells-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const place = opened.use(new TestDatabases(folder)).placeOf('cells');
  if ('file' in place) new DatabaseSync(place.file).close();
  else await (await openStorage({ place, entities: exchangeTables, migrations: [] })).close(true);
  const orm = await openToRead({ place, entities: exchangeTables, functions: cellFunctions });
  opened.defer(() => orm.close(true));
  const cells = isEmbedded(orm.em) ? embeddedCells : serverCells;
  const samples = fc.sample(fc.oneof(dates, { arbitrary: near, weight: 3 }, amounts, words), {
    numRuns: 1500,
    seed: 43,
  });

  const given = sql`(values ${sql.join(samples.map((cell, at) => sql`(cast(${at} as integer), cast(${cell} as text))`))})`;
  const columns = names.map((name) => sql`${cells[name](sql.ref('given.cell'))} as ${sql.ref(name)}`);
  const query = sql<
    Record<string, unknown>
  >`with given(at, cell) as ${given} select ${sql.join(columns)} from given order by at`;
  const { rows } = await query.execute(orm.em.getKysely());

  const expected = samples.map((cell) => Object.fromEntries(names.map((name) => [name, rules[name](cell)])));
  expect(rows).toEqual(expected);
  expect(expected.filter(({ instant }) => instant !== null).length).toBeGreaterThan(100);
  expect(expected.filter(({ fen }) => fen !== null).length).toBeGreaterThan(20);
});
