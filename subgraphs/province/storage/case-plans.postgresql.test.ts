// Plans of a server that knows how many rows there are: 50,000 cases here, a million by `npm run test:plans`, which
// tells figures too. The plans of every list, without statistics, are in query-plans.test.ts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { encodeCursor } from '../../../schema/cursor.js';
import { type Explained, explainAll, type SeenStatement } from '../../../test/support/explained-queries.js';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { until } from '../../../test/support/until.js';
import type { CaseTables } from '../cases/index.js';
import { findCase, listCases, type ListCasesArguments } from '../cases/case.service.js';
import { isKept, lastPlace, numberFeed, readFeed, sweepFeed } from '../cases/feed/feed.service.js';
import type { ProvinceContext } from '../context.js';
import type { Desk } from '../exchange/desk.js';
import { entities } from '../modules.js';
import { readInstance } from '../../shared/instance.js';
import { openProvinceDatabase, type ProvinceStorage } from './orm.js';

const { CASES } = process.env;
const count = Number(CASES ?? '50000');
const PAGE = 20;

let dataDir = '';
let databases: TestDatabases;
let orm: ProvinceStorage;
let seen: SeenStatement[] = [];
const figures: string[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-case-plans-'));
  databases = new TestDatabases(dataDir);
  const onSql = (text: string, parameters: readonly unknown[] = []): void => void seen.push({ text, parameters });
  orm = await openProvinceDatabase({ place: databases.placeOf('GD'), entities, onSql });
  const began = performance.now();
  await fill();
  figures.push(`${count} cases and as many events, filled and analysed in ${Math.round(performance.now() - began)} ms`);
}, 1_200_000);
afterAll(async () => {
  await orm.close(true);
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
  if (CASES !== undefined) process.stdout.write(`${figures.join('\n')}\n`);
});

const run = async (text: string): Promise<void> => {
  await sql.raw(text).execute(orm.em.getKysely());
};

