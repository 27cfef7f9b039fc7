import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Migration } from '@mikro-orm/migrations';
import type { Kysely } from 'kysely';
import { comparePositions, directionsOf, type Position } from '../../../schema/cursor.js';
import { isOnServer, TestDatabases } from '../../../test/support/test-databases.js';
import type { Storage } from '../../server/database.js';
import { openStorage } from '../../server/storage.js';
import { exchangeEntities } from '../../province/exchange/exchange.entity.js';
import { cursorOf, type ListOrders, parseListRequest } from '../list-request.js';
import { fetchPage } from './keyset.js';
import { createTables } from '../../province/storage/migrations/create-table.js';

interface ThingRow {
  readonly id: string;
  readonly name: string;
  readonly days: number | null;
  readonly note: string | null;
}

const orders = {
  fields: {
    NAME: { column: 'name', holds: 'TEXT', nullable: false, labelZh: '名称', labelEn: 'name' },
    DAYS: { column: 'days', holds: 'INTEGER', nullable: true, labelZh: '天数', labelEn: 'days' },
    NOTE: { column: 'note', holds: 'TEXT', nullable: true, labelZh: '备注', labelEn: 'note' },
  },
  defaultOrder: 'NAME_ASC',
} as const satisfies ListOrders;

// Few values, so that ties are the rule; characters whose order differs between UTF-16 units and code points.
const text = fc.constantFrom('', 'a', 'B', 'é', '中', '豈', '😀');
const row = fc.record({
  name: text,
  days: fc.option(fc.integer({ min: -2, max: 3 }), { nil: null }),
  note: fc.option(text, { nil: null }),
});
const rows = fc
  .array(row, { maxLength: 40 })
  .map((things) => things.map((thing, index): ThingRow => ({ id: `GD:Thing:${index}`, ...thing })));
const orderBy = fc
  .shuffledSubarray(['NAME', 'DAYS', 'NOTE'], { minLength: 1 })
  .chain((fields) => fc.tuple(...fields.map((field) => fc.constantFrom(`${field}_ASC`, `${field}_DESC`))));

const folder = mkdtempSync(path.join(tmpdir(), 'tongban-keyset-'));
const databases = new TestDatabases(folder);
let orm: Storage;
let db: Kysely<{ thing: ThingRow }>;

class Things extends Migration {
  override up(): Promise<void> {
    const columns = { id: 'text', name: 'text', days: 'integer?', note: 'text?' } as const;
    return createTables(this, { thing: { columns, primaryKey: ['id'] } });
  }
}

beforeAll(async () => {
  const migrations = [{ name: '0001-things', class: Things }];
  orm = await openStorage({ place: databases.placeOf('things'), entities: [...exchangeEntities], migrations });
  db = orm.em.getKysely<{ thing: ThingRow }>();
});
afterAll(async () => {
  await orm.close(true);
  await databases[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function putThings(things: readonly ThingRow[]): Promise<void> {
  await db.deleteFrom('thing').execute();
  if (things.length > 0) await db.insertInto('thing').values(things).execute();
}

const keysOf = (thing: ThingRow, order: string): Position => ({
  order,
  keys: parseListRequest({ orderBy: order.split(',') }, orders).terms.map((term) => thing[term.column]),
  id: thing.id,
});

it.each([
  ['forward', false],
  ['backward', true],
])('gives the sorted list when pages of any size are joined %s, with ties and nulls', async (_way, isBackward) => {
  const property = fc.asyncProperty(rows, orderBy, fc.integer({ min: 1, max: 7 }), async (things, terms, size) => {
    const order = terms.join(',');
    const directions = directionsOf(order) ?? [];
    const sorted = things.toSorted((a, b) => comparePositions(keysOf(a, order), keysOf(b, order), directions));
    await putThings(things);

    const joined: string[] = [];
    let cursor: string | undefined;
    for (let hasMore = true; hasMore; ) {
      const window = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
      const request = parseListRequest({ ...window, orderBy: terms }, orders);
      const page = await fetchPage(db.selectFrom('thing').selectAll(), request);
      const ids = page.rows.map(({ id }) => id);
      if (isBackward) joined.unshift(...ids);
      else joined.push(...ids);
      const edge = page.rows.at(isBackward ? 0 : -1);
      cursor = edge === undefined ? undefined : cursorOf(edge, request);
      hasMore = page.hasMore;
    }

    expect(joined).toEqual(sorted.map(({ id }) => id));
  });

  await fc.assert(property, { numRuns: isOnServer() ? 30 : 150 });
});

it('starts behind a position of another province, at which it has no row', async () => {
  const property = fc.asyncProperty(rows, row, orderBy, async (things, elsewhere, terms) => {
    const order = terms.join(',');
    const directions = directionsOf(order) ?? [];
    const request = parseListRequest({ first: 200, orderBy: terms }, orders);
    await putThings(things);

    for (const id of ['BJ:Thing:1', 'XPCC:Thing:1']) {
      const cursor = keysOf({ id, ...elsewhere }, order);
      const page = await fetchPage(db.selectFrom('thing').selectAll(), { ...request, cursor });

      const behind = things.filter((thing) => comparePositions(keysOf(thing, order), cursor, directions) > 0);
      expect(new Set(page.rows.map((thing) => thing.id))).toEqual(new Set(behind.map((thing) => thing.id)));
    }
  });

  await fc.assert(property, { numRuns: isOnServer() ? 30 : 100 });
});
