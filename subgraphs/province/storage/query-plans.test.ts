import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Position } from '../../../schema/cursor.js';
import { agreementOrders } from '../agreements/agreement-order.rules.js';
import type { AgreementTables } from '../agreements/index.js';
import type { CaseTables } from '../cases/index.js';
import { caseOrders, itemOrders } from '../../shared/orders.js';
import type { CatalogueTables } from '../catalogue/index.js';
import { entities } from '../modules.js';
import type { EvidenceTables } from '../evidence/index.js';
import { requestsFor } from '../evidence/read.service.js';
import { faqOrders, faqsAbout } from '../consultations/faq.service.js';
import { consultationOrders, threadsBy } from '../consultations/read.service.js';
import type { LicenceTables } from '../licences/index.js';
import { licenceOrders } from '../licences/licence.rules.js';
import { licencesOf } from '../licences/licence.service.js';
import { ratingsShown } from '../ratings/read.service.js';
import { openLegs } from '../cases/handling/leg-history.service.js';
import type { Identity } from '../../../schema/identity.js';
import type { RatingStateCode } from '../../../schema/rating-lists.js';
import { type ListOrders, parseListRequest } from '../../shared/list-request.js';
import { type AlertFilter, alertOrders, alertsOn } from '../supervision/read-alerts.service.js';
import type { SupervisionTables } from '../supervision/supervision.entity.js';
import { dueCards } from '../supervision/sweep-cards.service.js';
import type { TeamTables } from '../teams/index.js';
import { teamOrders } from '../teams/list-teams.service.js';
import { windowOrders } from '../teams/window.service.js';
import { challengeOrders, challengesIn } from '../trail/list-challenges.service.js';
import { shownTo } from '../trail/read-trail.service.js';
import { trailOrders } from '../trail/trail-order.rules.js';
import type { TrailTables } from '../trail/trail-rows.service.js';
import { keysetQueries } from '../../shared/storage/keyset.js';
import { isOnServer, TestDatabases } from '../../../test/support/test-databases.js';
import { until } from '../../../test/support/until.js';
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

type Tables = AgreementTables &
  CaseTables &
  CatalogueTables &
  EvidenceTables &
  LicenceTables &
  SupervisionTables &
  TeamTables &
  TrailTables;
type AnyQuery = SelectQueryBuilder<Tables, keyof Tables, object>;

// What a database says of its plans, and how it says it. Ties of a unique column that are put in order are none.
const words = isOnServer()
  ? { sort: /(^|-> {2})Sort/, onIndex: /Index Scan/, seek: /Index Cond/ }
  : { sort: /TEMP B-TREE/, onIndex: /USING INDEX/, seek: /SEARCH/ };

/** What the database will do for a query. A server is kept from what pays off in small tables only. */
function explain(query: (tables: Kysely<Tables>) => AnyQuery, maySort = false): Promise<string> {
  return orm.em.fork().transactional(async (transaction: Transaction) => {
    const db = transaction.getKysely<Tables>();
    const off = ['enable_seqscan', ...(maySort ? [] : ['enable_bitmapscan', 'enable_sort'])].map(
      (name) => sql`set_config(${name}, 'off', true)`,
    );
    if (isOnServer()) await sql`select ${sql.join(off)}`.execute(db);
    const explained = query(db).limit(21);
    const steps = await (isOnServer()
      ? explained.explain<Record<string, string>>()
      : explained.explain<Record<string, string>>(undefined, sql`query plan`));
    return steps.map((step) => step['detail'] ?? step['QUERY PLAN']).join('; ');
  });
}

const directed = (fields: object): readonly string[] =>
  Object.keys(fields).flatMap((field) => [`${field}_ASC`, `${field}_DESC`]);

type Table =
  | 'agreement'
  | 'service_case'
  | 'service_item'
  | 'team_certification'
  | 'team_course'
  | 'team_roster'
  | 'team_session'
  | 'team_staff'
  | 'team_window';