/** Three years of cases, of which most are done; their ids lie in no order, as they do where several places make them. */
async function fill(): Promise<void> {
  const at = (ms: string): string =>
    `to_char(timestamp '2023-07-01' + (${ms}) * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const submitted = `n * (94608000000.0 / ${count})`;
  await run(`insert into service_case (id, case_no, item_code, mode, state, applicant_kind, applicant_province, channel,
      submitted_at, due_at, special_procedures, materials, provenance, updated_at, applicant_person)
    select 'GD:Case:' || md5(n::text), 'P' || n, 'item-' || n % 122, (array['FULL_ONLINE', 'RECEIVE_AND_FORWARD', 'JOINT'])[1 + n % 3],
      case when n % 5000 = 0 then 'RETURNED' when n % 100 < 94 then 'DELIVERED' when n % 100 < 98 then 'IN_REVIEW' else 'SUBMITTED' end,
      'NATURAL_PERSON', (array['GD', 'GD', 'GD', 'HN', 'GX', 'SC', 'XJ'])[1 + n % 7], 'ONLINE',
      ${at(submitted)}, case when n % 100 < 94 then null else ${at(`${submitted} + 2592000000`)} end,
      '[]', '[]', 'SYNTHETIC', ${at(`${submitted} + 864000000`)}, 'person-' || n % (${count} / 3)
    from generate_series(1, ${count}) as n`);
  await run(`insert into case_feed (collaboration_no, ordinal, position, at, event, leg, leg_state, province, mode, lead, case_id)
    select 'P' || n, 1, case when n <= ${count} - 100 then n end, ${at(submitted)}, 'accept', 'L', 'DONE', 'GD', 'JOINT', 'GD',
      'GD:Case:' || md5((n % (${count} / 4))::text)
    from generate_series(1, ${count}) as n`);
  for (const table of ['service_case', 'case_feed']) await until(() => isVacuumed(table));
}

/**
 * A server does so by itself, a minute after so many rows have changed. What another transaction may still have to see, as
 * those of other tests, has to wait for it.
 */
async function isVacuumed(table: string): Promise<boolean> {
  await run(`vacuum (analyze) ${table}`);
  const pages = sql<{ isWhole: boolean }>`select relallvisible >= relpages as "isWhole" from pg_class
    where oid = cast(${table} as regclass)`;
  const { rows } = await pages.execute(orm.em.getKysely());
  return rows[0]?.isWhole === true;
}

/** What the server does for the statements on a table that some work of the product comes to. */
async function plan(what: string, table: string, work: () => Promise<unknown>): Promise<Explained> {
  seen = [];
  await work();
  const statements = seen.filter(({ text }) => text.includes(table) && /^(select|delete)/i.test(text));
  const explained = await explainAll(orm.em.getKysely(), statements);
  const { indexes, readRows, pages, tookMs } = explained;
  figures.push(`${what}: ${tookMs.toFixed(1)} ms, ${readRows} rows, ${pages} pages, ${indexes.join(' ')}`);
  return explained;
}

const context = {
  get orm() {
    return orm;
  },
  province: readInstance('GD'),
  load: async (fetch: (of: unknown, ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>, id: string) =>
    (await fetch(context, [id])).get(id),
};
const asked = context as unknown as ProvinceContext; // as much of it as lists of cases take

const list = (args: ListCasesArguments) => () => listCases(asked, args);

/** The cursor of the row in this place, newest first. */
async function cursorAt(place: number): Promise<string> {
  const rows = orm.em.getKysely<CaseTables>().selectFrom('service_case').select(['id', 'submitted_at']);
  const row = await rows
    .orderBy('submitted_at', 'desc')
    .orderBy('id', 'desc')
    .offset(place)
    .limit(1)
    .executeTakeFirstOrThrow();
  return encodeCursor({ order: 'SUBMITTED_AT_DESC', keys: [row.submitted_at], id: row.id });
}

const reads: readonly (readonly [string, ListCasesArguments, string])[] = [
  ['the first page', { first: PAGE }, 'service_case_submitted_at'],
  ['the last page', { last: PAGE }, 'service_case_submitted_at'],
  ['the first page by what is due', { first: PAGE, orderBy: ['DUE_AT_DESC'] }, 'service_case_due_at'],
  ['a page of one state', { first: PAGE, filter: { states: ['IN_REVIEW'] } }, 'service_case_state'],
  ['a page of a rare state', { first: PAGE, filter: { states: ['RETURNED'] } }, 'service_case_state'],
  ['a page of a state that no case has', { first: PAGE, filter: { states: ['NONE'] } }, 'service_case_state'],
  ['a page of one item', { first: PAGE, filter: { standardItem: 'CN:StandardItem:item-7' } }, 'service_case_item'],
  [
    'a page of applicants of one province',
    { first: PAGE, filter: { applicantProvince: 'HN' } },
    'service_case_applicant',
  ],
  [
    'a page of one day',
    { first: PAGE, filter: { submittedFrom: '2024-07-01', submittedTo: '2024-07-02' } },
    'service_case_submitted_at',
  ],
  ['a page of one mode', { first: PAGE, filter: { mode: 'JOINT' } }, 'service_case_mode|service_case_submitted_at'],
  ['a page of a mode that no case has', { first: PAGE, filter: { mode: 'NONE' } }, 'service_case_mode'],
  [
    'a page of several states',
    { first: PAGE, filter: { states: ['DELIVERED', 'IN_REVIEW'] } },
    'service_case_submitted_at',
  ],
  ['a page of other provinces', { first: PAGE, filter: { crossProvince: true } }, 'service_case_submitted_at'],
];

it.each(reads)('seeks %s on an index', async (what, args, index) => {
  const found = await plan(what, 'service_case', list(args));

  expect(found).toMatchObject({ scanned: [], sortedRows: 0 });
  expect(found.indexes.join(' ')).toMatch(new RegExp(`^(${index})$`));
  expect(found.readRows).toBeLessThanOrEqual(10 * PAGE);
});

it('puts the few cases of rare states in order, and does not look for them among all', async () => {
  const args = { first: PAGE, filter: { states: ['RETURNED', 'NONE'] } };

  const found = await plan('a page of two rare states', 'service_case', list(args));

  expect(found).toMatchObject({ scanned: [], indexes: ['service_case_state'] });
  expect(found.readRows).toBeLessThanOrEqual(count / 5000 + 1);
});

it('seeks a page far behind as the first one', async () => {
  const place = count / 5; // page 10,000 of a million
  const after = await cursorAt(place);

  const first = await plan('page 1', 'service_case', list({ first: PAGE }));
  const later = await plan(`page ${place / PAGE}`, 'service_case', list({ first: PAGE, after }));

  expect(later).toMatchObject({ scanned: [], sortedRows: 0, indexes: ['service_case_submitted_at'] });
  expect(later.readRows).toBe(first.readRows);
  expect(later.pages).toBeLessThanOrEqual(first.pages + 5); // of the index, down to the place
});

it('finds a case by its id', async () => {
  const found = await plan('a case by id', 'service_case', () =>
    findCase(asked, 'GD:Case:c4ca4238a0b923820dcc509a6f75849b'),
  );

  expect(found).toMatchObject({ scanned: [], sortedRows: 0, readRows: 1 });
});

it.each<[string, ListCasesArguments, string]>([
  ['all cases', {}, 'service_case_pkey'],
  ['the cases of one state', { filter: { states: ['IN_REVIEW'] } }, 'service_case_state'],
  ['the cases of one item', { filter: { standardItem: 'CN:StandardItem:item-7' } }, 'service_case_item'],
])('counts %s on an index alone', async (what, args) => {
  const found = await plan(`count of ${what}`, 'service_case', async () => (await listCases(asked, args)).countTotal());

  expect(found).toMatchObject({ scanned: [], sortedRows: 0 });
});

const desk = (nowMs: number): Pick<Desk, 'storage' | 'clock'> => ({
  storage: orm,
  clock: { nowMs: () => nowMs, wait: () => Promise.resolve() },
});

it.each<[string, () => Promise<unknown>]>([
  ['what comes after a place', () => readFeed(desk(0), count / 2, { caseId: undefined, limit: 200 })],
  [
    'what comes after a place in one case',
    () => readFeed(desk(0), 7, { caseId: 'GD:Case:c4ca4238a0b923820dcc509a6f75849b', limit: 200 }),
  ],
  ['the last place', () => lastPlace(desk(0))],
  ['whether a place is kept', () => isKept(desk(0), { position: count / 2, mark: 'x' })],
  ['what has no place yet', () => numberFeed(desk(0))],
  ['what is old', () => sweepFeed(desk(Date.parse('2023-07-01T00:00:10Z') + 10 * 86_400_000))],
])('reads of the feed %s by an index', async (what, work) => {
  const found = await plan(`feed: ${what}`, 'case_feed', work);

  expect(found.scanned).toEqual([]);
  expect(found.sortedRows).toBeLessThanOrEqual(500);
  expect(found.readRows).toBeLessThanOrEqual(2_500);
});
