import * as plainFiles from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { createContext } from '../../../test/support/province-context.js';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { registerCase } from '../../../test/support/register-case.js';
import type { ProvinceContext } from '../context.js';
import { inTransaction } from '../exchange/desk.js';
import { systemClock, systemRandomness } from '../exchange/system-clock.js';
import { entities } from '../modules.js';
import { createMaterialFiles, type FileSystem, type MaterialFiles } from '../storage/material-files.js';
import { openProvinceDatabase, type ProvinceStorage } from '../storage/orm.js';
import { manifestOf } from './manifest.service.js';
import { keepManifest } from './received-manifest.service.js';
import { sweepUploads } from './sweep-uploads.service.js';
import { fetchMaterials } from './transfer.service.js';
import { appendChunk, beginUpload, finishUpload } from './upload.service.js';

const BEGUN = Date.parse('2026-03-02T02:00:00Z');
const DAY = 24 * 3_600_000;

let folder: MaterialFolder;
let databases: TestDatabases;
let storage: ProvinceStorage;
let files: MaterialFiles;
beforeAll(async () => {
  folder = createMaterialFolder();
  databases = new TestDatabases(folder.root);
  storage = await openProvinceDatabase({ place: databases.placeOf('GD'), entities });
});
afterAll(async () => {
  await storage.close(true);
  await databases[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

let number = 0;
let root: MaterialFolder;
beforeEach(() => {
  root = createMaterialFolder();
  files = createMaterialFiles(root.root);
  number += 1;
});

const keyRing = createKeyRing(['GD']);
const context = (): ProvinceContext => {
  const clock = { ...systemClock, nowMs: () => BEGUN };
  const { keys } = keyRing;
  return createContext({
    desk: { storage, keys, clock, signer: keyRing.signerOf('GD'), randomness: systemRandomness },
    files,
  });
};
const jpeg = (text: string): Uint8Array => new Uint8Array([0xff, 0xd8, 0xff, ...Buffer.from(`${text} ${number}`)]);

async function upload(caseId: string, bytes: Uint8Array, isWhole = true): Promise<void> {
  const file = { caseId, name: '照片', digest: digestOf(bytes), size: bytes.length };
  const begun = await beginUpload(context(), { ...file, mediaType: 'image/jpeg', grade: 'C', certifiedBy: null });
  if ('refusal' in begun) throw new Error(begun.refusal);
  const { id } = begun;
  await appendChunk(context(), { id, offset: 0, bytes: isWhole ? bytes : bytes.subarray(0, 2) });
  if (isWhole) expect(await finishUpload(context(), id)).toMatchObject({ isFinished: true });
}

const sweepAfter = (days: number): Promise<number> => sweepUploads({ storage, files, nowMs: () => BEGUN + days * DAY });
const digestsOf = async (caseId: string): Promise<readonly string[]> =>
  (await manifestOf(storage.em, caseId)).manifest.entries.map(({ digest }) => digest);

it('throws the files of a draft away that was not submitted within a month, and those of no other case', async () => {
  const draft = await registerCase(storage, `GD:Case:draft${number}`);
  const submitted = await registerCase(storage, `GD:Case:submitted${number}`, 'SUBMITTED');
  const [own, shared] = [jpeg('own'), jpeg('shared')];
  await upload(draft, own);
  await upload(submitted, shared);

  const early = await sweepAfter(29);
  const late = await sweepAfter(31);
  const again = await sweepAfter(31);

  expect([early, late, again]).toEqual([0, 1, 0]);
  expect(await digestsOf(draft)).toEqual([]);
  expect(await digestsOf(submitted)).toEqual([digestOf(shared)]);
  expect([...root.kept().keys()]).toEqual([digestOf(shared)]);
  await upload(draft, own);
  expect(await digestsOf(draft)).toEqual([digestOf(own)]);
});

it('keeps a file that another case has, or that another province listed', async () => {
  const [one, two] = [jpeg('one'), jpeg('two')];
  const draft = await registerCase(storage, `GD:Case:draft${number}`);
  const submitted = await registerCase(storage, `GD:Case:submitted${number}`, 'SUBMITTED');
  await upload(draft, one);
  await upload(draft, two);
  await upload(submitted, one);
  const entry = { ordinal: 1, name: '照片', digest: digestOf(two), size: two.length, mediaType: 'image/jpeg' } as const;
  const manifest = { version: 1, entries: [{ ...entry, grade: 'C', certifiedBy: null }], papers: [] } as const;
  const received = { caseId: submitted, from: 'HN', manifest, receivedAt: new Date(BEGUN).toISOString() };
  await inTransaction({ storage }, (transaction) => keepManifest(transaction, received));

  await sweepAfter(31);

  expect(await digestsOf(draft)).toEqual([]);
  expect(root.kept().size).toBe(2);
});

it('throws away what nobody went on with for a week, whatever became of its case', async () => {
  const submitted = await registerCase(storage, `GD:Case:submitted${number}`, 'SUBMITTED');
  await upload(submitted, jpeg('half'), false);

  const [early, late] = [await sweepAfter(6), await sweepAfter(8)];

  expect([early, late, root.parts()]).toEqual([0, 1, 0]);
});

it.each(['handed in', 'fetched'])('loses no file that is %s again while it is thrown away', async (way) => {
  const bytes = jpeg(way);
  const size = bytes.length;
  const draft = await registerCase(storage, `GD:Case:draft${number}`);
  const submitted = await registerCase(storage, `GD:Case:submitted${number}`, 'SUBMITTED');
  const entry = { ordinal: 1, name: '照片', digest: digestOf(bytes), size, mediaType: 'image/jpeg' } as const;
  const desk = { storage, nowMs: () => BEGUN, fetchChunk: () => Promise.resolve({ size, bytes }) };
  const comeAgain = (): Promise<unknown> =>
    way === 'fetched'
      ? fetchMaterials({ ...desk, files }, { entries: [{ ...entry, grade: 'C', certifiedBy: null }] }, 'HN')
      : upload(submitted, bytes);
  let coming: Promise<unknown> = Promise.resolve();
  const rm: FileSystem['rm'] = async (file, options) => {
    if (!file.endsWith('.part')) {
      coming = comeAgain();
      await withinReason(coming);
    }
    await plainFiles.rm(file, options);
  };
  files = createMaterialFiles(root.root, { ...plainFiles, rm });
  await upload(draft, bytes);

  await sweepAfter(31);
  await coming;

  expect(await digestsOf(draft)).toEqual([]);
  expect([...root.kept().keys()]).toEqual([digestOf(bytes)]);
});

/** Waits for work, but no longer than it would take if nothing kept it. */
async function withinReason(work: Promise<unknown>): Promise<void> {
  const late = performance.now() + 300;
  const isLate = async (): Promise<void> => {
    while (performance.now() < late) await setImmediate();
  };
  await Promise.race([work, isLate()]);
}
