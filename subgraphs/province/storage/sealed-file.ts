import { type OpenFile, readAt, writeAt } from './file-system.js';
import { SEALED_OVERHEAD_BYTES, type Sealing, SealingError } from './sealing.js';

/**
 * A file of which every 64 KiB are sealed for their place in it: a line that names the key, then frames, of which the
 * last may be shorter. Each opens only where it was written, so that frames cannot be exchanged, between files neither;
 * the size of what must be whole is part of its name, so that it cannot be cut off.
 */
export interface SealedFile {
  readonly handle: OpenFile;
  readonly sealing: Sealing;
  readonly keyId: string;
  /** What its frames are bound to. */
  readonly name: string;
}

/** A file of materials does not open. The message names the file and the place, and nothing of what it holds. */
export class SealedFileError extends Error {
  override readonly name = 'SealedFileError';
}

const FRAME_BYTES = 64 * 1024;
const STORED_FRAME_BYTES = FRAME_BYTES + SEALED_OVERHEAD_BYTES;
const MAGIC = 'tongban sealed file 1 ';
const KEY_ID_LENGTH = 40;
const HEAD_BYTES = MAGIC.length + KEY_ID_LENGTH + 1;
const HEAD = new RegExp(`^${MAGIC}([\\w-]{1,${KEY_ID_LENGTH}}) *\n$`);

/** How many bytes a file of this size holds, were all of it whole. */
export function plainSize(stored: number): number {
  const body = Math.max(stored - HEAD_BYTES, 0);
  const rest = body % STORED_FRAME_BYTES;
  return Math.floor(body / STORED_FRAME_BYTES) * FRAME_BYTES + Math.max(rest - SEALED_OVERHEAD_BYTES, 0);
}

/** Begins a file, under the newest key. */
export async function beginSealedFile(handle: OpenFile, sealing: Sealing, name: string): Promise<SealedFile> {
  const { keyId } = sealing;
  await writeAt(handle, 0, Buffer.from(`${MAGIC}${keyId.padEnd(KEY_ID_LENGTH)}\n`));
  return { handle, sealing, keyId, name };
}

/** The name of the key that an open file is under; undefined for a file that is not sealed. */
export async function readKeyId(handle: OpenFile): Promise<string | undefined> {
  const head = Buffer.from(await readAt(handle, 0, HEAD_BYTES)).toString('latin1');
  return HEAD.exec(head)?.[1];
}

/** Goes on with a file that was begun; throws a {@link SealedFileError} when it is not sealed. */
export async function openSealedFile(handle: OpenFile, sealing: Sealing, name: string): Promise<SealedFile> {
  const keyId = await readKeyId(handle);
  if (keyId === undefined) throw new SealedFileError(`The file ${name} is not sealed.`);
  return { handle, sealing, keyId, name };
}

/** Some bytes of what a file holds; fewer at its end, and none behind it. */
export async function readSealed(file: SealedFile, offset: number, count: number): Promise<Uint8Array> {
  const found: Uint8Array[] = [];
  for (let at = offset; at < offset + count; ) {
    const index = Math.floor(at / FRAME_BYTES);
    const frame = await openFrame(file, index);
    const bytes = frame.subarray(at - index * FRAME_BYTES, offset + count - index * FRAME_BYTES);
    found.push(bytes);
    if (frame.length < FRAME_BYTES) break;
    at += bytes.length;
  }
  return Buffer.concat(found);
}

/**
 * Writes bytes into a file from `offset` on, which is at most its end; what was behind them is gone. A frame that is not
 * full is sealed anew together with what joins it.
 */
export async function writeSealed(file: SealedFile, offset: number, bytes: Uint8Array): Promise<void> {
  const first = Math.floor(offset / FRAME_BYTES);
  const head = await readSealed(file, first * FRAME_BYTES, offset - first * FRAME_BYTES);
  const plain = Buffer.concat([head, bytes]);
  const frames: Buffer[] = [];
  for (let at = 0; at < plain.length; at += FRAME_BYTES) {
    const place = placeOf(file, first + frames.length);
    frames.push(file.sealing.sealBytes(plain.subarray(at, at + FRAME_BYTES), { keyId: file.keyId, place }));
  }
  const stored = Buffer.concat(frames);
  const position = HEAD_BYTES + first * STORED_FRAME_BYTES;
  await writeAt(file.handle, position, stored);
  // Afterwards, or a kill in between would lose what was told to be here.
  if ((await file.handle.stat()).size > position + stored.length) await file.handle.truncate(position + stored.length);
}

/** How many bytes of a file that may have been torn while it grew are whole: it goes on there. */
export async function wholeSize(file: SealedFile): Promise<number> {
  for (let size = plainSize((await file.handle.stat()).size); size > 0; ) {
    const index = Math.floor((size - 1) / FRAME_BYTES);
    try {
      const frame = await openFrame(file, index);
      if (index * FRAME_BYTES + frame.length >= size) return size;
    } catch (error) {
      if (!(error instanceof SealedFileError)) throw error;
    }
    size = index * FRAME_BYTES;
  }
  return 0;
}

async function openFrame(file: SealedFile, index: number): Promise<Uint8Array> {
  const stored = await readAt(file.handle, HEAD_BYTES + index * STORED_FRAME_BYTES, STORED_FRAME_BYTES);
  if (stored.length === 0) return stored;
  try {
    return file.sealing.openBytes(stored, { keyId: file.keyId, place: placeOf(file, index) });
  } catch (cause) {
    if (!(cause instanceof SealingError)) throw cause;
    const what = 'was changed, exchanged or cut off, or its key is not in the key ring';
    throw new SealedFileError(`The file ${file.name} does not open: frame ${index + 1} ${what}.`, { cause });
  }
}

const placeOf = ({ name }: SealedFile, index: number): string => JSON.stringify([name, index]);
