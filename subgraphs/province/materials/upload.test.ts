import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCrashingDisk, PowerCut } from '../../../test/support/crashing-disk.js';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { createContext } from '../../../test/support/province-context.js';
import { registerCase } from '../../../test/support/register-case.js';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { systemClock, systemRandomness } from '../exchange/system-clock.js';
import type { ProvinceContext } from '../context.js';
import { entities } from '../modules.js';
import { createMaterialFiles, type MaterialFiles } from '../storage/material-files.js';
import { openProvinceDatabase, type ProvinceStorage } from '../storage/orm.js';
import { MAX_FILE_BYTES } from './admission.rules.js';
import { manifestOf } from './manifest.service.js';
import { appendChunk, beginUpload, finishUpload, type NewMaterial } from './upload.service.js';

let place: MaterialFolder;
let storage: ProvinceStorage;
let databases: TestDatabases;
beforeAll(async () => {
  place = createMaterialFolder();
  databases = new TestDatabases(place.root);
  storage = await openProvinceDatabase({ place: databases.placeOf('GD'), entities });
});
afterAll(async () => {
  await storage.close(true);
  await databases[Symbol.asyncDispose]();
  place[Symbol.dispose]();
});

const keyRing = createKeyRing(['GD']);
const desk = { signer: keyRing.signerOf('GD'), keys: keyRing.keys, randomness: systemRandomness };

const MONDAY = Date.parse('2026-03-02T02:00:00Z');
const DAY = 24 * 3_600_000;

const at = (files: MaterialFiles, nowMs = MONDAY) =>
  createContext({ desk: { ...desk, storage, clock: { ...systemClock, nowMs: () => nowMs } }, files });

const materialOf = (caseId: string, bytes: Uint8Array): NewMaterial => ({
  ...{ caseId, name: '照片', digest: digestOf(bytes), size: bytes.length },
  ...{ mediaType: 'image/jpeg', grade: 'C', certifiedBy: null },
});

/** As a client does it: begins, goes on where the province is, ends. */
async function upload(context: ProvinceContext, material: NewMaterial, bytes: Uint8Array): Promise<void> {
  const state = await beginUpload(context, material);
  if ('refusal' in state) throw new Error(state.refusal);
  for (let offset = state.offset; offset < bytes.length; offset += 50) {
    await appendChunk(context, { id: state.id, offset, bytes: bytes.subarray(offset, offset + 50) });
  }
  expect(await finishUpload(context, state.id)).toMatchObject({ isFinished: true });
}

it('lets a case have a file only when it is there whole, whenever the power fails, and ends what was begun', async () => {
  let cases = 0;
  const content = fc.uint8Array({ maxLength: 200 }).map((tail) => new Uint8Array([0xff, 0xd8, 0xff, ...tail]));
  await fc.assert(
    fc.asyncProperty(content, fc.nat({ max: 60 }), async (bytes, steps) => {
      using folder = createMaterialFolder();
      const caseId = await registerCase(storage, `GD:Case:crash${(cases += 1)}`);
      const { disk, loseUnflushed } = createCrashingDisk(steps);
      const entries = async () => (await manifestOf(storage.em, caseId)).manifest.entries;

      try {
        await upload(at(createMaterialFiles(folder.root, disk)), materialOf(caseId, bytes), bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(PowerCut);
      }
      loseUnflushed();

      const nothing = new Uint8Array();
      for (const { digest } of await entries()) expect(digestOf(folder.kept().get(digest) ?? nothing)).toBe(digest);
      await upload(at(createMaterialFiles(folder.root)), materialOf(caseId, bytes), bytes);
      expect(await entries()).toMatchObject([{ ordinal: 1, digest: digestOf(bytes) }]);
      expect(folder.parts()).toBe(0);
    }),
    { numRuns: 60 },
  );
});

it('counts what is on its way towards what a case may have, until nobody has gone on with it for a week', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root);
  await registerCase(storage, 'GD:Case:full');
  const large = (name: string) => ({ ...materialOf('GD:Case:full', new Uint8Array([1])), name, size: MAX_FILE_BYTES });
  for (const name of ['1', '2', '3', '4', '5']) expect(await beginUpload(at(files), large(name))).toHaveProperty('id');

  expect(await beginUpload(at(files), large('6'))).toEqual({ refusal: 'CASE_FULL' });
  expect(await beginUpload(at(files), large('5'))).toHaveProperty('id');
  expect(await beginUpload(at(files, MONDAY + 6 * DAY), large('6'))).toEqual({ refusal: 'CASE_FULL' });
  expect(await beginUpload(at(files, MONDAY + 8 * DAY), large('6'))).toHaveProperty('id');
});

it('drops no file that a case has, however old it is', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root);
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1]);
  await registerCase(storage, 'GD:Case:old');
  await upload(at(files), materialOf('GD:Case:old', bytes), bytes);

  const again = await beginUpload(at(files, MONDAY + 900 * DAY), materialOf('GD:Case:old', bytes));

  expect(again).toMatchObject({ isFinished: true });
});
