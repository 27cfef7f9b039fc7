import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openEarlier } from '../../test/support/earlier-persons.js';
import { runScript, type Script } from '../../test/support/run-script.js';
import { isOnServer, TestDatabases } from '../../test/support/test-databases.js';
import {
  createProvinceRuntime,
  migrateProvince,
  openProvinceStorage,
  readInstance,
  startProvince,
} from './province.js';
import { databaseOf, provinceMigrations } from './storage/orm.js';

let dataDir = '';
let databases: TestDatabases;
beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-migrate-'));
  databases = new TestDatabases(dataDir);
});
afterAll(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const newest = provinceMigrations.at(-1)?.name ?? '';
const placeOf = (code: string) => ({ instance: readInstance(code), dataDir, database: databases.placeOf(code) });

/** Runs a province by a configuration in the folder of the test. */
function run(code: string, ...argv: readonly string[]): Script {
  const place = databases.placeOf(code);
  if ('url' in place) writeFileSync(path.join(dataDir, `${code}.url`), `${place.url}?schema=${place.schema}`);
  const database = 'url' in place ? `database: { urlFile: ${code}.url }\n` : '';
  const config = path.join(dataDir, `${code}.yaml`);
  writeFileSync(config, `code: ${code}\ndataDir: .\n${database}`);
  return runScript('subgraphs/province/main.ts', [...argv, '--config', config]);
}

async function makeBehind(code: string): Promise<void> {
  const earlier = await openEarlier(databaseOf(code, placeOf(code)));
  await earlier.close(true);
}

async function makeAhead(code: string): Promise<void> {
  const orm = await openProvinceStorage(placeOf(code));
  await sql`insert into mikro_orm_migrations (name) values ('9999-from-tomorrow')`.execute(orm.em.getKysely());
  await orm.close(true);
}

it('migrates by command: says which steps it took, and that there is nothing to do the next time', async () => {
  await makeBehind('GD');
  await using first = run('GD', 'migrate');
  const [firstCode, firstSaid] = [await first.ended, first.output()];
  await using second = run('GD', 'migrate');

  expect(firstSaid).toMatch(
    /^GD: the database was brought to this version by \d+ steps: 0015-person-statements, .*\n$/,
  );
  expect(firstSaid).toContain(newest);
  expect([firstCode, await second.ended, second.output()]).toEqual([
    0,
    0,
    'GD: the database is of this version, nothing to do\n',
  ]);
});

it('starts on an empty database, of which it makes all tables and nothing else', async () => {
  await using province = run('HN');
  const [, url = ''] = await province.waitFor(/listens on (\S+)\n/);

  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ cases { totalCount } serviceItems { totalCount } }"}',
  });

  expect(await response.json()).toEqual({ data: { cases: { totalCount: 0 }, serviceItems: { totalCount: 0 } } });
  expect((await fetch(new URL('/readyz', url))).status).toBe(200);
  province.child.kill('SIGTERM');
  expect(await province.ended).toBe(0);
});

(isOnServer ? it : it.skip)('does not change a database on a server that is behind, and says how to', async () => {
  await makeBehind('SC');
  await using province = run('SC');

  expect(await province.ended).toBe(1);
  expect(province.output()).toMatch(
    /is behind this version: it lacks 0015-.*Make a backup, and run .* -- CODE migrate\.\n$/,
  );
  expect(province.output()).not.toMatch(/password|postgres:/);
});

(isOnServer ? it.skip : it)('brings a file that is behind to its version when it starts', async () => {
  await makeBehind('SC');
  await using province = run('SC');

  await province.waitFor(/listens on/);
});

it.each([
  ['by command', 'JL', ['migrate']],
  ['at the start', 'LN', []],
])('does not touch a database of a newer version, %s', async (_when, code, argv) => {
  await makeAhead(code);
  await using province = run(code, ...argv);

  expect(await province.ended).toBe(1);
  expect(province.output()).toMatch(/was changed by a newer version: this one does not know 9999-from-tomorrow/);
});

it('takes each step once when several begin at the same time', async () => {
  await makeBehind('YN');
  const count = isOnServer ? 4 : 1; // a file has one process

  const taken = await Promise.all(Array.from({ length: count }, () => migrateProvince(placeOf('YN'), 'always')));

  const steps = taken.flat();
  expect(steps).toContain(newest);
  expect(new Set(steps).size).toBe(steps.length);
});

it('is not ready when its database was taken to another version, or away', async () => {
  await using province = await startProvince({ ...placeOf('QH'), port: 0, shared: createProvinceRuntime() });
  const readyz = async (): Promise<unknown> => (await fetch(new URL('/readyz', province.url))).json();
  const db = province.exchange.desk.storage.em.getKysely();
  expect(await readyz()).toEqual({ status: 'ready', name: 'QH' });

  await sql`insert into mikro_orm_migrations (name) values ('9999-from-tomorrow')`.execute(db);
  const ahead = await readyz();
  await sql`delete from mikro_orm_migrations where name like '003%'`.execute(db);
  const behind = await readyz();
  await sql`drop table mikro_orm_migrations`.execute(db);
  const away = await readyz();

  expect([ahead, behind, away]).toEqual([
    { status: 'not ready', reason: 'migrations', name: 'QH' },
    { status: 'not ready', reason: 'migrations', name: 'QH' },
    { status: 'not ready', reason: 'database', name: 'QH' },
  ]);
});
