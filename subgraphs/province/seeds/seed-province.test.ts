import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { createVault } from '../../../test/support/vault.js';
import { entities } from '../modules.js';
import { listInstances, readInstance } from '../../shared/instance.js';
import { openProvinceDatabase, type ProvinceStorage } from '../storage/orm.js';
import { casesPerProvince, isSeeded, seedProvince, seedWhenEmpty } from './seed-province.js';

const TABLES = ['authority', 'service_item', 'service_case', 'case_step'] as const;
const instance = readInstance('GD');
const vault = createVault();

const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-seed-'));
const databases = new TestDatabases(dataDir);
afterAll(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const open = (name: string): Promise<ProvinceStorage> =>
  openProvinceDatabase({ place: databases.placeOf(name), entities });

async function dump(orm: ProvinceStorage): Promise<readonly string[]> {
  const tables = TABLES.map((table) =>
    orm.em.getConnection().execute<object[]>(`select * from ${table} order by 1, 2`),
  );
  return (await Promise.all(tables)).flat().map((row) => JSON.stringify(row));
}

it('gives the same rows for the same input, and others for another province', async () => {
  const [first, second, other] = await Promise.all(['first', 'second', 'other'].map(open));
  if (first === undefined || second === undefined || other === undefined) throw new Error('no storage');

  await seedProvince({ orm: first, instance, cases: 300, vault });
  await seedProvince({ orm: second, instance, cases: 300, vault });
  await seedProvince({ orm: other, instance: readInstance('HN'), cases: 300, vault });

  const rows = await dump(first);
  expect(rows.length).toBeGreaterThan(1_000);
  expect(await dump(second)).toEqual(rows);
  expect(await dump(other)).not.toEqual(rows);
  await Promise.all([first, second, other].map((orm) => orm.close(true)));
});

it('begins again when an earlier run was interrupted', async () => {
  const orm = await open('interrupted');
  const interrupted = seedProvince({
    orm,
    instance,
    vault,
    cases: 2_500,
    onProgress: (done) => {
      if (done >= 2_000) throw new Error('power cut');
    },
  });
  await expect(interrupted).rejects.toThrow('power cut');

  expect(await isSeeded(orm)).toBe(false);
  await seedProvince({ orm, instance, cases: 100, vault });

  expect(await isSeeded(orm)).toBe(true);
  expect(await orm.em.getConnection().execute('select count(*) as cases from service_case')).toEqual([{ cases: 100 }]);
  await orm.close(true);
});

it('leaves a seeded database as it is', async () => {
  const progress: [number, number][] = [];
  const options = { instance: readInstance('QH'), dataDir, database: databases.placeOf('QH'), cases: 60 };

  expect(await seedWhenEmpty({ ...options, onProgress: (done, total) => progress.push([done, total]) })).toBe(true);
  expect(await seedWhenEmpty({ ...options, cases: 90 })).toBe(false);

  expect(progress).toEqual([[60, 60]]);
  const orm = await open('QH');
  expect(await orm.em.getConnection().execute('select count(*) as cases from service_case')).toEqual([{ cases: 60 }]);
  await orm.close(true);
});

it.each([0, 7, 100, 1_000, 3_333])('shares out cases so that their mean is exactly %i', (average) => {
  const instances = listInstances();

  const sizes = casesPerProvince(average, instances);

  const counts = instances.map(({ code }) => sizes.get(code) ?? Number.NaN);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(average * 32);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(average >= 100 ? 50 : 0);
  expect(Math.max(...counts)).toBe(sizes.get('GD'));
});
