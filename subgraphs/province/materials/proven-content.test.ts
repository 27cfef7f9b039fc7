import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { manifestOfFiles, MaterialPlace } from '../../../test/support/material-place.js';
import { moveCase, registerCase, registerFile } from '../../../test/support/register-case.js';
import { inTransaction } from '../exchange/desk.js';
import { createMaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { refuseFile } from './case-content.service.js';
import { noteListed } from './listed-material.service.js';
import type { Manifest } from './manifest.rules.js';
import type { MaterialTables } from './material.entity.js';
import { keepManifest } from './received-manifest.service.js';
import { runTransfers } from './run-transfers.service.js';
import type { FetchChunk } from './transfer.service.js';

const AT = '2026-03-02T02:00:00.000Z';
const NOW = Date.parse(AT);
const DAY = 86_400_000;

let place: MaterialPlace;
let storage: ProvinceStorage;
beforeAll(async () => {
  place = await MaterialPlace.open('GD');
  storage = place.storage;
});
afterAll(() => place[Symbol.asyncDispose]());

let folder: MaterialFolder;
let number = 0;
/** A file that Hunan has sent for a case of its own. */
let bytes: Uint8Array;
beforeEach(async () => {
  folder = createMaterialFolder();
  bytes = new Uint8Array([0xff, 0xd8, 0xff, ...Buffer.from(`照片 ${(number += 1)}`)]);
  await listedBy('HN', 'known');
  await fetchBy(serve(bytes));
});

const caseId = (name: string): string => `GD:Case:${name}${number}`;

const manifest = (): Manifest => manifestOfFiles([bytes]);

/** A letter of another province lists the file for a case here. */
async function listedBy(from: string, name: string): Promise<void> {
  await registerCase(storage, caseId(name), 'ACCEPTED');
  const brought = { caseId: caseId(name), from, manifest: manifest(), receivedAt: AT };
  await inTransaction({ storage }, (transaction) => keepManifest(transaction, brought));
}

const serve =
  (content: Uint8Array): FetchChunk =>
  (_from, _digest, offset) =>
    Promise.resolve({ size: content.length, bytes: content.subarray(offset) });

const fetchBy = (fetchChunk: FetchChunk, nowMs = NOW): Promise<number> =>
  runTransfers({
    storage,
    files: createMaterialFiles(folder.root, folder.sealing),
    nowMs: () => nowMs,
    fetchChunk,
  });

/** Where the file of this test is kept. */
const keptFile = (): string => folder.files().find((file) => path.basename(file) === digestOf(bytes)) ?? '';

const fileOf = (name: string) => refuseFile({ orm: storage }, { caseId: caseId(name), digest: digestOf(bytes) });

async function becameOf(name: string) {
  const files = storage.em.getKysely<MaterialTables>().selectFrom('received_material').select(['state', 'fault']);
  return files.where('case_id', '=', caseId(name)).executeTakeFirst();
}

it('gives a case no file of which the province that lists it knows the digest only', async () => {
  await listedBy('HE', 'foreign');

  await fetchBy(() => Promise.resolve(undefined));

  expect(await becameOf('foreign')).toEqual({ state: 'REFUSED', fault: 'MATERIAL_NOT_HERE' });
  expect([await fileOf('known'), await fileOf('foreign')]).toEqual([undefined, 'MATERIAL_NOT_LISTED']);
  expect([...(await folder.kept()).keys()]).toEqual([digestOf(bytes)]);
});

it('gives a case no file for which the province that lists it sends another, and keeps the one that is here', async () => {
  await listedBy('HE', 'foreign');
  const other = bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));

  await fetchBy(serve(other));

  expect(await becameOf('foreign')).toEqual({ state: 'REFUSED', fault: 'DIGEST_DIFFERS' });
  expect(await fileOf('foreign')).toBe('MATERIAL_NOT_LISTED');
  expect((await folder.kept()).get(digestOf(bytes))?.equals(bytes)).toBe(true);
  expect(folder.parts()).toBe(0);
});

it('has what is here shown once by each further province', async () => {
  await listedBy('HE', 'shown');
  await fetchBy(serve(bytes));
  await listedBy('HE', 'again');
  await fetchBy(() => Promise.reject(new Error('asked again')));

  expect([await becameOf('shown'), await becameOf('again')]).toEqual(
    [1, 2].map(() => ({ state: 'VERIFIED', fault: null })),
  );
  expect([await fileOf('shown'), folder.parts()]).toEqual([undefined, 0]);
});

it.each(['HE', 'HN'])('mends what is here and was damaged on disk by what %s sends', async (from) => {
  const file = keptFile();
  writeFileSync(
    file,
    readFileSync(file).map((byte, index) => (index === 100 ? byte ^ 1 : byte)),
  );
  await listedBy(from, 'mending');

  await fetchBy(serve(bytes));

  expect(await becameOf('mending')).toEqual({ state: 'VERIFIED', fault: null });
  expect((await folder.kept()).get(digestOf(bytes))?.equals(bytes)).toBe(true);
});

it('takes no province at its word about what was listed to it and is no longer its to fetch', async () => {
  await registerFile(storage, `C-${number}`, await registerCase(storage, caseId('ended'), 'IN_REVIEW'));
  await listTo('SC');
  await moveCase(storage, caseId('ended'), { state: 'DELIVERED', at: AT });
  await listedBy('SC', 'lastDay');
  await fetchBy(() => Promise.resolve(undefined), NOW + 30 * DAY);
  await listedBy('SC', 'late');
  await fetchBy(() => Promise.resolve(undefined), NOW + 30 * DAY + 1);

  expect(await becameOf('lastDay')).toEqual({ state: 'VERIFIED', fault: null });
  expect(await becameOf('late')).toEqual({ state: 'REFUSED', fault: 'MATERIAL_NOT_HERE' });
});

it.each([
  ['it has come from there before', 'HN', () => Promise.resolve()],
  ['it was listed to that province', 'SC', () => listTo('SC')],
  ['it was handed in here for that very case', 'HE', () => handedIn()],
] as const)('asks for nothing that is here when %s', async (_why, from, prepare) => {
  await listedBy(from, 'proven');
  await prepare();

  await fetchBy(() => Promise.reject(new Error('asked')));

  expect(await becameOf('proven')).toEqual({ state: 'VERIFIED', fault: null });
});

function listTo(addressee: string): Promise<void> {
  const listing = { addressee, collaborationNo: `C-${number}`, manifest: manifest(), at: AT };
  return inTransaction({ storage }, (transaction) => noteListed(transaction, listing));
}

async function handedIn(): Promise<void> {
  const said = { name: '照片', grade: 'C', certified_by: null, added_at: AT, erased_at: null } as const;
  const row = { ...said, case_id: caseId('proven'), ordinal: 1, digest: digestOf(bytes) };
  await storage.em.getKysely<MaterialTables>().insertInto('case_material').values(row).execute();
}
