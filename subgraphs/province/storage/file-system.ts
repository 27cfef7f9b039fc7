import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';

/** The file system as far as materials use it. A door, so that a test can pull the plug at any step. */
export interface FileSystem {
  readonly mkdir: (folder: string, options: { readonly recursive: true }) => Promise<unknown>;
  readonly open: (file: string, flags: string) => Promise<OpenFile>;
  readonly readdir: (folder: string) => Promise<readonly string[]>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly rm: (file: string, options: { readonly force: true }) => Promise<void>;
  readonly stat: (file: string) => Promise<{ readonly size: number; readonly mtimeMs: number }>;
}

/** An open file, or a folder that is open to be flushed. */
export interface OpenFile {
  readonly read: (into: ReadInto) => Promise<{ readonly bytesRead: number }>;
  readonly write: (bytes: Uint8Array, at: { readonly position: number }) => Promise<{ readonly bytesWritten: number }>;
  readonly truncate: (size: number) => Promise<void>;
  readonly stat: () => Promise<{ readonly size: number }>;
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

/** The file system of this machine. */
export const plainFiles: FileSystem = { mkdir, open, readdir, rename, rm, stat };

/** Opens a file for `use`, and closes it whatever comes of that. */
export async function withFile<Result>(
  disk: FileSystem,
  { file, flags }: { readonly file: string; readonly flags: string },
  use: (handle: OpenFile) => Promise<Result>,
): Promise<Result> {
  const handle = await disk.open(file, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/** Some bytes of an open file; fewer at its end. */
export async function readAt(handle: OpenFile, position: number, count: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(count);
  let filled = 0;
  while (filled < count) {
    const { bytesRead } = await handle.read({
      ...{ buffer, offset: filled, length: count - filled, position: position + filled },
    });
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Writes all of some bytes into an open file. */
export async function writeAt(handle: OpenFile, position: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes.subarray(done), { position: position + done })).bytesWritten;
  }
}

/** Waits until a file, or the names in a folder, are on disk. */
export function flush(disk: FileSystem, file: string, flags: string): Promise<void> {
  return withFile(disk, { file, flags }, (handle) => handle.sync());
}

/** The size of a file; undefined when there is none. */
export async function sizeOf(disk: FileSystem, file: string): Promise<number | undefined> {
  try {
    return (await disk.stat(file)).size;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/** True for a file that is there and that nobody has written to since. */
export async function isOlderThan(disk: FileSystem, file: string, beforeMs: number): Promise<boolean> {
  try {
    return (await disk.stat(file)).mtimeMs < beforeMs;
  } catch (error) {
    if (isNotThere(error)) return false;
    throw error;
  }
}

/** The names in a folder; none when there is no such folder. */
export async function namesIn(disk: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    return await disk.readdir(folder);
  } catch (error) {
    if (isNotThere(error)) return [];
    throw error;
  }
}

// By the code, since inside a jest test Node's own errors are of another realm.
function isNotThere(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
