import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { defineEntity } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { TestDatabases } from '../../test/support/test-databases.js';
import { until } from '../../test/support/until.js';
import type { ServerPlace, Storage } from './database.js';
import { StorageError } from './errors.js';
import { holdSessionLock } from './session-lock.js';
import { openStorage } from './storage.js';

const schema = defineEntity({
  name: 'Lamp',
  tableName: 'lamp',
  properties: (p) => ({ id: p.string().primary(), lit: p.boolean() }),
});
class Lamp extends schema.class {}
schema.setClass(Lamp);

class CreateLamp extends Migration {
  override async up(): Promise<void> {
    const tables = this.getEntityManager().getKysely().schema;
    await tables
      .createTable('lamp')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('lit', 'boolean')
      .execute();
  }
}

class Broken extends Migration {
  override async up(): Promise<void> {
    await this.getEntityManager().getKysely().schema.dropTable('nothing').execute();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'tongban-server-'));
const databases = new TestDatabases(folder);
afterAll(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const migrations = [{ name: '0001-lamp', class: CreateLamp }];
const placeOf = (name: string): ServerPlace => databases.placeOf(name) as ServerPlace; // these tests run on a server
const open = (place: ServerPlace, onSql?: (sql: string) => void): Promise<Storage> =>
  openStorage({ place, entities: [Lamp], migrations, onSql });
const ask = (orm: Storage, sql: string) => orm.em.getConnection().execute<Record<string, unknown>[]>(sql);

it('creates the schema, lets two that begin at once migrate it once, and finds the rows again', async () => {
  const [first, second] = await Promise.all([open(placeOf('lamps')), open(placeOf('lamps'))]);
  const em = first.em.fork();
  em.create(Lamp, { id: 'a', lit: true });
  await em.flush();

  expect(await second.em.fork().find(Lamp, {})).toMatchObject([{ id: 'a', lit: true }]);
  expect(await ask(second, 'select name from mikro_orm_migrations')).toEqual([{ name: '0001-lamp' }]);
  await Promise.all([first.close(true), second.close(true)]);
});

it('reads counts as numbers and JSON as the text that was written', async () => {
  const orm = await open(placeOf('types'));

  const [row] = await ask(orm, `select count(*) as n, 1700000000000::int8 as ms, '{"b": 1, "a": 2}'::json as json`);

  expect(row).toEqual({ n: 1, ms: 1_700_000_000_000, json: '{"b": 1, "a": 2}' });
  await orm.close(true);
});

it('flushes commits even where the server would not, and leaves what is stronger', async () => {
  const { url, schema: name } = placeOf('flushed');
  const flushing = async (setting: string): Promise<unknown> => {
    const orm = await open({ url: `${url}?options=-c%20synchronous_commit%3D${setting}`, schema: name });
    const [row] = await ask(orm, 'show synchronous_commit');
    await orm.close(true);
    return row?.['synchronous_commit'];
  };

  expect(await flushing('off')).toBe('on');
  expect(await flushing('remote_apply')).toBe('remote_apply');
});

it('shows every statement to the one who counts them', async () => {
  const seen: string[] = [];
  const orm = await open(placeOf('seen'), (sql) => seen.push(sql));
  seen.length = 0;

  await orm.em.fork().find(Lamp, { id: 'a' });
  await orm.em.fork().find(Lamp, { id: 'b' });

  expect(seen).toHaveLength(2);
  await orm.close(true);
});

const sessionsOf = (name: string): string =>
  `from pg_stat_activity where application_name = 'tongban ${placeOf(name).schema}'`;

async function countSleepers(orm: Storage, name: string): Promise<number> {
  const [row] = await ask(orm, `select count(*) as n ${sessionsOf(name)} and wait_event = 'PgSleep'`);
  return Number(row?.['n']);
}

it('goes on when the server has ended all sessions, whatever they were at', async () => {
  const [orm, other] = [await open(placeOf('ended')), await open(placeOf('other-ended'))];
  const endSessions = () => ask(other, `select pg_terminate_backend(pid) ${sessionsOf('ended')}`);
  const count = () => orm.em.fork().transactional((em) => em.count(Lamp));
  const isBack = () =>
    Promise.all(Array.from({ length: 20 }, count)).then(
      () => true,
      () => false,
    );

  // Together more than there are connections: each transaction that kept one would keep it for good.
  for (let round = 0; round < 3; round += 1) {
    let ended = 0;
    const sleep = async (): Promise<void> => {
      const sleeping = orm.em
        .fork()
        .transactional((em) =>
          em.getConnection().execute('select pg_sleep(600)', [], 'all', em.getTransactionContext()),
        );
      await sleeping.catch(() => (ended += 1));
    };
    const asleep = Array.from({ length: 8 }, sleep);
    await until(async () => (await countSleepers(other, 'ended')) + ended === 8);
    await endSessions();
    await Promise.all(asleep);
    // A session that has ended while it rested is found out by whoever begins something with it.
    await until(isBack);
    await endSessions();
    await isBack();
  }

  await until(isBack);
  await Promise.all([orm.close(true), other.close(true)]);
});

it('never goes on with what a transaction has left that could not be undone in time', async () => {
  const { url, schema: name } = placeOf('late');
  const [orm, other] = [
    await open({ url: `${url}?query_timeout=300`, schema: name }),
    await open(placeOf('other-late')),
  ];
  const light = (id: string, seconds: number) =>
    orm.em.fork().transactional(async (em) => {
      await em.insert(Lamp, { id, lit: true });
      await em.getConnection().execute(`select pg_sleep(${seconds})`, [], 'all', em.getTransactionContext());
    });

  await expect(light('a', 1)).rejects.toThrow('timeout');
  await until(async () => (await countSleepers(other, 'late')) === 0);
  await light('b', 0);

  expect(await orm.em.fork().find(Lamp, {})).toMatchObject([{ id: 'b' }]);
  await Promise.all([orm.close(true), other.close(true)]);
});

it.each([
  ['nobody listens', (url: URL) => (url.port = '1'), 'ECONNREFUSED'],
  ['the database is not there', (url: URL) => (url.pathname = '/nothing_of_this_name'), 'nothing_of_this_name'],
  ['the user is not known', (url: URL) => (url.username = 'nobody_of_this_name'), 'nobody_of_this_name'],
])('names the server and the cure, and no password, when %s', async (_title, spoil, reason) => {
  const url = new URL(placeOf('spoilt').url);
  url.password = 'hush';
  spoil(url);

  const opening = open({ url: url.href, schema: 'spoilt' });

  await expect(opening).rejects.toThrow(StorageError);
  await expect(opening).rejects.toThrow(reason);
  await expect(opening).rejects.toThrow(
    /^postgresql:\/\/[\w.]+:\d+\/\w+ \(schema spoilt\) cannot be used: .*DATABASE_URL\.$/,
  );
  await expect(opening).rejects.not.toThrow('hush');
});

it('says so when a migration fails', async () => {
  const broken = [...migrations, { name: '0002-broken', class: Broken }];

  const opening = openStorage({ place: placeOf('broken'), entities: [Lamp], migrations: broken });

  await expect(opening).rejects.toThrow(
    /could not be brought to the current version \(.*nothing.*\)\. Name another schema/,
  );
});

it('gives a lock to one session at a time, until it lets go or has ended', async () => {
  const [first, second] = [await open(placeOf('locks')), await open(placeOf('locks'))];
  const other = await open(placeOf('other-locks'));
  const take = (orm: Storage) => holdSessionLock(orm, { subject: 'serve', waitMs: 100 });

  const held = await take(first);
  await expect(take(second)).rejects.toMatchObject({ name: 'LockTakenError' });
  await (await take(other))[Symbol.asyncDispose](); // of another schema
  await held[Symbol.asyncDispose]();
  const again = await take(second);
  await ask(
    first,
    `select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and application_name = 'tongban ${placeOf('locks').schema}'`,
  );
  const last = await take(first);

  for (const lock of [again, last]) await lock[Symbol.asyncDispose]();
  await Promise.all([first, second, other].map((orm) => orm.close(true)));
});
