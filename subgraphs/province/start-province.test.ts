import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fillEarlier, openEarlier } from '../../test/support/earlier-persons.js';
import { isOnServer, TestDatabases } from '../../test/support/test-databases.js';
import type { StatementTables } from './persons/index.js';
import { provinceRuntime, type ProvinceServer, readInstance, startProvince } from './province.js';
import { seedWhenEmpty } from './seeds/seed-province.js';
import { openVault, vaultPlace } from './storage/vault.js';

const shared = provinceRuntime();
let dataDir = '';
let databases: TestDatabases;

beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-start-'));
  databases = new TestDatabases(dataDir);
});
afterAll(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

async function startSeeded(code: string, cases: number): Promise<ProvinceServer> {
  const instance = readInstance(code);
  const place = { dataDir, database: databases.placeOf(code) };
  await seedWhenEmpty({ instance, ...place, cases });
  return startProvince({ instance, ...place, port: 0, shared });
}

async function ask(url: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return response.json();
}

it('lets provinces of one process share the schema and answer each for itself', async () => {
  await using guangdong = await startSeeded('GD', 70);
  await using hunan = await startSeeded('HN', 60);
  const query = '{ cases(first: 1) { totalCount nodes { province { code } } coverage { asked { code } } } }';

  const answers = await Promise.all([ask(guangdong.url, query), ask(hunan.url, query)]);

  const answerOf = (code: string, totalCount: number) => ({
    data: { cases: { totalCount, nodes: [{ province: { code } }], coverage: { asked: [{ code }] } } },
  });
  expect(answers).toEqual([answerOf('GD', 70), answerOf('HN', 60)]);
});

it('stops one province without the others', async () => {
  await using jilin = await startSeeded('JL', 10);
  const qinghai = await startSeeded('QH', 10);

  await qinghai[Symbol.asyncDispose]();

  await expect(fetch(qinghai.url)).rejects.toThrow();
  expect(await ask(jilin.url, '{ cases { totalCount } }')).toEqual({ data: { cases: { totalCount: 10 } } });
});

it('serves a province that has no data yet', async () => {
  const database = databases.placeOf('NX');
  await using ningxia = await startProvince({ instance: readInstance('NX'), dataDir, database, port: 0, shared });

  expect(await ask(ningxia.url, '{ cases { totalCount nodes { id } } }')).toEqual({
    data: { cases: { totalCount: 0, nodes: [] } },
  });
});

it('starts on a database of before statements stood by cases, and has them by their cases when it serves', async () => {
  const [instance, database] = [readInstance('SX'), databases.placeOf('SX')];
  const earlier = await openEarlier(database);
  const persons = await fillEarlier(earlier, openVault(vaultPlace('SX', { dataDir })));
  await earlier.close(true);

  await using shanxi = await startProvince({ instance, dataDir, database, port: 0, shared });

  const db = shanxi.exchange.desk.storage.em.fork().getKysely<StatementTables>();
  const rows = await db.selectFrom('person_statement').select(['person', 'stated_for']).execute();
  const [somebody] = persons;
  const own = rows.filter(({ person }) => person === somebody?.person).map((row) => row.stated_for);
  expect(own.sort()).toEqual(['C-1', 'C-2', 'GD:Case:1', 'GD:Case:2', 'L-1']);
  expect(new Set(rows.map(({ person }) => person))).toEqual(new Set(persons.map(({ person }) => person)));
});

it('does not start on a database that is not one, and says which file', async () => {
  const file = path.join(dataDir, 'provinces', 'XZ.sqlite');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'this is not a database, though it is long enough to be taken for one');

  const started = startProvince({ instance: readInstance('XZ'), dataDir, port: 0, shared });

  await expect(started).rejects.toMatchObject({ name: 'StorageError', place: file });
  await expect(started).rejects.toThrow('Move it away');
});

(isOnServer() ? it : it.skip)('is served by one process at a time, since its files are those of one', async () => {
  await using guangdong = await startSeeded('GD', 70);
  const place = { dataDir, database: databases.placeOf(guangdong.code) };

  const second = startProvince({ instance: readInstance('GD'), ...place, port: 0, shared });

  await expect(second).rejects.toMatchObject({ name: 'StorageError' });
  await expect(second).rejects.toThrow(/^Another process serves GD on the schema .*DATABASE_URL/);
});

it('gives back the database when its port is taken', async () => {
  await using guangdong = await startSeeded('GD', 70);
  const instance = readInstance('HI');
  const place = { dataDir, database: databases.placeOf('HI') };

  const started = startProvince({ instance, ...place, port: guangdong.port, shared });

  await expect(started).rejects.toMatchObject({ name: 'StartupError' });
  await using hainan = await startProvince({ instance, ...place, port: 0, shared });
  expect(hainan.code).toBe('HI');
});

function startProcess(...argv: string[]): ChildProcess {
  const root = path.resolve(import.meta.dirname, '../..');
  const main = ['--import', './scripts/typescript.mjs', 'subgraphs/province/main.ts'];
  const place = databases.placeOf('XPCC');
  const server = 'url' in place ? { DATABASE_URL: `${place.url}?schema=${place.schema}` } : {};
  const env = { ...process.env, DATA_DIR: dataDir, ...server };
  return spawn(process.execPath, [...main, ...argv], { cwd: root, env });
}

async function readUntil(stream: ChildProcess['stdout'], pattern: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += String(chunk);
    if (pattern.test(text)) return text;
  }
  return text;
}

it('runs as a process: seeds an empty database, says where it listens, and stops cleanly when told', async () => {
  const child = startProcess('XPCC');
  const exit = once(child, 'exit');

  const text = await readUntil(child.stdout, /listens on .*\n/);
  child.kill('SIGTERM');

  expect(text).toMatch(/XPCC had no data and was seeded with \d+ synthetic cases/);
  expect(text).toMatch(/XPCC \(新疆生产建设兵团\) listens on http:\/\/127\.0\.0\.1:\d+\/graphql/);
  expect(await exit).toEqual([0, null]);
});

it('ends with one sentence and exit code 1 when there is no such province', async () => {
  const child = startProcess('ZZ');
  const exit = once(child, 'exit');

  const text = await readUntil(child.stderr, /XPCC/);

  expect(text).toMatch(/^There is no province "ZZ"\. Known codes: AH, .*\n$/);
  expect(await exit).toEqual([1, null]);
});
