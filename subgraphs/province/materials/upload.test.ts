import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCrashingDisk, PowerCut } from '../../../test/support/crashing-disk.js';
import { createMaterialFolder, digestOf } from '../../../test/support/material-folder.js';
import { MaterialPlace } from '../../../test/support/material-place.js';
import { createContext } from '../../../test/support/province-context.js';
import { registerCase, registerFile, registerLeg } from '../../../test/support/register-case.js';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { withinReason } from '../../../test/support/within-reason.js';
import { createVault } from '../../../test/support/vault.js';
import { systemClock, systemRandomness } from '../exchange/system-clock.js';
import type { ProvinceContext } from '../context.js';
import { inTransaction } from '../exchange/desk.js';
import { createMaterialFiles, type MaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { takeTurn } from '../storage/turns.js';
import type { CaseRegister } from './case-register.service.js';
import { MAX_FILE_BYTES } from './admission.rules.js';
import { manifestOf } from './manifest.service.js';
import { appendChunk, beginUpload, finishUpload, type NewMaterial } from './upload.service.js';

let place: MaterialPlace;
let storage: ProvinceStorage;
beforeAll(async () => {
  place = await MaterialPlace.open('GD');
  storage = place.storage;
});
afterAll(() => place[Symbol.asyncDispose]());

const keyRing = createKeyRing(['GD']);
const desk = {
  signer: keyRing.signerOf('GD'),
  keys: keyRing.keys,
  letters: keyRing.lettersOf('GD'),
  randomness: systemRandomness,
  vault: createVault(),
};

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
        await upload(at(createMaterialFiles(folder.root, folder.sealing, disk)), materialOf(caseId, bytes), bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(PowerCut);
      }
      loseUnflushed();

      const nothing = new Uint8Array();
      for (const { digest } of await entries())
        expect(digestOf((await folder.kept()).get(digest) ?? nothing)).toBe(digest);
      await upload(at(createMaterialFiles(folder.root, folder.sealing)), materialOf(caseId, bytes), bytes);
      expect(await entries()).toMatchObject([{ ordinal: 1, digest: digestOf(bytes) }]);
      expect(folder.parts()).toBe(0);
    }),
    { numRuns: 60 },
  );
});

it('counts what is on its way towards what a case may have, until nobody has gone on with it for a week', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);
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
  const files = createMaterialFiles(folder.root, folder.sealing);
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1]);
  await registerCase(storage, 'GD:Case:old');
  await upload(at(files), materialOf('GD:Case:old', bytes), bytes);

  const again = await beginUpload(at(files, MONDAY + 900 * DAY), materialOf('GD:Case:old', bytes));

  expect(again).toMatchObject({ isFinished: true });
});

let legs = 0;

/** A leg for a case of another province. */
async function legIn(state: string): Promise<{ readonly legId: string; readonly no: string }> {
  const no = `E-${(legs += 1)}`;
  await registerFile(storage, no, null);
  return { no, legId: await registerLeg(storage, no, { name: 'approve', state, at: new Date(MONDAY).toISOString() }) };
}

it.each([
  ['WORKING', undefined],
  ['EXPIRED', undefined],
  ['DONE', 'LEG_ENDED'],
  ['REFUSED', 'LEG_ENDED'],
] as const)('answers about a file for a leg that is %s with %s', async (state, refusal) => {
  using folder = createMaterialFolder();
  const { legId } = await legIn(state);

  const begun = await beginUpload(
    at(createMaterialFiles(folder.root, folder.sealing)),
    materialOf(legId, new Uint8Array([0xff, 0xd8, 0xff, 1])),
  );

  expect('refusal' in begun ? begun.refusal : undefined).toBe(refusal);
});

it('gives a leg no file that ends while the leg does, and keeps nothing of it', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);
  const { legId, no } = await legIn('WORKING');
  // Longer than any content of another test, which would be here already.
  const bytes = new Uint8Array(300);
  bytes.set([0xff, 0xd8, 0xff]);
  const begun = await beginUpload(at(files), materialOf(legId, bytes));
  if ('refusal' in begun) throw new Error(begun.refusal);
  await appendChunk(at(files), { id: begun.id, offset: 0, bytes });
  const [done, seen] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const completing = inTransaction({ storage }, async (transaction) => {
    await takeTurn(transaction, no);
    const courses = transaction.getKysely<CaseRegister>().updateTable('case_course').where('id', '=', legId);
    await courses.set({ state: 'DONE' }).execute();
    done.resolve(undefined);
    await seen.promise;
  });

  await done.promise;
  const finishing = finishUpload(at(files), begun.id);
  await withinReason(finishing);
  seen.resolve(undefined);
  await completing;

  expect(await finishing).toEqual({ refusal: 'LEG_ENDED' });
  expect((await manifestOf(storage.em, legId)).manifest.entries).toEqual([]);
  expect([...(await folder.kept()).keys()]).toEqual([]);
});
