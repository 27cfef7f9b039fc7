import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** The file system as far as this store uses it. A door, so that a test can pull the plug at any step. */
export interface FileSystem {
  readonly mkdir: (folder: string, options: { readonly recursive: true }) => Promise<unknown>;
  readonly open: (file: string, flags: string) => Promise<OpenFile>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly rm: (file: string, options: { readonly force: true }) => Promise<void>;
  readonly stat: (file: string) => Promise<{ readonly size: number }>;
}

/** An open file, or a folder that is open to be flushed. */
export interface OpenFile {
  readonly read: (into: ReadInto) => Promise<{ readonly bytesRead: number }>;
  readonly write: (bytes: Uint8Array, at: { readonly position: number }) => Promise<{ readonly bytesWritten: number }>;
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where the bytes of one read go, and where they are from. */
export interface ReadInto {
  readonly buffer: Uint8Array;
  readonly offset: number;
  readonly length: number;
  readonly position: number;
}

/** What a file must be to be kept. */
export interface ExpectedContent {
  /** SHA-256 in lower-case hex. */
  readonly digest: string;
  readonly size: number;
}

/** Why a part was not kept. It is gone then, except where it is short and can still be continued. */
export type SealFault = 'CONTENT_SHORT' | 'CONTENT_TOO_LONG' | 'DIGEST_DIFFERS';

const PLAIN_FILES: FileSystem = { mkdir, open, rename, rm, stat };
const READ_BYTES = 64 * 1024;
const DIGEST = /^[0-9a-f]{64}$/;

/** True for a SHA-256 digest as this graph writes it. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/**
 * Files of one province by the hash of their content. A file grows as a part under `incoming/` and is moved to its name
 * only when it is whole, right and on disk: whatever dies in between leaves either nothing under that name or all of it.
 */
export class MaterialFiles {
  readonly #root: string;
  readonly #disk: FileSystem;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(root: string, disk: FileSystem) {
    this.#root = root;
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

  /** How many bytes of a part are there; 0 when there are none. */
  sizeOfPart(part: string): Promise<number> {
    return this.#sizeOf(this.#partFile(part));
  }

  /** True when a file of this digest is kept. */
  async isKept({ digest, size }: ExpectedContent): Promise<boolean> {
    return (await this.#sizeOf(this.#file(digest))) === size;
  }

  /** Writes bytes into a part, at a place that joins what is there. */
  async writePart(part: string, offset: number, bytes: Uint8Array): Promise<void> {
    await this.#disk.mkdir(path.join(this.#root, 'incoming'), { recursive: true });
    const file = this.#partFile(part);
    const handle = await this.#disk.open(file, (await this.#sizeOf(file)) === 0 ? 'w' : 'r+');
    try {
      for (let done = 0; done < bytes.length; ) {
        done += (await handle.write(bytes.subarray(done), { position: offset + done })).bytesWritten;
      }
    } finally {
      await handle.close();
    }
  }

  /** The first bytes of a part, at most `count`. */
  readPart(part: string, count: number): Promise<Uint8Array> {
    return this.#read(this.#partFile(part), 0, count);
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
    const source = this.#partFile(part);
    const size = await this.#sizeOf(source);
    if (size < expected.size) return 'CONTENT_SHORT';
    const fault = size > expected.size ? 'CONTENT_TOO_LONG' : await this.#checkDigest(source, expected.digest);
    if (fault !== undefined) {
      await this.dropPart(part);
      return fault;
    }
    const target = this.#file(expected.digest);
    await this.#disk.mkdir(path.dirname(target), { recursive: true });
    // The content must be on disk before its name is, or a power failure leaves a name without content.
    await this.#flush(source, 'r+');
    await this.#disk.rename(source, target);
    await this.#flush(path.dirname(target), 'r');
    return undefined;
  }

  /** Throws away what is kept under a digest; nothing is as good. */
  dropKept(digest: string): Promise<void> {
    return this.#disk.rm(this.#file(digest), { force: true });
  }

  /** Some bytes of a file that is kept; fewer at its end, and none behind it. */
  readKept(digest: string, offset: number, count: number): Promise<Uint8Array> {
    return this.#read(this.#file(digest), offset, count);
  }

  async #checkDigest(file: string, digest: string): Promise<SealFault | undefined> {
    const hash = createHash('sha256');
    const handle = await this.#disk.open(file, 'r');
    try {
      const buffer = new Uint8Array(READ_BYTES);
      for (let position = 0; ; ) {
        const { bytesRead } = await handle.read({ buffer, offset: 0, length: buffer.length, position });
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        position += bytesRead;
      }
    } finally {
      await handle.close();
    }
    return hash.digest('hex') === digest ? undefined : 'DIGEST_DIFFERS';
  }

  async #read(file: string, offset: number, count: number): Promise<Uint8Array> {
    const handle = await this.#disk.open(file, 'r');
    try {
      const buffer = new Uint8Array(count);
      let filled = 0;
      while (filled < count) {
        const { bytesRead } = await handle.read({
          ...{ buffer, offset: filled, length: count - filled, position: offset + filled },
        });
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    } finally {
      await handle.close();
    }
  }

  async #flush(file: string, flags: string): Promise<void> {
    const handle = await this.#disk.open(file, flags);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #sizeOf(file: string): Promise<number> {
    try {
      return (await this.#disk.stat(file)).size;
    } catch (error) {
      if (isNotThere(error)) return 0;
      throw error;
    }
  }

  #partFile(part: string): string {
    return path.join(this.#root, 'incoming', `${checked(part)}.part`);
  }

  #file(digest: string): string {
    return path.join(this.#root, checked(digest).slice(0, 2), digest.slice(2, 4), digest);
  }
}

/** The store of a folder, which is made when the first file comes. */
export function createMaterialFiles(root: string, disk: FileSystem = PLAIN_FILES): MaterialFiles {
  return new MaterialFiles(root, disk);
}

// Names come from digests only. Anything else could climb out of the folder, so it is a bug of ours.
function checked(name: string): string {
  if (!isDigest(name)) throw new Error('A file of materials is named by a digest.');
  return name;
}

// By the code, since inside a jest test Node's own errors are of another realm.
function isNotThere(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
