// One province, seeded alike on the embedded database and on a PostgreSQL server that sorts by Chinese pinyin wherever it
// is not told otherwise. Promise: whatever is asked, both answer with the same bytes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { encodeCursor } from '../../../schema/cursor.js';
import type { DatabasePlace, ServerPlace } from '../../../subgraphs/server/database.js';
import type { CatalogueTables } from '../../../subgraphs/province/catalogue/index.js';
import {
  provinceRuntime,
  openProvinceStorage,
  type ProvinceServer,
  readInstance,
  startProvince,
} from '../../../subgraphs/province/province.js';
import { seedProvince } from '../../../subgraphs/province/seeds/seed-province.js';
import { openVault, vaultPlace } from '../../../subgraphs/province/storage/vault.js';
import { newSchema, withServer } from '../../../scripts/postgresql.js';
import { TestDatabases } from '../../support/test-databases.js';

const instance = readInstance('GD');
const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-both-'));
const databases = new TestDatabases(dataDir);
const name = newSchema();
const shared = provinceRuntime();
const servers: ProvinceServer[] = [];

// Characters whose order differs between code points, UTF-16 units and pinyin; what LIKE and case could mistake.
const names = ['😀', '豈', '中', '阿', 'é', 'É', 'B', 'a', '%', '_', String.raw`\a`, '', '中\u0301', 'Ａ', '㐀', '𠀀'];

function onDatabase(work: string): Promise<void> {
  const { url, schema } = databases.placeOf('work') as ServerPlace;
  return withServer({ url, schema }, async (orm) => {
    await orm.em.getConnection().execute(work);
  });
}

async function start(database: DatabasePlace, folder: string): Promise<ProvinceServer> {
  const place = { dataDir: path.join(dataDir, folder), database };
  const orm = await openProvinceStorage({ instance, ...place });
  const vault = openVault(vaultPlace(instance.code, place));
  await seedProvince({ orm, instance, vault, cases: 260 });
  const items = orm.em.getKysely<CatalogueTables>();
  const rows = await items.selectFrom('service_item').select('id').orderBy('id').execute();
  for (const [index, { id }] of rows.entries()) {
    const name_zh = `${names[index % names.length] ?? ''}${names[Math.floor(index / names.length) % names.length] ?? ''}`;
    await items.updateTable('service_item').set({ name_zh }).where('id', '=', id).execute();
  }
  await orm.close(true);
  return startProvince({ instance, ...place, port: 0, shared });
}

beforeAll(async () => {
  await onDatabase(`create database "${name}" template template0 encoding 'UTF8' locale_provider icu icu_locale 'zh'`);
  const { url } = databases.placeOf('work') as ServerPlace;
  const own = Object.assign(new URL(url), { pathname: `/${name}` });
  servers.push(await start({ file: path.join(dataDir, 'embedded.sqlite') }, 'embedded'));
  servers.push(await start({ url: own.href, schema: 'province_gd' }, 'server'));
});
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]();
  await onDatabase(`drop database if exists "${name}" with (force)`);
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

type Variables = Readonly<Record<string, unknown>>;

/** What both say, as it comes over the wire. They must say the same. */
async function askBoth(query: string, variables: Variables = {}): Promise<string> {
  const [embedded = '', server = ''] = await Promise.all(
    servers.map(async ({ url }) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      return response.text();
    }),
  );
  expect({ variables, answer: server }).toEqual({ variables, answer: embedded });
  return embedded;
}

const lists = {
  cases: `id caseNo state mode channel kind submittedAt dueAt updatedAt applicantProvince { code }
    acceptance { documentNo promisedCompletionAt } completion { code feeFen } materials { name received count }
    specialProcedures { kind reason } steps { name action startedAt endedAt opinion }`,
  serviceItems: `id nameZh nameEn taskCode mode serviceObjects forms promisedLimit { value unit }
    statutoryLimit { value unit } materials { name grade } fees { name amountFen } scenarios { code } updatedAt`,
} as const;
type List = keyof typeof lists;
const orderTypes = { cases: 'CaseOrder', serviceItems: 'ServiceItemOrder' } as const;
const filterTypes = { cases: 'CaseFilter', serviceItems: 'ServiceItemFilter' } as const;

const documentOf = (list: List): string => `query(
  $first: Int, $after: String, $last: Int, $before: String, $orderBy: [${orderTypes[list]}!], $filter: ${filterTypes[list]}
) { list: ${list}(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, filter: $filter) {
  totalCount nodes { ${lists[list]} } edges { cursor }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
} }`;

interface Page {
  readonly data?: {
    readonly list: {
      readonly totalCount: number;
      readonly nodes: readonly object[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly hasPreviousPage: boolean;
        readonly startCursor: string;
        readonly endCursor: string;
      };
    };
  };
}

async function pageOf(list: List, variables: Variables) {
  const answer = await askBoth(documentOf(list), variables);
  const { data } = JSON.parse(answer) as Page;
  if (data === undefined) throw new Error(answer);
  return data.list;
}

