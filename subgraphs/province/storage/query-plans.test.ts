import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Position } from '../../../schema/cursor.js';
import type { CaseTables } from '../cases/index.js';
import { caseOrders } from '../cases/case.rules.js';
import { itemOrders } from '../catalogue/catalogue.rules.js';
import type { CatalogueTables } from '../catalogue/index.js';
import { entities } from '../modules.js';
import { parseListRequest } from '../shared/list-request.js';
import { keysetQueries } from './keyset.js';
import { isOnServer, TestDatabases } from '../../../test/support/test-databases.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { openProvinceDatabase, type ProvinceStorage } from './orm.js';

let dataDir = '';
let databases: TestDatabases;
let orm: ProvinceStorage;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-plans-'));
  databases = new TestDatabases(dataDir);
  orm = await openProvinceDatabase({ place: databases.placeOf('GD'), entities });
});
afterAll(async () => {
  await orm.close(true);
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

type Tables = CaseTables & CatalogueTables;

// What a database says of its plans, and how it says it. Ties of a unique column that are put in order are none.
const words = isOnServer
  ? { sort: /(^|-> {2})Sort/, onIndex: /Index Scan/, seek: /Index Cond/ }
  : { sort: /TEMP B-TREE/, onIndex: /USING INDEX/, seek: /SEARCH/ };

/** What the database will do for a query. A server is kept from what pays off in small tables only. */
function explain(
  query: (tables: Kysely<Tables>) => SelectQueryBuilder<Tables, 'service_case' | 'service_item', object>,
): Promise<string> {
  return orm.em.fork().transactional(async (transaction: Transaction) => {
    const db = transaction.getKysely<Tables>();
    const off = ['enable_seqscan', 'enable_bitmapscan', 'enable_sort'].map(
      (name) => sql`set_config(${name}, 'off', true)`,
    );
    if (isOnServer) await sql`select ${sql.join(off)}`.execute(db);
    const explained = query(db).limit(21);
    const steps = await (isOnServer
      ? explained.explain<Record<string, string>>()
      : explained.explain<Record<string, string>>(undefined, sql`query plan`));
    return steps.map((step) => step['detail'] ?? step['QUERY PLAN']).join('; ');
  });
}

const directed = (fields: object): readonly string[] =>
  Object.keys(fields).flatMap((field) => [`${field}_ASC`, `${field}_DESC`]);

type Table = 'service_case' | 'service_item';

/** What the database will do for the first page, for one behind a value, and for one behind a null. */
async function plansOf(table: Table, order: string, orders: typeof caseOrders | typeof itemOrders): Promise<string[]> {
  const { terms } = parseListRequest({ orderBy: [order] }, orders);
  const value = terms[0]?.holds === 'INTEGER' ? 7 : 'x';
  const keys = [value, ...(terms[0]?.nullable === true ? [null] : [])];
  const positions: (Position | undefined)[] = [undefined, ...keys.map((key) => ({ order, keys: [key], id: 'GD:X:1' }))];
  const plans: string[] = [];
  for (const cursor of positions) {
    for (const isBackward of [false, true]) {
      const ranges = (db: Kysely<Tables>) =>
        keysetQueries(db.selectFrom(table).selectAll(), { terms, cursor, isBackward });
      for (const [index] of ranges(orm.em.getKysely<Tables>()).entries()) {
        const plan = await explain((db) => ranges(db)[index] ?? db.selectFrom(table).selectAll());
        plans.push(`${cursor === undefined ? 'first' : 'later'}: ${plan}`);
      }
    }
  }
  return plans;
}

const lists = [
  ...directed(caseOrders.fields).map((order) => ['service_case', order, caseOrders] as const),
  ...directed(itemOrders.fields).map((order) => ['service_item', order, itemOrders] as const),
];

it.each(lists)('seeks every page of %s by %s on an index and sorts nothing', async (table, order, orders) => {
  const plans = await plansOf(table, order, orders);

  expect(plans.filter((plan) => words.sort.test(plan))).toEqual([]);
  expect(plans.filter((plan) => plan.startsWith('first') && !words.onIndex.test(plan))).toEqual([]);
  expect(plans.filter((plan) => plan.startsWith('later') && !words.seek.test(plan))).toEqual([]);
});

it.each([
  ['state', 'DELIVERED'],
  ['item_code', 'nia-passport-renew'],
  ['applicant_province', 'HN'],
] as const)('seeks the newest cases of one %s on its own index', async (column, value) => {
  const { terms } = parseListRequest({}, caseOrders);
  const cursor = { order: 'SUBMITTED_AT_DESC', keys: ['2025-01-01T00:00:00.000Z'], id: 'GD:Case:1' };

  const plan = await explain((db) => {
    const all = db.selectFrom('service_case').selectAll();
    const [seek] = keysetQueries(all.where(column, '=', value as never), { terms, cursor, isBackward: false });
    return seek ?? all;
  });

  expect(plan).toMatch(
    isOnServer
      ? /^Limit .*Index Scan Backward using service_case_(state|item|applicant) on .*Index Cond: \(\(\w+ = .*ROW\(submitted_at, id\)/
      : /^SEARCH .*USING INDEX service_case_\w+ \(\w+=\? AND [^;]*$/,
  );
});

it('has the columns and indexes that the entities declare', async () => {
  const statements = (await orm.schema.getUpdateSchemaSQL({ wrap: false })).split('\n').filter((line) => line !== '');
  // A server has other schemas, of other tests, which it would remove as well.
  const changes = statements.filter((line) => !isOnServer || line.includes(`"${orm.config.get('schema', '')}".`));

  // Entities know nothing of the order of code points, which a server must be told of for each text, nor of nulls first.
  const isKnown = (line: string): boolean =>
    isOnServer && /column "\w+" type text using|index .*"service_(case_due_at|item_statutory)"/.test(line);
  expect(changes.filter((line) => !isKnown(line))).toEqual([]);
});

it('compares every text by code point', async () => {
  const others = isOnServer
    ? await orm.em.getConnection().execute(
        `select table_name, column_name from information_schema.columns
         where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'`,
      )
    : await orm.em.getConnection().execute("select name from sqlite_schema where sql like '% collate %'");

  expect(others).toEqual([]);
});
