import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { createVault } from '../../../test/support/vault.js';
import { systemClock } from '../exchange/system-clock.js';
import { entities } from '../modules.js';
import { openProvinceDatabase, type ProvinceStorage } from '../storage/orm.js';
import { SealingError } from '../storage/sealing.js';
import type { StatedPerson } from './applicant.rules.js';
import { syntheticNumber } from './identity-document.rules.js';
import type { StatementTables } from './statement.entity.js';
import { keepStatement, openStatement } from './statement.service.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-statement-'));
const databases = new TestDatabases(dataDir);
const vault = createVault();
let storage: ProvinceStorage;
beforeAll(async () => {
  storage = await openProvinceDatabase({ place: databases.placeOf('GD'), entities });
});
beforeEach(async () => {
  await storage.em.getKysely<StatementTables>().deleteFrom('person_statement').execute();
});
afterAll(async () => {
  await storage.close(true);
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const asLi: StatedPerson = {
  ...{ name: '李丁示', documentType: 'RESIDENT_ID', documentNumber: syntheticNumber('20010205', 44) },
  phone: '12000000044',
};
const asOther: StatedPerson = { ...asLi, name: '旁人', phone: null };

const keep = (statedFor: string, stated: StatedPerson): Promise<string> =>
  storage.em
    .fork()
    .transactional((transaction) => keepStatement(transaction, { vault, clock: systemClock }, { statedFor, stated }));

const read = (statedFor: string, person: string): Promise<StatedPerson | undefined> =>
  storage.em
    .fork()
    .transactional((transaction) => openStatement(transaction, vault, { person, stated_for: statedFor }));

it('keeps what was stated of one person for two cases apart, whatever comes last', async () => {
  const person = await keep('C-1', asLi);
  const same = await keep('C-2', asOther);

  expect(same).toBe(person);
  expect(await read('C-1', person)).toEqual(asLi);
  expect(await read('C-2', person)).toEqual(asOther);
  expect(await read('C-3', person)).toBeUndefined();
});

it('puts what is stated again for a case in the place of what that case stated, and of nothing else', async () => {
  const person = await keep('C-1', asLi);
  await keep('C-2', asLi);

  await keep('C-1', asOther);

  expect(await read('C-1', person)).toEqual(asOther);
  expect(await read('C-2', person)).toEqual(asLi);
});

it('opens nothing that was copied from one case of a person to another', async () => {
  const person = await keep('C-1', asLi);
  await keep('C-2', asOther);
  const statements = storage.em.getKysely<StatementTables>();
  const { name } = await statements
    .selectFrom('person_statement')
    .select('name')
    .where('stated_for', '=', 'C-1')
    .executeTakeFirstOrThrow();

  await statements.updateTable('person_statement').set({ name }).where('stated_for', '=', 'C-2').execute();

  await expect(read('C-2', person)).rejects.toThrow(SealingError);
  expect(await read('C-1', person)).toEqual(asLi);
});
