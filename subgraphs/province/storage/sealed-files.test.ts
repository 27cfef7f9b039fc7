// What is on disk of materials: nothing of it can be read, changed, exchanged or cut off without its being told.
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCrashingDisk, PowerCut } from '../../../test/support/crashing-disk.js';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { createMaterialFiles, type MaterialFiles } from './material-files.js';
import { SealedFileError } from './sealed-file.js';
import { createSealing, type Sealing } from './sealing.js';
import { createSecretKey, type SecretKeys } from './secret-keys.js';

const PART = 'a'.repeat(64);
const FRAME = 64 * 1024;
const STORED = FRAME + 28;
const HEAD = 63;

/** Content of some frames, the last of which is not full; no two of them are the same. */
function contentOf(frames: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length: frames * FRAME + 100 }, (_, index) => (index * seed + (index >> 16) * 7) % 251);
}

async function keep(files: MaterialFiles, bytes: Uint8Array): Promise<string> {
  const digest = digestOf(bytes);
  await files.writePart(PART, 0, bytes);
  expect(await files.seal(PART, { digest, size: bytes.length })).toBeUndefined();
  return digest;
}

const fileOf = (folder: MaterialFolder, name: string): string =>
  folder.files().find((file) => path.basename(file).startsWith(name)) ?? '';

const frameAt = (bytes: Buffer, index: number): Buffer =>
  bytes.subarray(HEAD + index * STORED, HEAD + (index + 1) * STORED);

/** A key ring to which keys are added. */
function createRing(): { readonly sealing: Sealing; readonly add: () => void; readonly leaveNewest: () => void } {
  let keys: SecretKeys = [createSecretKey()];
  return {
    sealing: createSealing(() => keys),
    add: () => {
      keys = [...keys, createSecretKey()];
    },
    leaveNewest: () => {
      keys = [keys.at(-1) ?? keys[0]];
    },
  };
}

it('gives any bytes from anywhere, and has nothing of them on disk', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);
  const bytes = Buffer.concat([Buffer.from('%PDF 身份证 990000198203140018'), contentOf(3)]);
  const digest = await keep(files, bytes);
  await files.writePart(PART, 0, bytes.subarray(0, FRAME + 5));

  for (const [offset, count] of [
    [0, 10],
    [FRAME - 3, 7],
    [FRAME, FRAME],
    [5, 3 * FRAME],
    [bytes.length - 4, 99],
  ] as const)
    expect(Buffer.from(await files.readKept(digest, offset, count))).toEqual(bytes.subarray(offset, offset + count));
  expect(await files.readKept(digest, bytes.length, 10)).toHaveLength(0);
  expect(folder.files()).toHaveLength(2);
  for (const file of folder.files()) {
    const stored = readFileSync(file);
    expect(stored.includes('990000198203140018') || stored.includes(bytes.subarray(FRAME, FRAME + 16))).toBe(false);
  }
});

const other = contentOf(2, 3);

it.each<[string, (stored: Buffer, beside: Buffer) => Uint8Array]>([
  ['one byte of a frame', (stored) => stored.map((byte, at) => (at === HEAD + STORED + 900 ? byte ^ 1 : byte))],
  [
    'two frames that changed places',
    (stored) =>
      Buffer.concat([
        stored.subarray(0, HEAD),
        frameAt(stored, 1),
        frameAt(stored, 0),
        stored.subarray(HEAD + 2 * STORED),
      ]),
  ],
  [
    'a frame of another file',
    (stored, beside) =>
      Buffer.concat([stored.subarray(0, HEAD + STORED), frameAt(beside, 1), stored.subarray(HEAD + 2 * STORED)]),
  ],
  ['all of another file', (_stored, beside) => beside],
  ['a last frame that is missing', (stored) => stored.subarray(0, HEAD + 2 * STORED)],
  [
    'a frame in the middle that is missing',
    (stored) => Buffer.concat([stored.subarray(0, HEAD + STORED), stored.subarray(HEAD + 2 * STORED)]),
  ],
  ['a frame twice', (stored) => Buffer.concat([stored.subarray(0, HEAD + STORED), stored.subarray(HEAD)])],
  ['an end that is cut off', (stored) => stored.subarray(0, stored.length - 1)],
  [
    'the name of a key that is not there',
    (stored) => Buffer.from(stored.toString('latin1').replace(/file 1 [0-9a-f]{12}/, 'file 1 ffffffffffff'), 'latin1'),
  ],
  ['a file in clear', () => contentOf(2)],
])('gives nothing of %s, and says which file it is', async (_what, damage) => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);
  const bytes = contentOf(2);
  const digest = await keep(files, bytes);
  const beside = await keep(files, other);
  const file = fileOf(folder, digest);

  writeFileSync(file, damage(readFileSync(file), readFileSync(fileOf(folder, beside))));

  const reading = files.readKept(digest, 0, bytes.length);
  await expect(reading).rejects.toThrow(SealedFileError);
  await expect(reading).rejects.toThrow(digest);
  expect(Buffer.from(await files.readKept(beside, 0, other.length)).equals(other)).toBe(true);
});

