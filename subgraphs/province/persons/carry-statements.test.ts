import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { type EarlierPerson, fillEarlier, openEarlier, STATED_AT } from '../../../test/support/earlier-persons.js';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { StartupError } from '../../server/errors.js';
import { entities, sealedTables } from '../modules.js';
import { rotateSealing } from '../rotate-sealing.js';
import { openProvinceDatabase, type ProvinceStorage } from '../storage/orm.js';
import { openVault, type Vault, vaultPlace } from '../storage/vault.js';
import { carryStatements } from './carry-statements.service.js';
import type { PersonTables } from './person.entity.js';
import type { StatementTables } from './statement.entity.js';
import { assertVaultFits } from './vault-fits.service.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-carry-'));
const databases = new TestDatabases(dataDir);
afterAll(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

let number = 0;
let vault: Vault;
let persons: readonly EarlierPerson[];
const keys = () => vaultPlace(`GD-${number}`, { dataDir });
const open = (onSql?: (sql: string) => void): Promise<ProvinceStorage> =>
  openProvinceDatabase({ place: databases.placeOf(`GD-${number}`), entities, onSql });

beforeEach(async () => {
  number += 1;
  vault = openVault(keys());
  const earlier = await openEarlier(databases.placeOf(`GD-${number}`));
  persons = await fillEarlier(earlier, vault);
  await earlier.close(true);
});

/** What each case states, as lines; what is left in the table of before, as person keys. */
async function readAll(storage: ProvinceStorage): Promise<{ readonly stated: readonly string[]; left: number }> {
  const db = storage.em.fork().getKysely<PersonTables & StatementTables>();
  const rows = await db.selectFrom('person_statement').selectAll().execute();
  const left = await db.selectFrom('person').select('person').execute();
  const stated = rows.map((row) => {
    const { person, stated_for: statedFor, document_type: type, updated_at: at } = row;
    const texts = (['name', 'document_number', 'phone'] as const).map((column) => {
      const place = { table: 'person_statement', column, row: `${person} ${statedFor}` };
      const sealed = row[column];
      return sealed === null ? null : vault.sealing.open(sealed, place);
    });
    return [statedFor, person, type, ...texts, at].join(' ');
  });
  return { stated: stated.sort(), left: left.length };
}

function expected(): readonly string[] {
  const lines = persons.flatMap(({ person, stated, records, handled, legs }) => {
    const { name, documentType, documentNumber, phone } = stated;
    const cases = [...records, ...handled, ...legs];
    const statedFor = cases.length === 0 ? [''] : cases;
    return statedFor.map((each) => [each, person, documentType, name, documentNumber, phone, STATED_AT].join(' '));
  });
  return lines.sort();
}

it('gives every case of a database of before its own statement, and loses nobody', async () => {
  const storage = await open();

  await carryStatements(storage, vault.sealing);

  expect(await readAll(storage)).toEqual({ stated: expected(), left: 0 });
  expect(expected().length).toBeGreaterThan(240);
  await storage.close(true);
});

it('goes on wherever it was broken off, and states nothing twice', async () => {
  // A hundred persons are one batch, which is two or three inserts and a removal: three times in it, and once behind it.
  for (const writes of [0, 1, 2, 4]) {
    let left = writes;
    const dying = await open((sql) => {
      if (!/^(insert into .?person_statement|delete from .?person)/.test(sql)) return;
      left -= 1;
      if (left === -1) throw new Error('The process was killed.');
    });
    await expect(carryStatements(dying, vault.sealing)).rejects.toThrow('killed');
    await dying.close(true);
  }
  const storage = await open();

  await carryStatements(storage, vault.sealing);
  await carryStatements(storage, vault.sealing);

  expect(await readAll(storage)).toEqual({ stated: expected(), left: 0 });
  await storage.close(true);
});

it('finds persons under a new key when the keys were changed before', async () => {
  const { sealingFile } = keys();
  const { keyId, oldKeyIds } = await rotateSealing({ sealingFile, materials: path.join(dataDir, 'none'), open });
  const storage = await open();

  await carryStatements(storage, vault.sealing);

  expect(oldKeyIds).toHaveLength(1);
  expect(await readAll(storage)).toEqual({ stated: expected(), left: 0 });
  const db = storage.em.fork().getKysely<StatementTables>();
  const used = await db.selectFrom('person_statement').select('sealing_key_id').distinct().execute();
  expect(used).toEqual([{ sealing_key_id: keyId }]);
  await storage.close(true);
});

it('is not begun with another matching key or another key ring, by which persons would not be found', async () => {
  const storage = await open();
  const { sealingFile, matchingFile } = keys();
  const fit = (place: ReturnType<typeof keys>) =>
    assertVaultFits(storage, openVault(place), { place, tables: sealedTables });

  await expect(fit({ sealingFile, matchingFile })).resolves.toBeUndefined();
  await expect(fit({ sealingFile, matchingFile: path.join(dataDir, 'other.json') })).rejects.toThrow(StartupError);
  await expect(fit({ sealingFile: path.join(dataDir, 'ring.json'), matchingFile })).rejects.toThrow(StartupError);
  await storage.close(true);
});

it('stops at a row that was changed, says what to do, and throws nothing away', async () => {
  const storage = await open();
  const db = storage.em.fork().getKysely<PersonTables>();
  const [first, second] = await db.selectFrom('person').selectAll().orderBy('person').execute();
  const exchanged = db.updateTable('person').set({ name: second?.name ?? '' });
  await exchanged.where('person', '=', first?.person ?? '').execute();

  const carried = carryStatements(storage, vault.sealing);

  await expect(carried).rejects.toThrow(StartupError);
  await expect(carried).rejects.toThrow(/person does not open\. Restore the database from a backup/);
  expect(await readAll(storage)).toEqual({ stated: [], left: persons.length });
  await storage.close(true);
});