/** What the database will do for the first page, for one behind a value, and for one behind a null. */
async function plansOf(table: Table, order: string, orders: ListOrders): Promise<string[]> {
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

const lists: readonly (readonly [Table, string, ListOrders])[] = [
  ...directed(agreementOrders.fields).map((order) => ['agreement', order, agreementOrders] as const),
  ...directed(caseOrders.fields).map((order) => ['service_case', order, caseOrders] as const),
  ...directed(itemOrders.fields).map((order) => ['service_item', order, itemOrders] as const),
  ['team_certification', 'KEY_ASC', teamOrders.certifications],
  ['team_course', 'KEY_ASC', teamOrders.courses],
  ['team_roster', 'KEY_ASC', teamOrders.rosters],
  ['team_session', 'KEY_ASC', teamOrders.sessions],
  ['team_staff', 'KEY_ASC', teamOrders.staff],
  ['team_window', 'NAME_ZH_ASC', windowOrders],
];

it.each(lists)('seeks every page of %s by %s on an index and sorts nothing', async (table, order, orders) => {
  const plans = await plansOf(table, order, orders);

  expect(plans.filter((plan) => words.sort.test(plan))).toEqual([]);
  expect(plans.filter((plan) => plan.startsWith('first') && !words.onIndex.test(plan))).toEqual([]);
  expect(plans.filter((plan) => plan.startsWith('later') && !words.seek.test(plan))).toEqual([]);
});

it.each([
  ['state', 'DELIVERED'],
  ['mode', 'JOINT'],
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
    isOnServer()
      ? /^Limit .*Index Scan Backward using service_case_(state|mode|item|applicant) on .*Index Cond: \(\(\w+ = .*ROW\(submitted_at, id\)/
      : /^SEARCH .*USING INDEX service_case_\w+ \(\w+=\? AND [^;]*$/,
  );
});

interface OwnList {
  readonly list: (db: Kysely<Tables>) => unknown;
  readonly orders: ListOrders;
  readonly order: string;
  readonly index: string;
}

const alertFilters: readonly (readonly [string, AlertFilter, string])[] = [
  ['that are open', { isOpen: true }, 'shelf'],
  ['of one level', { isOpen: true, level: 'RED' }, 'level'],
  ['of one rule', { isOpen: false, rule: 'R2' }, 'rule'],
  ['of one unit', { isOpen: true, unitCode: 'U1' }, 'unit'],
];

// What belongs to one person or one case, or waits in one state: each with the index that seeks it.
const ownLists: readonly (readonly [string, OwnList])[] = [
  [
    'the newest accesses to the data of one person, though some are withheld',
    {
      list: (db) => shownTo(db as never, 'p', '2026-01-01T00:00:00.000Z').selectAll(),
      ...{ orders: trailOrders, order: 'AT_DESC', index: 'access_entry_person' },
    },
  ],
  ...directed(licenceOrders.fields).map((order): readonly [string, OwnList] => [
    `the licences of one person by ${order}`,
    {
      list: (db) => licencesOf(db as never, 'p').selectAll(),
      ...{ orders: licenceOrders, order },
      index: order.startsWith('ISSUED_ON') ? 'licence_holder_issued' : 'licence_holder_valid_to',
    },
  ]),
  ...(['asker_person', 'asker_tag', 'unit', 'kind'] as const).map((column): readonly [string, OwnList] => [
    `the threads of one ${column}, newest first`,
    {
      list: (db) => threadsBy(db as never, column, 'x').selectAll(),
      ...{ orders: consultationOrders, order: 'OPENED_AT_DESC' },
      index: {
        ...{ asker_person: 'consultation_person', asker_tag: 'consultation_account' },
        ...{ unit: 'consultation_unit', kind: 'consultation_kind' },
      }[column],
    },
  ]),
  [
    'the frequent questions of one item, newest first',
    {
      list: (db) => faqsAbout(db as never, 'x').selectAll(),
      ...{ orders: faqOrders, order: 'PUBLISHED_AT_DESC', index: 'faq_entry_item' },
    },
  ],
  [
    'the challenges in one state, longest waiting first',
    {
      list: (db) => challengesIn(db as never, 'OPEN').selectAll(),
      ...{ orders: challengeOrders, order: 'OPENED_AT_ASC', index: 'access_challenge_open' },
    },
  ],
  ...alertFilters.map(([what, filter, index]): readonly [string, OwnList] => [
    `the alerts ${what}, raised last first`,
    {
      list: (db) => alertsOn(db as never, filter).selectAll(),
      ...{ orders: alertOrders, order: 'RAISED_AT_DESC', index: `supervision_card_${index}` },
    },
  ]),
];

it.each(ownLists)('seeks %s on their index and sorts nothing', async (_what, { list, orders, order, index }) => {
  const { terms } = parseListRequest({ orderBy: [order] }, orders);
  const keys = ['2026-01-01T00:00:00.000Z', ...(terms[0]?.nullable === true ? [null] : [])];
  const positions: (Position | undefined)[] = [undefined, ...keys.map((key) => ({ order, keys: [key], id: 'GD:X:1' }))];
  const query = (db: Kysely<Tables>): AnyQuery => list(db) as AnyQuery; // a query of one of the tables

  const plans: string[] = [];
  for (const cursor of positions) {
    for (const isBackward of [false, true]) {
      const ranges = (db: Kysely<Tables>) => keysetQueries(query(db), { terms, cursor, isBackward });
      for (const [at] of ranges(orm.em.getKysely<Tables>()).entries())
        plans.push(await explain((db) => ranges(db)[at] ?? query(db)));
    }
  }

  expect(plans.length).toBeGreaterThanOrEqual(4);
  for (const plan of plans) {
    expect(plan).toMatch(new RegExp(`${index}\\b`));
    expect(plan).toMatch(words.seek);
    expect(plan).not.toMatch(words.sort);
  }
});

const nobody = { subject: 's', province: undefined, unit: undefined, person: undefined, scopes: new Set<string>() };
const asked = (role: Identity['role'], more: Partial<Identity> = {}): Identity => ({ ...nobody, role, ...more });

it.each([
  ['public ones of one state', undefined, ['PUBLISHED'], /rating_state\b/],
  ['open ones of a unit', asked('clerk', { province: 'GD', unit: 'U1' }), ['ATTRIBUTED', 'CONTESTED'], /rating_unit\b/],
  ['open ones of a rater', asked('citizen', { person: 'p' }), ['ATTRIBUTED'], /rating_rater\b.*rating_account\b/],
] as const)('seeks ratings: %s', async (_what, caller, states, index) => {
  const plan = await explain((db) => {
    const shown = ratingsShown(db as never, { caller, province: 'GD' }, { states });
    return shown.selectAll().orderBy('given_at').orderBy('id') as unknown as AnyQuery;
  }, true);

  expect(plan).toMatch(index);
  expect(plan).toMatch(words.seek);
});

it('walks all public ratings in the order of the list, and looks for none that nobody may see', async () => {
  const planOf = (states?: readonly RatingStateCode[]) =>
    explain((db) => {
      const shown = ratingsShown(db as never, { caller: undefined, province: 'GD' }, { states: states ?? null });
      return shown.selectAll().orderBy('given_at').orderBy('id') as unknown as AnyQuery;
    });
  const walked = await planOf();

  expect(walked).toMatch(/rating_given_at\b/);
  expect(walked).not.toMatch(words.sort);
  const rows = ratingsShown(orm.em.getKysely(), { caller: undefined, province: 'GD' }, { states: ['ATTRIBUTED'] });
  expect(rows.compile().sql).toMatch(/where .*1 = 0/);
});

it.each([undefined, 'U1'])('seeks open work of unit %s by what is open', async (unit) => {
  const plan = await explain((db) => openLegs(db as never, unit) as unknown as AnyQuery, true);

  expect(plan).toMatch(/case_course_open\b/);
  expect(plan).toMatch(words.seek);
});

it('finds the cards that are due by the index of their instants, whatever else there is', async () => {
  const plan = await explain((db) => dueCards(db, 1));

  expect(plan).toMatch(/supervision_card_due\b/);
  expect(plan).toMatch(words.seek);
  expect(plan).not.toMatch(words.sort);
});

it('seeks the evidence of one case on its index and sorts nothing', async () => {
  const plan = await explain((db) => requestsFor(db, 'GD:Case:1'));

  expect(plan).toMatch(/evidence_request_case\b/);
  expect(plan).toMatch(words.seek);
  expect(plan).not.toMatch(words.sort);
});

// MikroORM reads all schemas of a server, of which other tests drop theirs meanwhile: then it is read once more.
const VANISHED = /does not exist|could not open relation|cache lookup failed|concurrently/;

async function compareWithEntities(): Promise<string> {
  let changes = '';
  await until(async () => {
    try {
      changes = await orm.schema.getUpdateSchemaSQL({ wrap: false });
      return true;
    } catch (error) {
      if (VANISHED.test(String(error))) return false;
      throw error;
    }
  });
  return changes;
}

it('seeks the evidence of one case on its index and sorts nothing', async () => {
  const plan = await explain((db) => requestsFor(db, 'GD:Case:1'));

  expect(plan).toMatch(/evidence_request_case\b/);
  expect(plan).toMatch(words.seek);
  expect(plan).not.toMatch(words.sort);
});

it('has the columns and indexes that the entities declare', async () => {
  const statements = (await compareWithEntities()).split('\n').filter((line) => line !== '');
  // A server has other schemas, of other tests, which it would remove as well.
  const changes = statements.filter((line) => !isOnServer() || line.includes(`"${orm.config.get('schema', '')}".`));

  // Entities know nothing of the order of code points, which a server must be told of for each text, nor of nulls first.
  const isKnown = (line: string): boolean =>
    isOnServer() &&
    /column "\w+" type text using|index .*"(service_case_due_at|service_item_statutory|licence_holder_valid_to|agreement_valid_until)"/.test(
      line,
    );
  expect(changes.filter((line) => !isKnown(line))).toEqual([]);
});

it('compares every text by code point', async () => {
  const others = isOnServer()
    ? await orm.em.getConnection().execute(
        `select table_name, column_name from information_schema.columns
         where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'`,
      )
    : await orm.em.getConnection().execute("select name from sqlite_schema where sql like '% collate %'");

  expect(others).toEqual([]);
});
