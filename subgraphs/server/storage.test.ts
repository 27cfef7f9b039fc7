import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { Migration } from '@mikro-orm/migrations';
import { defineEntity } from '@mikro-orm/core';
import { StorageError } from './errors.js';
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

const migrations = [{ name: '0001-lamp', class: CreateLamp }];
const folder = () => mkdtempDisposableSync(join(tmpdir(), 'tongban-storage-'));

it('creates the database, migrates it once and finds the rows again', async () => {
  using place = folder();
  const file = join(place.path, 'deep', 'lamp.sqlite');
  const first = await openStorage({ place: { file }, entities: [Lamp], migrations });
  const em = first.em.fork();
  em.create(Lamp, { id: 'a', lit: true });
  await em.flush();
  await first.close();

  const second = await openStorage({ place: { file }, entities: [Lamp], migrations });

  expect(await second.em.fork().find(Lamp, {})).toMatchObject([{ id: 'a', lit: true }]);
  expect(await second.em.getConnection().execute('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  await second.close();
});

it.each([
  ['normal', 1],
  ['full', 2],
] as const)('flushes as %s durability asks', async (synchronous, level) => {
  using place = folder();
  const orm = await openStorage({
    place: { file: join(place.path, 'lamp.sqlite') },
    entities: [Lamp],
    migrations,
    synchronous,
  });

  expect(await orm.em.getConnection().execute('pragma synchronous')).toEqual([{ synchronous: level }]);
  await orm.close();
});

it('shows every statement to the one who counts them', async () => {
  using place = folder();
  const seen: string[] = [];
  const onSql = (sql: string) => seen.push(sql);
  const orm = await openStorage({
    place: { file: join(place.path, 'lamp.sqlite') },
    entities: [Lamp],
    migrations,
    onSql,
  });
  seen.length = 0;

  await orm.em.fork().find(Lamp, { id: 'a' });
  await orm.em.fork().find(Lamp, { id: 'b' });

  expect(seen).toHaveLength(2);
  await orm.close();
});

it('goes on after SQLite has undone a transaction by itself, as it does where a disk is full', async () => {
  using place = folder();
  const orm = await openStorage({ place: { file: join(place.path, 'lamp.sqlite') }, entities: [Lamp], migrations });
  const execute = (statement: string) => orm.em.getConnection().execute(statement);
  const light = (count: number) =>
    orm.em.fork().transactional(async (em) => {
      // More than fits in memory, so that SQLite finds the disk full while it makes room, and not at the commit.
      for (let n = 0; n < count; n += 1) await em.insert(Lamp, { id: String(n).padStart(4_000, '0'), lit: true });
    });

  await execute('pragma max_page_count = 1'); // SQLite takes the pages that it has for the least
  await expect(light(2_000)).rejects.toThrow('full');
  await expect(light(2_000)).rejects.toThrow('full');
  await execute('pragma max_page_count = 1073741823');
  await light(2);

  expect(await orm.em.fork().count(Lamp)).toBe(2);
  await orm.close();
});

it('names the file and the cure when the file is not a database', async () => {
  using place = folder();
  const file = join(place.path, 'lamp.sqlite');
  writeFileSync(file, 'this is a letter, not a database; '.repeat(200));

  const opening = openStorage({ place: { file }, entities: [Lamp], migrations });

  await expect(opening).rejects.toThrow(StorageError);
  await expect(opening).rejects.toThrow(
    `${file} is not a readable SQLite database (file is not a database). Move it away and run npm run seed.`,
  );
});

it('finds a damaged page before anything is served from it', async () => {
  using place = folder();
  const file = join(place.path, 'lamp.sqlite');
  const database = new DatabaseSync(file);
  database.exec('create table a (x text); create index ax on a (x)');
  for (let n = 0; n < 200; n += 1) database.prepare('insert into a values (?)').run('x'.repeat(100) + String(n));
  database.close();
  damage(file);

  await expect(openStorage({ place: { file }, entities: [Lamp], migrations })).rejects.toThrow(StorageError);
});

// The third page belongs to the table or its index.
function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xff, 2 * 4096, 3 * 4096);
  writeFileSync(file, bytes);
}

it('leaves nothing open and says so when a migration fails', async () => {
  using place = folder();
  const file = join(place.path, 'lamp.sqlite');
  const broken = [...migrations, { name: '0002-broken', class: Broken }];

  await expect(openStorage({ place: { file }, entities: [Lamp], migrations: broken })).rejects.toThrow(
    /lamp\.sqlite could not be brought to the current version \(.*nothing.*\)\. Move it away/,
  );
});
