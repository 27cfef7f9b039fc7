import { createHash } from 'node:crypto';
import path from 'node:path';
import {
  type FileSystem,
  flush,
  isOlderThan,
  namesIn,
  type OpenFile,
  plainFiles,
  readAt,
  sizeOf,
  withFile,
} from './file-system.js';
import {
  beginSealedFile,
  openSealedFile,
  plainSize,
  readKeyId,
  readSealed,
  SealedFileError,
  wholeSize,
  writeSealed,
} from './sealed-file.js';
import type { Sealing } from './sealing.js';

/** What a file must be to be kept. */
export interface ExpectedContent {
  /** SHA-256 in lower-case hex. */
  readonly digest: string;
  readonly size: number;
}

/** Why a part was not kept. It is gone then, except where it is short and can still be continued. */
export type SealFault = 'CONTENT_SHORT' | 'CONTENT_TOO_LONG' | 'DIGEST_DIFFERS';

/** Reads content from a place on; gives nothing behind its end. */
type ReadContent = (offset: number, count: number) => Promise<Uint8Array>;

const COPY_BYTES = 64 * 1024;
const DIGEST = /^[0-9a-f]{64}$/;
// Stands in a folder in which nothing is in clear any more.
const SEALED_MARK = 'sealed';

/** True for a SHA-256 digest as this graph writes it. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/**
 * Files of one province by the hash of their content, sealed under its keys. A file grows as a part under `incoming/`;
 * when it is whole and right it is written as what is kept, which has its name only when it is on disk: whatever dies in
 * between leaves either nothing under that name or all of it.
 */
