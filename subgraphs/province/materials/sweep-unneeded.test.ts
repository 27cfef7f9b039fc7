import { utimesSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { manifestOfFiles, MaterialPlace } from '../../../test/support/material-place.js';
import { registerCase } from '../../../test/support/register-case.js';
import { inTransaction } from '../exchange/desk.js';
import { type FileSystem, plainFiles } from '../storage/file-system.js';
import { createMaterialFiles, type MaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import type { MaterialTables } from './material.entity.js';
import { keepManifest } from './received-manifest.service.js';
import { runTransfers } from './run-transfers.service.js';
import { sweepEnded } from './sweep-ended.service.js';

const NOW = Date.parse('2026-03-02T02:00:00Z');
const DAY = 86_400_000;

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
let caseId: string;
beforeEach(async () => {
  folder = createMaterialFolder();
  files = createMaterialFiles(folder.root, folder.sealing);
  caseId = await registerCase(storage, `GD:Case:running${(number += 1)}`, 'IN_REVIEW');
});

const jpeg = (text: string): Uint8Array => new Uint8Array([0xff, 0xd8, 0xff, ...Buffer.from(`${text} ${number}`)]);
const nowMs = (): number => NOW;
const sweep = (): Promise<number> => sweepEnded({ storage, files, nowMs });
const keptNow = async (): Promise<readonly string[]> => [...(await folder.kept()).keys()];

/** Hunan lists these files for the case. */
function list(...contents: readonly Uint8Array[]): Promise<void> {
  const brought = { caseId, from: 'HN', manifest: manifestOfFiles(contents), receivedAt: new Date(NOW).toISOString() };
  return inTransaction({ storage }, (transaction) => keepManifest(transaction, brought));
}

const fetchFrom = (...contents: readonly Uint8Array[]): Promise<number> =>
  runTransfers({
    ...{ storage, files, nowMs },
    fetchChunk: (_from, digest, offset) => {
      const bytes = contents.find((content) => digestOf(content) === digest);
      return Promise.resolve(bytes && { size: bytes.length, bytes: bytes.subarray(offset) });
    },
  });

/** Says that all files under these names were written so many days ago. */
function age(days: number, isMeant: (name: string) => boolean = () => true): void {
  const at = new Date(NOW - days * DAY);
  for (const file of folder.files()) if (isMeant(path.basename(file))) utimesSync(file, at, at);
}

it('erases what a later list does not name any more, and keeps what it names', async () => {
  const [first, both] = [jpeg('first'), jpeg('both')];
  await list(first, both);
  await fetchFrom(first, both);
  await list(both);
  await sweep();

  const rows = storage.em.getKysely<MaterialTables>().selectFrom('material').select('digest');
  expect(await keptNow()).toEqual([digestOf(both)]);
  expect(await rows.where('digest', 'in', [digestOf(first), digestOf(both)]).execute()).toEqual([
    { digest: digestOf(both) },
  ]);
});

it('keeps what the next attempt will find here, though it has not been noted for its case yet', async () => {
  const bytes = jpeg('here');
  await list(bytes);
  await fetchFrom(bytes);
  const rows = storage.em.getKysely<MaterialTables>().updateTable('received_material').where('case_id', '=', caseId);
  await rows.set({ state: 'EXPECTED' }).execute();

  await sweep();

  expect(await keptNow()).toEqual([digestOf(bytes)]);
});

it('throws away a file that has no row, when nothing can be on its way to one any more', async () => {
  const [bytes, named] = [jpeg('left'), jpeg('named')];
  const part = digestOf(jpeg('part'));
  await files.writePart(part, 0, bytes);
  await files.seal(part, { digest: digestOf(bytes), size: bytes.length });
  await list(named);
  await fetchFrom(named);
  age(29);
  await sweep();
  const young = await keptNow();
  age(31);
  await sweep();

  expect([new Set(young), await keptNow()]).toEqual([new Set([digestOf(bytes), digestOf(named)]), [digestOf(named)]]);
});

it('throws away parts that nobody went on with, and what a crash left half written', async () => {
  const bytes = jpeg('torn');
  const [old, young, torn] = [digestOf(jpeg('old')), digestOf(jpeg('young')), digestOf(jpeg('torn part'))];
  for (const part of [old, young, torn]) await files.writePart(part, 0, bytes);
  const rename: FileSystem['rename'] = () => Promise.reject(new Error('The process was killed.'));
  const dying = createMaterialFiles(folder.root, folder.sealing, { ...plainFiles, rename });
  await expect(dying.seal(torn, { digest: digestOf(bytes), size: bytes.length })).rejects.toThrow('killed');
  age(31);
  age(29, (name) => name.startsWith(young));
  const before = folder.files().length;
  await sweep();

  expect([before, folder.files().map((file) => path.basename(file))]).toEqual([4, [`${young}.part`]]);
});
