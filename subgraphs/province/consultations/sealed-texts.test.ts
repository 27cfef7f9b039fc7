import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { entities, sealedTables } from '../modules.js';
import { openProvinceDatabase } from '../storage/orm.js';
import { resealTables } from '../storage/reseal.js';
import { keyIdOf } from '../storage/sealing.js';
import { addSecretKey } from '../storage/secret-keys.js';
import { openVault, vaultPlace } from '../storage/vault.js';
import type { ConsultationTables } from './consultation.entity.js';
import { keepMessages, openMessages, sealMessage } from './texts.service.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-texts-'));
const databases = new TestDatabases(dataDir);
afterAll(async () => {
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const at = '2026-03-02T08:00:00.000Z';
const message = (seq: number, text: string) =>
  ({ seq, at, act: 'QUESTION', province: 'GD', unit: null, text }) as const;

it('comes under a new key when keys are changed, and opens all the same', async () => {
  const storage = await openProvinceDatabase({ place: databases.placeOf('GD'), entities });
  const place = vaultPlace('GD', { dataDir });
  const { sealing } = openVault(place);
  const db = storage.em.getKysely<ConsultationTables>();
  await keepMessages(db, sealing, { id: 'GD:Consultation:1', messages: [message(1, '我的问题'), message(2, '补充')] });

  const { id: keyId } = addSecretKey(place.sealingFile);
  const count = await resealTables({ storage, sealing, tables: sealedTables });

  expect(count).toBe(2);
  const rows = await db.selectFrom('consultation_message').select(['text', 'sealing_key_id']).execute();
  expect(rows.map(({ text, sealing_key_id: id }) => [keyIdOf(text), id])).toEqual([
    [keyId, keyId],
    [keyId, keyId],
  ]);
  expect((await openMessages(db, sealing, 'GD:Consultation:1')).map(({ text }) => text)).toEqual(['我的问题', '补充']);
  await storage.close(true);
});

it('opens in its own place of its own thread only', async () => {
  const storage = await openProvinceDatabase({ place: databases.placeOf('HN'), entities });
  const { sealing } = openVault(vaultPlace('HN', { dataDir }));
  const db = storage.em.getKysely<ConsultationTables>();
  const row = sealMessage(sealing, 'HN:Consultation:1', message(1, '问'));

  await db
    .insertInto('consultation_message')
    .values({ ...row, consultation_id: 'HN:Consultation:2' })
    .execute();

  await expect(openMessages(db, sealing, 'HN:Consultation:2')).rejects.toThrow(/sealed for another place/);
  await storage.close(true);
});
