import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { createVault } from '../../../test/support/vault.js';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { MaterialPlace } from '../../../test/support/material-place.js';
import { createContext } from '../../../test/support/province-context.js';
import { withinReason } from '../../../test/support/within-reason.js';
import { registerCase } from '../../../test/support/register-case.js';
import type { ProvinceContext } from '../context.js';
import { inTransaction } from '../exchange/desk.js';
import { systemClock, systemRandomness } from '../exchange/system-clock.js';
import { type FileSystem, plainFiles } from '../storage/file-system.js';
import { createMaterialFiles, type MaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import type { ManifestEntry } from './manifest.rules.js';
import { manifestOf } from './manifest.service.js';
import { keepManifest } from './received-manifest.service.js';
import type { CaseRegister } from './case-register.service.js';
import { noteProven } from './proven-content.service.js';
import { sweepUploads } from './sweep-uploads.service.js';
import { fetchMaterials } from './transfer.service.js';
import { appendChunk, beginUpload, finishUpload } from './upload.service.js';

const BEGUN = Date.parse('2026-03-02T02:00:00Z');
const DAY = 24 * 3_600_000;

let place: MaterialPlace;
let storage: ProvinceStorage;
let files: MaterialFiles;
beforeAll(async () => {
  place = await MaterialPlace.open('GD');
  storage = place.storage;
});
afterAll(() => place[Symbol.asyncDispose]());

let number = 0;
let root: MaterialFolder;
beforeEach(() => {
  root = createMaterialFolder();
  files = createMaterialFiles(root.root, root.sealing);
  number += 1;
});

const keyRing = createKeyRing(['GD']);
const vault = createVault();
const context = (): ProvinceContext => {
  const clock = { ...systemClock, nowMs: () => BEGUN };
  const { keys } = keyRing;
  return createContext({
    desk: {
      storage,
      keys,
      clock,
      signer: keyRing.signerOf('GD'),
      randomness: systemRandomness,
      letters: keyRing.lettersOf('GD'),
      vault,
    },
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
  expect([...(await root.kept()).keys()]).toEqual([digestOf(shared)]);
  await upload(draft, own);
  expect(await digestsOf(draft)).toEqual([digestOf(own)]);
});

it('keeps a file that another case has, or that a province lists which has shown to have it', async () => {
  const [one, two, three] = [jpeg('one'), jpeg('two'), jpeg('three')];
  const draft = await registerCase(storage, `GD:Case:draft${number}`);
  const submitted = await registerCase(storage, `GD:Case:submitted${number}`, 'SUBMITTED');
  await upload(draft, one);
  await upload(draft, two);
  await upload(draft, three);
  await upload(submitted, one);
  const entryOf = (bytes: Uint8Array, ordinal: number): ManifestEntry => ({
    ...{ ordinal, name: '照片', digest: digestOf(bytes), size: bytes.length, mediaType: 'image/jpeg' },
    ...{ grade: 'C', certifiedBy: null },
  });
  const manifest = { version: 1, entries: [entryOf(two, 1), entryOf(three, 2)], papers: [] } as const;
  const at = new Date(BEGUN).toISOString();
  const received = { caseId: submitted, from: 'HN', manifest, receivedAt: at };
  await inTransaction({ storage }, async (transaction) => {
    await keepManifest(transaction, received);
    await noteProven(transaction, { province: 'HN', digest: digestOf(two), at });
  });

  await sweepAfter(31);

  expect(await digestsOf(draft)).toEqual([]);
  expect(new Set((await root.kept()).keys())).toEqual(new Set([digestOf(one), digestOf(two)]));
});

it('takes no file from a draft that is being submitted', async () => {
  const bytes = jpeg('late');
  const draft = await registerCase(storage, `GD:Case:draft${number}`);
  await upload(draft, bytes);
  const [written, seen] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const submitting = inTransaction({ storage }, async (transaction) => {
    const cases = transaction.getKysely<CaseRegister>().updateTable('service_case').where('id', '=', draft);
    await cases.set({ state: 'SUBMITTED' }).execute();
    written.resolve(undefined);
    await seen.promise;
  });

  await written.promise;
  const sweeping = sweepAfter(31);
  await withinReason(sweeping);
  seen.resolve(undefined);
  await Promise.all([submitting, sweeping]);

  expect(await digestsOf(draft)).toEqual([digestOf(bytes)]);
  expect((await root.kept()).size).toBe(1);
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
  const source = { from: 'HN', caseId: submitted };
  const comeAgain = (): Promise<unknown> =>
    way === 'fetched'
      ? fetchMaterials({ ...desk, files }, { entries: [{ ...entry, grade: 'C', certifiedBy: null }] }, source)
      : upload(submitted, bytes);
  let coming: Promise<unknown> = Promise.resolve();
  const rm: FileSystem['rm'] = async (file, options) => {
    if (!file.endsWith('.part')) {
      coming = comeAgain();
      await withinReason(coming);
    }
    await plainFiles.rm(file, options);
  };
  files = createMaterialFiles(root.root, root.sealing, { ...plainFiles, rm });
  await upload(draft, bytes);

  await sweepAfter(31);
  await coming;

  expect(await digestsOf(draft)).toEqual([]);
  expect([...(await root.kept()).keys()]).toEqual([digestOf(bytes)]);
});
