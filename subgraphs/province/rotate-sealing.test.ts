import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { TestDatabases } from '../../test/support/test-databases.js';
import { StartupError } from '../server/errors.js';
import { entities, sealedTables } from './modules.js';
import { assertVaultFits, createStatementRow, type StatementRow, type StatementTables } from './persons/index.js';
import { rotateSealing } from './rotate-sealing.js';
import { createPersons } from './seeds/persons.js';
import { readInstance } from '../shared/instance.js';
import { createBulkInsert } from './storage/bulk-insert.js';
import { createMaterialFiles } from './storage/material-files.js';
import { openProvinceDatabase, type ProvinceStorage } from './storage/orm.js';
import { keysInUse, resealTables } from './storage/reseal.js';
import { keyIdOf } from './storage/sealing.js';
import { addSecretKey } from './storage/secret-keys.js';
import { openVault, vaultPlace } from './storage/vault.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-rotate-'));
const databases = new TestDatabases(dataDir);
afterAll(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const instance = readInstance('GD');
const materials = path.join(dataDir, 'materials');
const AT = '2026-03-02T08:00:00.000Z';
let number = 0;
beforeEach(() => {
  number += 1;
});

const placeOf = () => vaultPlace(`GD-${number}`, { dataDir });
const open = (onSql?: (sql: string) => void): Promise<ProvinceStorage> =>
  openProvinceDatabase({ place: databases.placeOf(`GD-${number}`), entities, onSql });

async function fill(): Promise<readonly StatementRow[]> {
  const storage = await open();
  const vault = openVault(placeOf());
  const persons = [...createPersons(instance, vault).values()];
  const rows = persons.map((stated, index) => createStatementRow(vault, `C-${index}`, { stated, at: AT }));
  await createBulkInsert<StatementRow>('person_statement')(storage.em.getKysely(), rows);
  await storage.close(true);
  return rows;
}

async function readAll(storage: ProvinceStorage): Promise<readonly string[]> {
  const { sealing } = openVault(placeOf());
  const statements = storage.em.getKysely<StatementTables>().selectFrom('person_statement').selectAll();
  const rows = await statements.orderBy('stated_for').execute();
  return rows.flatMap(({ person, stated_for, name, document_number, phone }) => {
    const place = { table: 'person_statement', row: `${person} ${stated_for}` };
    return [
      sealing.open(name, { ...place, column: 'name' }),
      sealing.open(document_number, { ...place, column: 'document_number' }),
      sealing.open(phone ?? '', { ...place, column: 'phone' }),
    ];
  });
}

it('seals everything under a new key and says which may go, and everything opens without it', async () => {
  const rows = await fill();
  const storage = await open();
  const before = await readAll(storage);
  const { sealingFile } = placeOf();

  const rotation = await rotateSealing({ sealingFile, materials, open });

  const { sealing } = openVault(placeOf());
  expect(rotation).toEqual({ keyId: sealing.keyId, rows: rows.length, files: 0, oldKeyIds: [rows[0]?.sealing_key_id] });
  expect(await keysInUse(storage, sealedTables)).toEqual(new Set([sealing.keyId]));
  expect(await readAll(storage)).toEqual(before);
  expect(before).toHaveLength(rows.length * 3);
  await storage.close(true);
});

it('loses nothing wherever it is broken off, goes on from there, and adds no other key', async () => {
  await fill();
  const storage = await open();
  const before = await readAll(storage);
  const { sealingFile } = placeOf();
  // In the first batch, at its end, and in the second.
  for (const updates of [1, 199, 250]) {
    let left = updates;
    const dying = (): Promise<ProvinceStorage> =>
      open((sql) => {
        if (!/^update "?`?person_statement/.test(sql)) return;
        left -= 1;
        // Once: what follows is the rollback, which a server does by itself for whoever dies.
        if (left === -1) throw new Error('The process was killed.');
      });
    await expect(rotateSealing({ sealingFile, materials, open: dying })).rejects.toThrow('killed');
    expect(await readAll(storage)).toEqual(before);
  }

  await rotateSealing({ sealingFile, materials, open });

  const { sealing } = openVault(placeOf());
  expect(sealing.keyIds).toHaveLength(2);
  expect(await keysInUse(storage, sealedTables)).toEqual(new Set([sealing.keyId]));
  expect(await readAll(storage)).toEqual(before);
  await storage.close(true);
});

it('seals files too, and goes on with them where it was broken off', async () => {
  await fill();
  const { sealingFile } = placeOf();
  const folder = path.join(dataDir, `materials-${number}`);
  const files = createMaterialFiles(folder, openVault(placeOf()).sealing);
  const bytes = Buffer.from('%PDF-1.7 990000198203140018');
  const digest = createHash('sha256').update(bytes).digest('hex');
  await files.writePart(digest, 0, bytes);
  await files.seal(digest, { digest, size: bytes.length });
  addSecretKey(sealingFile);
  const storage = await open();
  await resealTables({ storage, sealing: openVault(placeOf()).sealing, tables: sealedTables });
  await storage.close(true);

  const rotation = await rotateSealing({ sealingFile, materials: folder, open });

  expect(rotation).toMatchObject({ rows: 0, files: 1 });
  expect(openVault(placeOf()).sealing.keyIds).toHaveLength(2);
  expect(Buffer.from(await files.readKept(digest, 0, 100))).toEqual(bytes);
});

it('undoes nothing that is written meanwhile', async () => {
  const [first] = await fill();
  const serving = await open();
  const { person = '', stated_for: statedFor = '' } = first ?? {};
  const { sealing } = openVault(placeOf());
  let hasWritten = false;
  const { sealingFile } = placeOf();
  const meddling = async (): Promise<ProvinceStorage> => {
    const storage = await open();
    const name = sealing.seal('改名', { table: 'person_statement', column: 'name', row: `${person} ${statedFor}` });
    await serving.em
      .getKysely<StatementTables>()
      .updateTable('person_statement')
      .set({ name, sealing_key_id: keyIdOf(name) })
      .where('person', '=', person)
      .where('stated_for', '=', statedFor)
      .execute();
    hasWritten = true;
    return storage;
  };

  await rotateSealing({ sealingFile, materials, open: meddling });

  expect(hasWritten).toBe(true);
  expect(await readAll(serving)).toContain('改名');
  await serving.close(true);
});

it('does not start a province without the keys that its data are under, nor with another matching key', async () => {
  await fill();
  const storage = await open();
  const { sealingFile, matchingFile } = placeOf();
  const other = { sealingFile: path.join(dataDir, 'other.json'), matchingFile };
  const elsewhere = { sealingFile, matchingFile: path.join(dataDir, 'elsewhere.json') };
  const fit = (place: typeof other) => assertVaultFits(storage, openVault(place), { place, tables: sealedTables });

  await expect(fit({ sealingFile, matchingFile })).resolves.toBeUndefined();
  await expect(fit(other)).rejects.toThrow(StartupError);
  await expect(fit(other)).rejects.toThrow(/other\.json lacks the key [0-9a-f]{12}, .* from a backup/);
  await expect(fit(elsewhere)).rejects.toThrow(/elsewhere\.json is not the national matching key/);
  await storage.close(true);
});
