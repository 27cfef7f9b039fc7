import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCrashingDisk, PowerCut } from '../../../test/support/crashing-disk.js';
import { createMaterialFolder, digestOf } from '../../../test/support/material-folder.js';
import { manifestOfFiles, MaterialPlace } from '../../../test/support/material-place.js';
import { createMaterialFiles, type MaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import type { Manifest } from './manifest.rules.js';
import type { MaterialTables } from './material.entity.js';
import { type FetchChunk, fetchMaterials, type MaterialChunk } from './transfer.service.js';

let place: MaterialPlace;
let storage: ProvinceStorage;
beforeAll(async () => {
  place = await MaterialPlace.open('HN');
  storage = place.storage;
});
afterAll(() => place[Symbol.asyncDispose]());

const rows = () => storage.em.getKysely<MaterialTables>().selectFrom('material').select('digest').execute();
const forget = () => storage.em.getKysely<MaterialTables>().deleteFrom('material').execute();
beforeEach(async () => {
  await forget();
});

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const content = fc.uint8Array({ maxLength: 400 }).map((tail) => new Uint8Array([...PNG, ...tail]));

const manifestOf = (...contents: readonly Uint8Array[]): Manifest => manifestOfFiles(contents, 'image/png');

/** A province that holds `bytes` and gives them in pieces of the sizes that `sizes` names, one after the other. */
function serve(bytes: Uint8Array, sizes: readonly number[] = [64]): FetchChunk {
  let asked = 0;
  return (_from, _digest, offset) => {
    const size = sizes[asked++ % sizes.length] ?? 1;
    return Promise.resolve({ size: bytes.length, bytes: bytes.subarray(offset, offset + size) });
  };
}

const fetchInto = (files: MaterialFiles, manifest: Manifest, fetchChunk: FetchChunk) =>
  fetchMaterials({ storage, files, nowMs: () => 0, fetchChunk }, manifest, { from: 'GD', caseId: 'HN:Case:1' });

it('brings what a manifest lists, however it is cut up, and asks for nothing twice', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(content, sizes, async (bytes, pieces) => {
      using folder = createMaterialFolder();
      await forget();
      const files = createMaterialFiles(folder.root, folder.sealing);
      const manifest = manifestOf(bytes, bytes);

      expect(await fetchInto(files, manifest, serve(bytes, pieces))).toEqual([]);
      expect(await fetchInto(files, manifest, () => Promise.reject(new Error('asked again')))).toEqual([]);
      expect((await folder.kept()).get(digestOf(bytes))?.equals(bytes)).toBe(true);
      expect(folder.parts()).toBe(0);
      expect(await rows()).toEqual([{ digest: digestOf(bytes) }]);
    }),
  );
});

it('refuses what was changed on its way, wherever, and keeps nothing of it', async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.nat(), fc.integer({ min: 1, max: 255 }), async (bytes, at, by) => {
      using folder = createMaterialFolder();
      const files = createMaterialFiles(folder.root, folder.sealing);
      const changed = bytes.map((byte, index) => (index === at % bytes.length ? byte ^ by : byte));

      const faults = await fetchInto(files, manifestOf(bytes), serve(changed));

      const code = at % bytes.length < PNG.length ? 'CONTENT_NOT_OF_TYPE' : 'DIGEST_DIFFERS';
      expect(faults).toEqual([{ ordinal: 1, digest: digestOf(bytes), code }]);
      expect((await folder.kept()).size + folder.parts()).toBe(0);
      expect(await rows()).toEqual([]);
      expect(await fetchInto(files, manifestOf(bytes), serve(bytes))).toEqual([]);
      await forget();
    }),
  );
});

const bytes = new Uint8Array([...PNG, ...Array.from({ length: 200 }, (_, index) => index)]);
const whole: MaterialChunk = { size: bytes.length, bytes };

it.each([
  ['is not there', undefined, 'MATERIAL_NOT_HERE'],
  ['is said to be shorter', { ...whole, size: bytes.length - 1 }, 'CONTENT_SHORT'],
  ['is said to be longer', { ...whole, size: bytes.length + 1 }, 'CONTENT_TOO_LONG'],
  ['ends before its end', { ...whole, bytes: new Uint8Array() }, 'CONTENT_SHORT'],
  ['goes on behind its end', { ...whole, bytes: new Uint8Array([...bytes, 0]) }, 'CONTENT_TOO_LONG'],
] as const)('refuses what %s, names it by its place, and brings the others', async (_what, chunk, code) => {
  using folder = createMaterialFolder();
  const other = new Uint8Array([...PNG, 1]);
  const good = serve(other);
  const fetchChunk: FetchChunk = (from, digest, offset) =>
    digest === digestOf(other) ? good(from, digest, offset) : Promise.resolve(chunk);

  const faults = await fetchInto(
    createMaterialFiles(folder.root, folder.sealing),
    manifestOf(bytes, other),
    fetchChunk,
  );

  expect(faults).toEqual([{ ordinal: 1, digest: digestOf(bytes), code }]);
  expect([...(await folder.kept()).keys()]).toEqual([digestOf(other)]);
  expect(folder.parts()).toBe(0);
  expect(await rows()).toEqual([{ digest: digestOf(other) }]);
});

it('goes on where a broken connection left it', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);
  const offsets: number[] = [];
  const source = serve(bytes, [50]);
  const flaky: FetchChunk = (from, digest, offset) => {
    offsets.push(offset);
    return offsets.length === 3 ? Promise.reject(new Error('connection lost')) : source(from, digest, offset);
  };

  await expect(fetchInto(files, manifestOf(bytes), flaky)).rejects.toThrow('connection lost');
  expect(await fetchInto(files, manifestOf(bytes), flaky)).toEqual([]);

  expect(offsets).toEqual([0, 50, 100, 100, 150, 200]);
});

it('has nothing or the whole right file when the power fails at any step, and a row only for a file', async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.nat({ max: 80 }), async (sent, steps) => {
      using folder = createMaterialFolder();
      await forget();
      const { disk, loseUnflushed } = createCrashingDisk(steps);

      try {
        await fetchInto(createMaterialFiles(folder.root, folder.sealing, disk), manifestOf(sent), serve(sent, [40]));
      } catch (error) {
        expect(error).toBeInstanceOf(PowerCut);
      }
      loseUnflushed();

      for (const [digest, kept] of await folder.kept()) expect(digestOf(kept)).toBe(digest);
      for (const { digest } of await rows()) expect((await folder.kept()).has(digest)).toBe(true);
      expect(await fetchInto(createMaterialFiles(folder.root, folder.sealing), manifestOf(sent), serve(sent))).toEqual(
        [],
      );
      expect((await folder.kept()).get(digestOf(sent))?.equals(sent)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

it('fetches one file once when two ask for it at the same time', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);
  let asked = 0;
  const source = serve(bytes, [1_000]);
  const counting: FetchChunk = (...request) => {
    asked += 1;
    return source(...request);
  };

  const both = await Promise.all([1, 2].map(() => fetchInto(files, manifestOf(bytes), counting)));

  expect(both).toEqual([[], []]);
  expect(asked).toBe(1);
});