const ordersOf = (list: List): readonly string[] => {
  const type = shared.schema.getType(orderTypes[list]);
  return type !== undefined && 'getValues' in type ? type.getValues().map((value) => value.name) : [];
};

/** Each order by itself, and each followed by each other field. */
const combinations = (list: List): readonly (readonly [List, string])[] => {
  const orders = ordersOf(list);
  const fieldOf = (order: string): string => order.replace(/_(ASC|DESC)$/, '');
  const pairs = orders.flatMap((a) => orders.filter((b) => fieldOf(b) !== fieldOf(a)).map((b) => `${a},${b}`));
  return [...orders, ...pairs].map((order) => [list, order] as const);
};

it.each([...combinations('cases'), ...combinations('serviceItems')])(
  'gives the same pages of %s by %s, forward and backward',
  async (list, order) => {
    const orderBy = order.split(',');
    // Whole lists by each order alone; for two of them the beginning says how ties are broken.
    const pages = orderBy.length === 1 ? Number.POSITIVE_INFINITY : 2;

    let after: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const { pageInfo } = await pageOf(list, { first: 97, after, orderBy });
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    let before: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const { pageInfo } = await pageOf(list, { last: 101, before, orderBy });
      before = pageInfo.startCursor;
      if (!pageInfo.hasPreviousPage) break;
    }

    expect(after).not.toBe(before);
  },
);

const submittedFrom = '2024-06-01T00:00:00.000Z';
const filters: readonly (readonly [List, Variables])[] = [
  ...[['DELIVERED'], ['WITHDRAWN', 'NOT_ACCEPTED'], ['DELIVERED', 'COMPLETED', 'DRAFT'], []].map(
    (states) => ['cases', { states }] as const,
  ),
  ...['FULLY_ONLINE', 'RECEIVE_AND_FORWARD', 'JOINT_HANDLING'].flatMap((mode) => [
    ['cases', { mode }] as const,
    ['serviceItems', { mode }] as const,
  ]),
  ['cases', { applicantProvince: 'HN' }],
  ['cases', { crossProvince: true }],
  ['cases', { crossProvince: false, states: ['DELIVERED'] }],
  ['cases', { submittedFrom }],
  ['cases', { submittedTo: submittedFrom }],
  ['cases', { submittedFrom, submittedTo: '2025-06-01T00:00:00+08:00' }],
  ['cases', { standardItem: 'CN:StandardItem:nia-passport-renew' }],
  ['serviceItems', { standardItem: 'CN:StandardItem:nia-passport-renew' }],
  ...['NATURAL_PERSON', 'ENTERPRISE'].map((serviceObject) => ['serviceItems', { serviceObject }] as const),
  ...[...names, '\0', 'PASSPORT', 'passport', '户', 'É', "'", '"', '$1', '?'].map(
    (text) => ['serviceItems', { text }] as const,
  ),
  ['serviceItems', { authority: 'nobody' }],
  ['serviceItems', { authority: 'no\0body' }],
];

it.each(filters)('gives the same %s for the filter %j', async (list, filter) => {
  await pageOf(list, { first: 200, filter });
  await pageOf(list, { last: 3, filter, orderBy: [ordersOf(list).at(-1)] });
});

it('compares more than nothing', async () => {
  const counts = await Promise.all(
    filters.map(async ([list, filter]) => (await pageOf(list, { first: 1, filter })).totalCount),
  );

  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(20);
  expect((await pageOf('cases', { first: 200 })).totalCount).toBe(260);
});

it.each([
  ['a text for a number', 'PROMISED_DAYS_ASC', ['7']],
  ['half a number', 'PROMISED_DAYS_ASC', [7.5]],
  ['a number beyond all integers', 'STATUTORY_DAYS_DESC', [1e300]],
  ['a NUL', 'NAME_ZH_ASC', ['中\0']],
  ['a position behind all', 'NAME_ZH_ASC', ['\u{10ffff}']],
] as const)('says the same to a cursor with %s', async (_title, order, keys) => {
  const after = encodeCursor({ order, keys, id: 'GD:ServiceItem:1' });

  expect(await askBoth(documentOf('serviceItems'), { first: 5, after, orderBy: [order] })).toMatch(/"list"|BAD_CURSOR/);
});

it('says the same of entities, comparisons and unknown ids', async () => {
  const { nodes } = await pageOf('cases', { first: 50 });
  const representations = nodes.map((node) => ({ __typename: 'Case', ...node }));
  const entities = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Case { ${lists.cases} } } }`;

  await askBoth(entities, { representations });
  await askBoth(
    '{ compareItem(standardItem: "CN:StandardItem:nia-passport-renew") { implementations { id nameZh } } }',
  );
  await askBoth('{ case(id: "GD:Case:nothing") { id } serviceItem(id: "GD:ServiceItem:nothing") { id } }');
});