export class MaterialFiles {
  readonly #root: string;
  readonly #sealing: Sealing;
  readonly #disk: FileSystem;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(root: string, sealing: Sealing, disk: FileSystem) {
    this.#root = root;
    this.#sealing = sealing;
    this.#disk = disk;
  }

  /** Lets nobody else touch a part, or what is kept under a digest, while `work` runs. One process holds a province's folder. */
  async alone<Result>(part: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(part) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(part, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(part) === turn) this.#turns.delete(part);
    }
  }

  /** How many bytes of a part are there and open; 0 when there are none. It goes on there. */
  async sizeOfPart(part: string): Promise<number> {
    const file = this.#partFile(part);
    if ((await sizeOf(this.#disk, file)) === undefined) return 0;
    return withFile(this.#disk, { file, flags: 'r' }, async (handle) => {
      if ((await readKeyId(handle)) === undefined) return 0; // the head itself was torn
      return wholeSize(await openSealedFile(handle, this.#sealing, partName(part)));
    });
  }

  /** True when a file of this digest is kept. */
  async isKept({ digest, size }: ExpectedContent): Promise<boolean> {
    return plainSize((await sizeOf(this.#disk, this.#file(digest))) ?? 0) === size;
  }

  /** True when a file of this digest is kept, and all of it opens. It is read to its end. */
  async isWhole(expected: ExpectedContent): Promise<boolean> {
    if (!(await this.isKept(expected))) return false;
    try {
      await readThrough(
        (offset, count) => this.readKept(expected.digest, offset, count),
        () => undefined,
      );
      return true;
    } catch (error) {
      if (error instanceof SealedFileError) return false;
      throw error;
    }
  }

  /** Writes bytes into a part at a place that joins what is there, and gives how many are there then. */
  async writePart(part: string, offset: number, bytes: Uint8Array): Promise<number> {
    await this.#disk.mkdir(path.join(this.#root, 'incoming'), { recursive: true });
    const file = this.#partFile(part);
    const here = await this.sizeOfPart(part);
    // What was there may be gone since it was asked for, where it could not be opened.
    if (offset > here) return here;
    await withFile(this.#disk, { file, flags: here === 0 ? 'w' : 'r+' }, async (handle) => {
      const begin = here === 0 ? beginSealedFile : openSealedFile;
      await writeSealed(await begin(handle, this.#sealing, partName(part)), offset, bytes);
    });
    return offset + bytes.length;
  }

  /** The first bytes of a part, at most `count`. */
  readPart(part: string, count: number): Promise<Uint8Array> {
    return this.#read({ file: this.#partFile(part), name: () => partName(part) }, 0, count);
  }

  /** Forgets a part; none is as good. */
  dropPart(part: string): Promise<void> {
    return this.#disk.rm(this.#partFile(part), { force: true });
  }

  /**
   * Keeps a part under its digest for good, or says what is wrong with it and throws it away. A short one stays, since
   * it may be continued.
   */
  async seal(part: string, expected: ExpectedContent): Promise<SealFault | undefined> {
    const size = await this.sizeOfPart(part);
    if (size < expected.size) return 'CONTENT_SHORT';
    const fault = size > expected.size ? 'CONTENT_TOO_LONG' : await this.#keepPart(part, expected);
    await this.dropPart(part);
    return fault;
  }

  /** Throws away what is kept under a digest; nothing is as good. */
  dropKept(digest: string): Promise<void> {
    return this.#disk.rm(this.#file(digest), { force: true });
  }

  /** True for a file that is kept under a digest for longer than since `beforeMs`. */
  isOlder(digest: string, beforeMs: number): Promise<boolean> {
    return isOlderThan(this.#disk, this.#file(digest), beforeMs);
  }

  /** Throws away what has come in and was not gone on with since `beforeMs`: parts, and what a crash left half written. */
  async dropLeft(beforeMs: number): Promise<void> {
    const incoming = path.join(this.#root, 'incoming');
    for (const name of await namesIn(this.#disk, incoming)) {
      const file = path.join(incoming, name);
      await this.alone(path.parse(name).name, async () => {
        if (await isOlderThan(this.#disk, file, beforeMs)) await this.#disk.rm(file, { force: true });
      });
    }
  }

  /**
   * Some bytes of a file that is kept; fewer at its end, and none behind it. Throws a {@link SealedFileError} where it
   * was changed.
   */
  readKept(digest: string, offset: number, count: number): Promise<Uint8Array> {
    const name = (size: number): string => keptName({ digest, size });
    return this.#read({ file: this.#file(digest), name }, offset, count);
  }

  /**
   * Seals anew, under the newest key, what is under an older one, or under none. Parts under another key are thrown away,
   * and begin again. May be broken off at any instant, begun again, and run beside the process that serves: what a file
   * holds stays the same. Gives how many files it has sealed; throws a {@link SealedFileError} that names what does not
   * open, when all others are done.
   */
  async reseal(): Promise<number> {
    const incoming = path.join(this.#root, 'incoming');
    for (const name of await namesIn(this.#disk, incoming)) {
      const file = path.join(incoming, name);
      if ((await this.#keyOf(file)) !== this.#sealing.keyId) await this.#disk.rm(file, { force: true });
    }
    let sealed = 0;
    const damaged: string[] = [];
    for await (const digest of this.listKept()) {
      try {
        if (await this.alone(digest, () => this.#resealKept(digest))) sealed += 1;
      } catch (error) {
        if (!(error instanceof SealedFileError)) throw error;
        await this.#disk.rm(this.#draft(digest, 'reseal'), { force: true });
        damaged.push(error.message);
      }
    }
    if (damaged.length > 0) throw new SealedFileError(damaged.join('\n'));
    return sealed;
  }

  /** Seals what a province has kept in clear before files were sealed; once that is done it costs nothing. */
  async sealClear(): Promise<void> {
    const mark = path.join(this.#root, SEALED_MARK);
    if ((await sizeOf(this.#disk, mark)) !== undefined) return;
    await this.reseal();
    await this.#disk.mkdir(this.#root, { recursive: true });
    await withFile(this.#disk, { file: mark, flags: 'w' }, (handle) => handle.sync());
  }

  /** True when a file is there that is not under the newest key. */
  async hasOlder(): Promise<boolean> {
    for await (const digest of this.listKept()) {
      if ((await this.#keyOf(this.#file(digest))) !== this.#sealing.keyId) return true;
    }
    return false;
  }

  /** The digests of what is kept. */
  async *listKept(): AsyncGenerator<string> {
    for (const first of await namesIn(this.#disk, this.#root)) {
      if (!/^[0-9a-f]{2}$/.test(first)) continue;
      for (const second of await namesIn(this.#disk, path.join(this.#root, first))) {
        const names = await namesIn(this.#disk, path.join(this.#root, first, second));
        yield* names.filter(isDigest);
      }
    }
  }

  /** The key of a file; undefined when it is in clear, or gone. */
  async #keyOf(file: string): Promise<string | undefined> {
    if ((await sizeOf(this.#disk, file)) === undefined) return undefined;
    return withFile(this.#disk, { file, flags: 'r' }, readKeyId);
  }

  async #keepPart(part: string, expected: ExpectedContent): Promise<SealFault | undefined> {
    const draft = this.#draft(expected.digest, 'draft');
    const digest = await this.#readWhole(part, (read) => this.#writeDraft(draft, expected, read));
    if (digest === expected.digest) {
      await this.#giveName(draft, digest);
      return undefined;
    }
    await this.#disk.rm(draft, { force: true });
    return 'DIGEST_DIFFERS';
  }

  /** What `work` makes of the content of a part; undefined when it does not open. */
  #readWhole<Result>(part: string, work: (read: ReadContent) => Promise<Result>): Promise<Result | undefined> {
    return withFile(this.#disk, { file: this.#partFile(part), flags: 'r' }, async (handle) => {
      const source = await openSealedFile(handle, this.#sealing, partName(part));
      return work((offset, count) => readSealed(source, offset, count));
    }).catch((error: unknown) => {
      // Torn by a power failure, say: what is there is not what was sent.
      if (error instanceof SealedFileError) return undefined;
      throw error;
    });
  }

  async #resealKept(digest: string): Promise<boolean> {
    const file = this.#file(digest);
    const draft = this.#draft(digest, 'reseal');
    if ((await sizeOf(this.#disk, file)) === undefined) return false;
    const isWritten = await withFile(this.#disk, { file, flags: 'r' }, async (handle) => {
      const keyId = await readKeyId(handle);
      if (keyId === this.#sealing.keyId) return false;
      const stored = (await handle.stat()).size;
      const size = keyId === undefined ? stored : plainSize(stored);
      // Of a file in clear that was damaged, what is there is sealed: who reads it finds another digest, as before.
      await this.#writeDraft(draft, { digest, size }, await this.#contentOf(handle, { digest, size, keyId }));
      return true;
    });
    if (!isWritten) return false;
    // Whoever serves may have thrown it away; were that to happen right now, a sealed file is left that no row names.
    if ((await sizeOf(this.#disk, file)) !== undefined) await this.#giveName(draft, digest);
    await this.#disk.rm(draft, { force: true });
    return true;
  }

  async #contentOf(
    handle: OpenFile,
    { keyId, ...content }: ExpectedContent & { readonly keyId: string | undefined },
  ): Promise<ReadContent> {
    if (keyId === undefined) return (offset, count) => readAt(handle, offset, count);
    const source = await openSealedFile(handle, this.#sealing, keptName(content));
    return (offset, count) => readSealed(source, offset, count);
  }

  /** Writes content down as it is to be kept, flushed, and gives its digest. */
  async #writeDraft(file: string, name: ExpectedContent, read: ReadContent): Promise<string> {
    await this.#disk.mkdir(path.dirname(file), { recursive: true });
    const hash = createHash('sha256');
    await withFile(this.#disk, { file, flags: 'w' }, async (handle) => {
      const draft = await beginSealedFile(handle, this.#sealing, keptName(name));
      await readThrough(read, async (bytes, offset) => {
        hash.update(bytes);
        await writeSealed(draft, offset, bytes);
      });
      // The content must be on disk before its name is, or a power failure leaves a name without content.
      await handle.sync();
    });
    return hash.digest('hex');
  }

  async #giveName(draft: string, digest: string): Promise<void> {
    const target = this.#file(digest);
    await this.#disk.mkdir(path.dirname(target), { recursive: true });
    await this.#disk.rename(draft, target);
    await flush(this.#disk, path.dirname(target), 'r');
  }

  #read(
    { file, name }: { readonly file: string; readonly name: (size: number) => string },
    offset: number,
    count: number,
  ): Promise<Uint8Array> {
    return withFile(this.#disk, { file, flags: 'r' }, async (handle) => {
      const size = plainSize((await handle.stat()).size);
      return readSealed(await openSealedFile(handle, this.#sealing, name(size)), offset, count);
    });
  }

  #partFile(part: string): string {
    return path.join(this.#root, 'incoming', `${checked(part)}.part`);
  }

  // A rotation beside the process that serves has names of its own.
  #draft(digest: string, kind: 'draft' | 'reseal'): string {
    return path.join(this.#root, 'incoming', `${checked(digest)}.${kind}`);
  }

  #file(digest: string): string {
    return path.join(this.#root, checked(digest).slice(0, 2), digest.slice(2, 4), digest);
  }
}

/** The store of a folder, which is made when the first file comes. */
export function createMaterialFiles(root: string, sealing: Sealing, disk: FileSystem = plainFiles): MaterialFiles {
  return new MaterialFiles(root, sealing, disk);
}

/** Reads content to its end, piece by piece. */
async function readThrough(
  read: ReadContent,
  take: (bytes: Uint8Array, offset: number) => Promise<void> | void,
): Promise<void> {
  for (let offset = 0; ; ) {
    const bytes = await read(offset, COPY_BYTES);
    if (bytes.length === 0) return;
    await take(bytes, offset);
    offset += bytes.length;
  }
}

const partName = (part: string): string => `part ${part}`;
const keptName = ({ digest, size }: ExpectedContent): string => `kept ${digest} of ${size} bytes`;

// Names come from digests only. Anything else could climb out of the folder, so it is a bug of ours.
function checked(name: string): string {
  if (!isDigest(name)) throw new Error('A file of materials is named by a digest.');
  return name;
}
