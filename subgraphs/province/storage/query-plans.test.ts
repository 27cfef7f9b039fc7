import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import type { Position } from '../../../schema/cursor.js';
import type { CaseTables } from '../cases/index.js';
import { caseOrders } from '../cases/case.rules.js';
import { itemOrders } from '../catalogue/catalogue.rules.js';
import type { CatalogueTables } from '../catalogue/index.js';
import { entities } from '../modules.js';
import { parseListRequest } from '../shared/list-request.js';
import { keysetQueries } from './keyset.js';
import { openProvinceDatabase, type ProvinceStorage } from './orm.js';

let dataDir = '';
let orm: ProvinceStorage;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-plans-'));
  orm = await openProvinceDatabase({ place: { file: path.join(dataDir, 'GD.sqlite') }, entities });
});
afterAll(async () => {
  await orm.close(true);
  rmSync(dataDir, { recursive: true, force: true });
});

const tables = (): Kysely<CaseTables & CatalogueTables> => orm.em.getKysely<CaseTables & CatalogueTables>();

const directed = (fields: object): readonly string[] =>
  Object.keys(fields).flatMap((field) => [`${field}_ASC`, `${field}_DESC`]);

type Table = 'service_case' | 'service_item';

/** What SQLite says it will do for the first page, for one behind a value, and for one behind a null. */
async function plansOf(table: Table, order: string, orders: typeof caseOrders | typeof itemOrders): Promise<string[]> {
  const { terms } = parseListRequest({ orderBy: [order] }, orders);
  const keys = [...['x', ...(terms[0]?.nullable === true ? [null] : [])]];
  const positions: (Position | undefined)[] = [undefined, ...keys.map((key) => ({ order, keys: [key], id: 'GD:X:1' }))];
  const plans: string[] = [];
  for (const cursor of positions) {
    for (const isBackward of [false, true]) {
      for (const query of keysetQueries(tables().selectFrom(table).selectAll(), { terms, cursor, isBackward })) {
        const steps = await query.limit(21).explain<{ detail: string }>(undefined, sql`query plan`);
        plans.push(`${cursor === undefined ? 'first' : 'later'}: ${steps.map(({ detail }) => detail).join('; ')}`);
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

  expect(plans.filter((plan) => plan.includes('TEMP B-TREE'))).toEqual([]);
  expect(plans.filter((plan) => plan.startsWith('first') && !plan.includes('USING INDEX'))).toEqual([]);
  expect(plans.filter((plan) => plan.startsWith('later') && !plan.includes('SEARCH'))).toEqual([]);
});

it.each([
  ['state', 'DELIVERED'],
  ['item_code', 'nia-passport-renew'],
  ['applicant_province', 'HN'],
] as const)('seeks the newest cases of one %s on its own index', async (column, value) => {
  const { terms } = parseListRequest({}, caseOrders);
  const cursor = { order: 'SUBMITTED_AT_DESC', keys: ['2025-01-01T00:00:00.000Z'], id: 'GD:Case:1' };
  const query = tables()
    .selectFrom('service_case')
    .selectAll()
    .where(column, '=', value as never);

  const [seek] = keysetQueries(query, { terms, cursor, isBackward: false });
  const plan = await seek?.limit(21).explain<{ detail: string }>(undefined, sql`query plan`);

  expect(plan?.map(({ detail }) => detail).join()).toMatch(/^SEARCH .*USING INDEX service_case_\w+ \(\w+=\? AND/);
  expect(plan).toHaveLength(1);
});

it('has the columns and indexes that the entities declare', async () => {
  expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
});
