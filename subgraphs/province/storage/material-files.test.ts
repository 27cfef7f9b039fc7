import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCrashingDisk, PowerCut } from '../../../test/support/crashing-disk.js';
import { createMaterialFolder, digestOf, type MaterialFolder } from '../../../test/support/material-folder.js';
import { createMaterialFiles, type MaterialFiles } from './material-files.js';

const PART = 'a'.repeat(64);

const content = fc.uint8Array({ minLength: 1, maxLength: 500 });
const chunkSize = fc.integer({ min: 1, max: 200 });

/** Writes what is missing of a part, from where it stands. */
async function send(files: MaterialFiles, bytes: Uint8Array, size: number): Promise<void> {
  for (let offset = await files.sizeOfPart(PART); offset < bytes.length; offset += size) {
    await files.writePart(PART, offset, bytes.subarray(offset, offset + size));
  }
}

/** Everything that stands under a digest is whole. */
async function expectWhole(folder: MaterialFolder): Promise<void> {
  for (const [digest, bytes] of await folder.kept()) expect(digestOf(bytes)).toBe(digest);
}

it('keeps a file whatever its chunks are, once, and leaves no part', async () => {
  await fc.assert(
    fc.asyncProperty(content, chunkSize, async (bytes, size) => {
      using folder = createMaterialFolder();
      const files = createMaterialFiles(folder.root, folder.sealing);
      const expected = { digest: digestOf(bytes), size: bytes.length };

      for (let copies = 0; copies < 2; copies += 1) {
        await send(files, bytes, size);
        expect(await files.seal(PART, expected)).toBeUndefined();
      }

      expect(await files.isKept(expected)).toBe(true);
      expect([...(await folder.kept()).keys()]).toEqual([expected.digest]);
      expect(Buffer.from(await files.readKept(expected.digest, 0, 1_000)).equals(bytes)).toBe(true);
      expect(folder.parts()).toBe(0);
    }),
  );
});

it('throws away what is another content or too long, and lets go on what is short', async () => {
  const flip = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(content, flip, async (bytes, { at, by }) => {
      using folder = createMaterialFolder();
      const files = createMaterialFiles(folder.root, folder.sealing);
      const expected = { digest: digestOf(bytes), size: bytes.length };
      const place = at % bytes.length;
      const corrupted = bytes.map((byte, index) => (index === place ? byte ^ by : byte));

      await send(files, corrupted, 64);
      expect(await files.seal(PART, expected)).toBe('DIGEST_DIFFERS');
      await send(files, new Uint8Array([...bytes, by]), 64);
      expect(await files.seal(PART, expected)).toBe('CONTENT_TOO_LONG');
      expect((await folder.kept()).size + folder.parts()).toBe(0);

      await send(files, bytes.subarray(0, bytes.length - 1), 64);
      expect(await files.seal(PART, expected)).toBe('CONTENT_SHORT');
      await send(files, bytes, 64);
      expect(await files.seal(PART, expected)).toBeUndefined();
    }),
  );
});

it('leaves nothing or the whole right file when the power fails at any step, and goes on afterwards', async () => {
  await fc.assert(
    fc.asyncProperty(content, chunkSize, fc.nat({ max: 60 }), async (bytes, size, steps) => {
      using folder = createMaterialFolder();
      const expected = { digest: digestOf(bytes), size: bytes.length };
      const { disk, loseUnflushed } = createCrashingDisk(steps);
      const dying = createMaterialFiles(folder.root, folder.sealing, disk);

      try {
        await send(dying, bytes, size);
        await dying.seal(PART, expected);
      } catch (error) {
        expect(error).toBeInstanceOf(PowerCut);
      }
      loseUnflushed();

      await expectWhole(folder);
      const files = createMaterialFiles(folder.root, folder.sealing);
      if (!(await files.isKept(expected))) {
        await send(files, bytes, size);
        expect(await files.seal(PART, expected)).toBeUndefined();
      }
      expect((await folder.kept()).get(expected.digest)?.equals(bytes)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('lets those who want the same part go one after the other', async () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);
  const seen: string[] = [];
  const visit = (name: string) =>
    files.alone(PART, async () => {
      seen.push(`${name} in`);
      await files.sizeOfPart(PART);
      seen.push(`${name} out`);
      if (name === 'a') throw new Error('does not stop the next');
    });

  await Promise.allSettled([visit('a'), visit('b')]);

  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out']);
});

it('has no file by another name than a digest', () => {
  using folder = createMaterialFolder();
  const files = createMaterialFiles(folder.root, folder.sealing);

  expect(() => files.readKept('../../etc/passwd', 0, 10)).toThrow('named by a digest');
});
