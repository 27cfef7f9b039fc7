import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { defineEntity } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { TestDatabases } from '../../test/support/test-databases.js';
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
