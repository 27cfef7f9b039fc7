import { isoTime } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import type { ProvinceContext } from '../context.js';
import type { MaterialFiles, SealFault } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { CHUNK_BYTES, HEAD_BYTES, isOfType } from './admission.rules.js';
import type { Manifest, ManifestEntry } from './manifest.rules.js';
import type { MaterialTables } from './material.entity.js';
import type { Refused } from './upload.service.js';

/** Some bytes of a file, and how long all of it is. */
export interface MaterialChunk {
  readonly size: number;
  readonly bytes: Uint8Array;
}

/**
 * Asks a province for the bytes of a material from `offset` on; undefined when it does not have it. The network may
 * fail: then it throws, and who called may try again later.
 */
export type FetchChunk = (from: string, digest: string, offset: number) => Promise<MaterialChunk | undefined>;

/** What a transfer works with. */
export interface TransferDesk {
  readonly storage: ProvinceStorage;
  readonly files: MaterialFiles;
  readonly nowMs: () => number;
  readonly fetchChunk: FetchChunk;
}

/** A material that did not come as the manifest says. Named by place and digest only: names may be personal data. */
export interface TransferFault {
  readonly ordinal: number;
  readonly digest: string;
  readonly code: 'CONTENT_SHORT' | 'CONTENT_TOO_LONG' | 'DIGEST_DIFFERS' | 'CONTENT_NOT_OF_TYPE' | 'MATERIAL_NOT_HERE';
}

/**
 * Fetches what a manifest lists and this province does not have, from the province that sent it. Gives what was wrong,
 * which is nothing when all is here; of what was wrong nothing stays. Throws what `fetchChunk` throws, and goes on from
 * there when it is called again. Must not be called inside a transaction.
 */
export async function fetchMaterials(
  desk: TransferDesk,
  { entries }: Pick<Manifest, 'entries'>,
  from: string,
): Promise<readonly TransferFault[]> {
  const faults: TransferFault[] = [];
  for (const entry of entries) {
    const code = await fetchEntry(desk, entry, from);
    if (code !== undefined) faults.push({ ordinal: entry.ordinal, digest: entry.digest, code });
  }
  return faults;
}

async function fetchEntry(
  desk: TransferDesk,
  entry: ManifestEntry,
  from: string,
): Promise<TransferFault['code'] | undefined> {
  const { files } = desk;
  const part = sha256(`tongban transfer 1\n${from}\n${entry.digest}`);
  return files.alone(part, async () => {
    if (await keepIfHere(desk, entry)) return undefined;
    const fault = (await fillPart(desk, entry, { part, from })) ?? (await sealPart(desk, entry, part));
    if (fault !== undefined) await files.dropPart(part);
    return fault;
  });
}

// Alone with the content, since it may be thrown away for a case that does not need it any more.
function keepIfHere(desk: TransferDesk, entry: ManifestEntry): Promise<boolean> {
  return desk.files.alone(entry.digest, async () => {
    const isHere = await desk.files.isKept(entry);
    if (isHere) await keepRow(desk, entry);
    return isHere;
  });
}

function sealPart(desk: TransferDesk, entry: ManifestEntry, part: string): Promise<SealFault | undefined> {
  return desk.files.alone(entry.digest, async () => {
    const fault = await desk.files.seal(part, entry);
    // After the file, never before: a row promises that the file is there.
    if (fault === undefined) await keepRow(desk, entry);
    return fault;
  });
}

async function fillPart(
  { files, fetchChunk }: TransferDesk,
  { digest, size, mediaType }: ManifestEntry,
  { part, from }: { readonly part: string; readonly from: string },
): Promise<TransferFault['code'] | undefined> {
  let isTypeKnown = false;
  for (let offset = await files.sizeOfPart(part); ; ) {
    // As early as can be told: twenty megabytes of the wrong thing need not come first.
    if (!isTypeKnown && offset >= Math.min(HEAD_BYTES, size)) {
      if (!isOfType(mediaType, await files.readPart(part, HEAD_BYTES))) return 'CONTENT_NOT_OF_TYPE';
      isTypeKnown = true;
    }
    if (offset >= size) return undefined;
    const chunk = await fetchChunk(from, digest, offset);
    if (chunk === undefined) return 'MATERIAL_NOT_HERE';
    if (chunk.size !== size) return chunk.size < size ? 'CONTENT_SHORT' : 'CONTENT_TOO_LONG';
    if (chunk.bytes.length === 0) return 'CONTENT_SHORT';
    if (offset + chunk.bytes.length > size) return 'CONTENT_TOO_LONG';
    await files.writePart(part, offset, chunk.bytes);
    offset += chunk.bytes.length;
  }
}

async function keepRow({ storage, nowMs }: TransferDesk, { digest, size, mediaType }: ManifestEntry): Promise<void> {
  await storage.em
    .getKysely<MaterialTables>()
    .insertInto('material')
    .values({ digest, size, media_type: mediaType, stored_at: isoTime(nowMs()) })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
}

/** Some bytes of a material that this province holds. */
export async function readChunk(
  context: ProvinceContext,
  { digest, offset }: { readonly digest: string; readonly offset: number },
): Promise<MaterialChunk | Refused> {
  const row = await context.orm.em
    .getKysely<MaterialTables>()
    .selectFrom('material')
    .select('size')
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined) return { refusal: 'MATERIAL_NOT_HERE' };
  return { size: row.size, bytes: await context.surroundings.files.readKept(digest, offset, CHUNK_BYTES) };
}
