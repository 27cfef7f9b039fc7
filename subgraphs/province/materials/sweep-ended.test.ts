import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../../test/support/exchange/manual-clock.js';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { MaterialPlace } from '../../../test/support/material-place.js';
import { createContext } from '../../../test/support/province-context.js';
import { moveCase, registerCase, registerFile, registerLeg } from '../../../test/support/register-case.js';
import { createVault } from '../../../test/support/vault.js';
import type { ProvinceContext } from '../context.js';
import { inTransaction } from '../exchange/desk.js';
import { systemRandomness } from '../exchange/system-clock.js';
import type { PolicyTables } from '../policy/policy.entity.js';
import { type FileSystem, plainFiles } from '../storage/file-system.js';
import { createMaterialFiles, type MaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { refuseFile } from './case-content.service.js';
import type { Manifest } from './manifest.rules.js';
import { erasedOf, manifestOf, reconciliationOf } from './manifest.service.js';
import { keepManifest } from './received-manifest.service.js';
import { runTransfers } from './run-transfers.service.js';
import { sweepEnded } from './sweep-ended.service.js';
import { readChunk } from './transfer.service.js';
import { appendChunk, beginUpload, finishUpload, type NewMaterial } from './upload.service.js';

const START = Date.parse('2026-03-02T02:00:00Z');

let place: MaterialPlace;
let storage: ProvinceStorage;
beforeAll(async () => {
  place = await MaterialPlace.open('GD');
  storage = place.storage;
});
afterAll(() => place[Symbol.asyncDispose]());

let number = 0;
let folder: MaterialFolder;
let files: MaterialFiles;
let clock: ManualClock;
beforeEach(async () => {
  folder = createMaterialFolder();
  files = createMaterialFiles(folder.root, folder.sealing);
  clock = createManualClock(START);
  number += 1;
  await storage.em.getKysely<PolicyTables>().deleteFrom('policy_change').execute();
});

const keyRing = createKeyRing(['GD']);
const vault = createVault();
const context = (): ProvinceContext => {
  const place = { storage, clock, vault, keys: keyRing.keys, randomness: systemRandomness };
  return createContext({ desk: { ...place, signer: keyRing.signerOf('GD'), letters: keyRing.lettersOf('GD') }, files });
};

const jpeg = (text: string): Uint8Array => new Uint8Array([0xff, 0xd8, 0xff, ...Buffer.from(`${text} ${number}`)]);
const now = (): string => new Date(clock.nowMs()).toISOString();
const toMonth = (text: string): void => clock.advance(Date.parse(`${text}-03T00:00:00Z`) - clock.nowMs());
const sweep = (): Promise<number> => sweepEnded({ storage, files, nowMs: clock.nowMs });
const keptNow = async (): Promise<readonly string[]> => [...(await folder.kept()).keys()];

const materialOf = (caseId: string, bytes: Uint8Array): NewMaterial => ({
  ...{ caseId, name: '照片', digest: digestOf(bytes), size: bytes.length },
  ...{ mediaType: 'image/jpeg', grade: 'C', certifiedBy: null },
});

/** A case that has this file. */
async function caseWith(name: string, bytes: Uint8Array): Promise<string> {
  const caseId = await registerCase(storage, `GD:Case:${name}${number}`, 'IN_REVIEW');
  const begun = await beginUpload(context(), materialOf(caseId, bytes));
  if ('refusal' in begun) throw new Error(begun.refusal);
  await appendChunk(context(), { id: begun.id, offset: 0, bytes });
  expect(await finishUpload(context(), begun.id)).toMatchObject({ isFinished: true });
  return caseId;
}

const end = (caseId: string): Promise<void> => moveCase(storage, caseId, { state: 'DELIVERED', at: now() });

/** Another province lists this file for a case or leg here. */
function list(subject: string, bytes: Uint8Array): Promise<void> {
  const file = {
    ordinal: 1,
    name: '照片',
    digest: digestOf(bytes),
    size: bytes.length,
    mediaType: 'image/jpeg',
  } as const;
  const manifest: Manifest = { version: 1, entries: [{ ...file, grade: 'C', certifiedBy: null }], papers: [] };
  const brought = { caseId: subject, from: 'HN', manifest, receivedAt: now() };
  return inTransaction({ storage }, (transaction) => keepManifest(transaction, brought));
}

/** Another province has sent this file for a case or leg here. */
async function receive(subject: string, bytes: Uint8Array): Promise<void> {
  await list(subject, bytes);
  const fetchChunk = () => Promise.resolve({ size: bytes.length, bytes });
  await runTransfers({ storage, files, nowMs: clock.nowMs, fetchChunk });
}

it('erases the file ten years after the case has ended, and keeps list, digest and the time', async () => {
  const bytes = jpeg('own');
  const digest = digestOf(bytes);
  const caseId = await caseWith('old', bytes);
  const before = await manifestOf(storage.em, caseId);
  toMonth('2046-03');
  const running = await sweep();
  await end(caseId);
  toMonth('2056-02');
  const early = await sweep();
  const keptEarly = await keptNow();
  toMonth('2056-04');
  const late = await sweep();

  expect([running, early, late, await sweep()]).toEqual([0, 0, 1, 0]);
  expect([keptEarly, await keptNow()]).toEqual([[digest], []]);
  expect(await manifestOf(storage.em, caseId)).toEqual(before);
  expect([...(await erasedOf(storage.em, caseId))]).toEqual([[1, now()]]);
  expect(await refuseFile(context(), { caseId, digest })).toBe('MATERIAL_ERASED');
  expect(await readChunk(context(), { digest, offset: 0 })).toEqual({ refusal: 'MATERIAL_ERASED' });
  expect(await beginUpload(context(), materialOf(caseId, bytes))).toEqual({ refusal: 'MATERIAL_ERASED' });
});

it('leaves content to the case that needs it still, and erases it with the last', async () => {
  const bytes = jpeg('shared');
  const digest = digestOf(bytes);
  const [old, young] = [await caseWith('old', bytes), await caseWith('young', bytes)];
  await end(old);
  toMonth('2036-04');
  await sweep();
  const refused = await Promise.all([old, young].map((caseId) => refuseFile(context(), { caseId, digest })));
  const keptForYoung = await keptNow();
  await end(young);
  toMonth('2046-05');
  await sweep();

  expect(refused).toEqual(['MATERIAL_ERASED', undefined]);
  expect([keptForYoung, await keptNow()]).toEqual([[digest], []]);
  expect(await refuseFile(context(), { caseId: young, digest })).toBe('MATERIAL_ERASED');
});

it('keeps what is handed in anew after it was erased, for the new case alone', async () => {
  const bytes = jpeg('again');
  const digest = digestOf(bytes);
  const old = await caseWith('old', bytes);
  await end(old);
  toMonth('2036-04');
  await sweep();
  const young = await caseWith('young', bytes);
  await sweep();

  expect(await readChunk(context(), { digest, offset: 0 })).toMatchObject({ size: bytes.length });
  expect(await refuseFile(context(), { caseId: young, digest })).toBeUndefined();
  expect(await refuseFile(context(), { caseId: old, digest })).toBe('MATERIAL_ERASED');
});

it('erases what another province has sent, for a case, a leg of it, and a leg for a case elsewhere', async () => {
  const [one, two, three] = [jpeg('one'), jpeg('two'), jpeg('three')];
  const caseId = await registerCase(storage, `GD:Case:led${number}`, 'IN_REVIEW');
  await registerFile(storage, `C-${number}`, caseId);
  const legOfCase = await registerLeg(storage, `C-${number}`, { name: 'a', state: 'DONE', at: now() });
  await registerFile(storage, `E-${number}`, null);
  const legElsewhere = await registerLeg(storage, `E-${number}`, { name: 'b', state: 'DONE', at: now() });
  await receive(caseId, one);
  await receive(legOfCase, two);
  await receive(legElsewhere, three);
  toMonth('2036-04');
  const legs = await sweep();
  const keptWithCase = await keptNow();
  await end(caseId);
  toMonth('2046-05');
  const others = await sweep();

  expect([legs, others]).toEqual([1, 2]);
  expect(new Set(keptWithCase)).toEqual(new Set([digestOf(one), digestOf(two)]));
  expect(await keptNow()).toEqual([]);
  expect(await refuseFile(context(), { caseId, digest: digestOf(one) })).toBe('MATERIAL_ERASED');
  expect(await reconciliationOf(context(), caseId)).toEqual({ refusal: 'MATERIAL_ERASED' });
});

it.each(['asked for in vain', 'not asked for yet'])(
  'erases content that a province lists which knows the digest only, %s',
  async (how) => {
    const bytes = jpeg('known');
    const digest = digestOf(bytes);
    const old = await caseWith('old', bytes);
    const young = await registerCase(storage, `GD:Case:young${number}`, 'IN_REVIEW');
    await list(young, bytes);
    const fetchChunk = () => Promise.resolve(undefined);
    if (how === 'asked for in vain') await runTransfers({ storage, files, nowMs: clock.nowMs, fetchChunk });
    await end(old);
    toMonth('2036-04');

    expect([await sweep(), await keptNow()]).toEqual([1, []]);
    expect(await refuseFile(context(), { caseId: young, digest })).toBe('MATERIAL_NOT_LISTED');
  },
);

it('erases what it can beside a file that does not go, and says of which case that one is', async () => {
  const [stuck, free] = [jpeg('stuck'), jpeg('free')];
  const cases = [await caseWith('a-stuck', stuck), await caseWith('b-free', free)];
  for (const caseId of cases) await end(caseId);
  toMonth('2036-04');
  const rm: FileSystem['rm'] = async (file, options) => {
    if (file.endsWith(digestOf(stuck))) throw new Error('The disk is damaged here.');
    await plainFiles.rm(file, options);
  };
  files = createMaterialFiles(folder.root, folder.sealing, { ...plainFiles, rm });

  await expect(sweep()).rejects.toThrow(`Of 1 cases, legs or contents files were not erased. ${cases[0]}`);

  expect(await keptNow()).toEqual([digestOf(stuck)]);
  expect((await erasedOf(storage.em, cases[0] ?? '')).size).toBe(0);
  expect((await erasedOf(storage.em, cases[1] ?? '')).size).toBe(1);
});

it('leaves the file of a case that has moved since it was found', async () => {
  const bytes = jpeg('moved');
  const digest = digestOf(bytes);
  const caseId = await caseWith('moved', bytes);
  await end(caseId);
  toMonth('2036-04');
  const [found, moved] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const held = files.alone(digest, () => moved.promise);
  const alone = files.alone.bind(files);
  files.alone = (part, work) => {
    found.resolve(undefined);
    return alone(part, work);
  };

  const sweeping = sweep();
  await found.promise;
  await end(caseId);
  moved.resolve(undefined);
  await Promise.all([held, sweeping]);

  expect([await keptNow(), (await erasedOf(storage.em, caseId)).size]).toEqual([[digest], 0]);
});

it('never says of a file that it is erased while it is there, and ends what it was torn from', async () => {
  const bytes = jpeg('torn');
  const caseId = await caseWith('torn', bytes);
  await end(caseId);
  toMonth('2036-04');
  let isDead = true;
  const rm: FileSystem['rm'] = async (file, options) => {
    if (isDead) throw new Error('The process was killed.');
    await plainFiles.rm(file, options);
  };
  files = createMaterialFiles(folder.root, folder.sealing, { ...plainFiles, rm });

  await expect(sweep()).rejects.toThrow('killed');
  const erased = await erasedOf(storage.em, caseId);
  isDead = false;
  await sweep();

  expect(erased.size).toBe(0);
  expect((await erasedOf(storage.em, caseId)).size).toBe(1);
  expect(await keptNow()).toEqual([]);
});

it('has the time that the province has set', async () => {
  const caseId = await caseWith('short', jpeg('short'));
  await end(caseId);
  const change = { id: 'p1', at: now(), from_value: 120, to_value: 12, reason: '从短', changed_by: 'head' };
  const changes = storage.em.getKysely<PolicyTables>().insertInto('policy_change');
  await changes.values({ code: 'MATERIAL_RETENTION', seq: 1, ...change }).execute();
  toMonth('2027-02');
  const early = await sweep();
  toMonth('2027-04');

  expect([early, await sweep()]).toEqual([0, 1]);
});