it('goes on with a part that was torn, from the last place that is whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2 * STORED + HEAD + 128 }), async (size) => {
      using folder = createMaterialFolder();
      const files = createMaterialFiles(folder.root, folder.sealing);
      const bytes = contentOf(2);
      await files.writePart(PART, 0, bytes);
      truncateSync(fileOf(folder, PART), size);

      const here = await files.sizeOfPart(PART);
      expect(here).toBeLessThanOrEqual(Math.max(size - HEAD, 0));
      expect(here).toBeGreaterThanOrEqual(Math.floor(Math.max(size - HEAD, 0) / STORED) * FRAME);
      expect(await files.writePart(PART, here + 1, bytes)).toBe(here);
      // Shorter than what was torn there.
      const next = await files.writePart(PART, here, bytes.subarray(here, here + 10));
      expect(await files.sizeOfPart(PART)).toBe(next);
      await files.writePart(PART, next, bytes.subarray(next));
      expect(await files.seal(PART, { digest: digestOf(bytes), size: bytes.length })).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

it('seals everything under the newest key wherever it is broken off, and loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 80 }), async (steps) => {
      const ring = createRing();
      using folder = createMaterialFolder(ring.sealing);
      const files = createMaterialFiles(folder.root, ring.sealing);
      const contents = [contentOf(1), contentOf(1, 3), contentOf(0, 5)];
      for (const bytes of contents) await keep(files, bytes);
      await files.writePart(PART, 0, contents[0] ?? new Uint8Array());
      ring.add();
      const { disk, loseUnflushed } = createCrashingDisk(steps);

      try {
        await createMaterialFiles(folder.root, ring.sealing, disk).reseal();
      } catch (error) {
        expect(error).toBeInstanceOf(PowerCut);
      }
      loseUnflushed();
      expect(await folder.kept()).toEqual(new Map(contents.map((bytes) => [digestOf(bytes), Buffer.from(bytes)])));
      await files.reseal();

      ring.leaveNewest();
      expect(await files.hasOlder()).toBe(false);
      expect(await folder.kept()).toEqual(new Map(contents.map((bytes) => [digestOf(bytes), Buffer.from(bytes)])));
      expect(folder.files()).toHaveLength(contents.length);
      expect(await files.reseal()).toBe(0);
    }),
    { numRuns: 20 },
  );
}, 240_000);

it('seals once what was kept in clear, and refuses to take it for sealed afterwards', async () => {
  using folder = createMaterialFolder();
  const bytes = contentOf(1);
  const digest = digestOf(bytes);
  const clear = path.join(folder.root, digest.slice(0, 2), digest.slice(2, 4), digest);
  mkdirSync(path.dirname(clear), { recursive: true });
  writeFileSync(clear, bytes);
  mkdirSync(path.join(folder.root, 'incoming'));
  writeFileSync(path.join(folder.root, 'incoming', `${PART}.part`), bytes);
  const files = createMaterialFiles(folder.root, folder.sealing);

  await expect(files.readKept(digest, 0, 10)).rejects.toThrow('is not sealed');
  await files.sealClear();

  expect((await folder.kept()).get(digest)?.equals(bytes)).toBe(true);
  expect(await files.sizeOfPart(PART)).toBe(0);
  writeFileSync(clear, bytes);
  await files.sealClear();
  await expect(files.readKept(digest, 0, 10)).rejects.toThrow('is not sealed');
});

it('names what does not open and cannot be sealed anew, when all others are done', async () => {
  const ring = createRing();
  using folder = createMaterialFolder(ring.sealing);
  const files = createMaterialFiles(folder.root, ring.sealing);
  const digest = await keep(files, contentOf(1));
  const others = [await keep(files, contentOf(1, 3)), await keep(files, contentOf(1, 5))];
  const stored = readFileSync(fileOf(folder, digest));
  stored[stored.length - 1] = (stored.at(-1) ?? 0) ^ 1;
  writeFileSync(fileOf(folder, digest), stored);
  ring.add();

  await expect(files.reseal()).rejects.toThrow(digest);
  expect(await files.hasOlder()).toBe(true);
  ring.leaveNewest();
  for (const other of others) expect(await files.readKept(other, 0, 10)).toHaveLength(10);
});
