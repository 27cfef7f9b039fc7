import type { ServiceRefusalCode } from '../../../schema/service-refusals.js';
import { inTransaction, isoTime } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { ProvinceContext } from '../context.js';
import type { MaterialFiles, SealFault } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { SealedFileError } from '../storage/sealed-file.js';
import { CHUNK_BYTES, HEAD_BYTES, isOfType } from './admission.rules.js';
import type { Manifest, ManifestEntry } from './manifest.rules.js';
import type { MaterialTables } from './material.entity.js';
import { hasProven, noteProven, type Source } from './proven-content.service.js';
import { keepContent } from './content-rows.service.js';
import type { Refused } from './upload.service.js';

/** Some bytes of a file, and how long all of it is. */
export interface MaterialChunk {
  readonly size: number;
  readonly bytes: Uint8Array;
}

/**
 * Asks a province for the bytes of a material from `offset` on; undefined when it does not have it, or why it gives
 * none. The network may fail: then it throws, and who called may try again later.
 */
export type FetchChunk = (
  from: string,
  digest: string,
  offset: number,
) => Promise<MaterialChunk | RefusedChunk | undefined>;

const chunkRefusals = [
  'MATERIAL_NOT_LISTED',
  'MATERIAL_FETCH_ENDED',
  'MATERIAL_DAMAGED',
  'MATERIAL_ERASED',
] as const satisfies readonly ServiceRefusalCode[];

/** Why a province gives nothing of a file. */
export interface RefusedChunk {
  readonly refusal: (typeof chunkRefusals)[number];
}

/** True for the code of a province that gives nothing of a file which it knows. */
export function isRefusedChunk(code: unknown): code is RefusedChunk['refusal'] {
  return chunkRefusals.some((known) => known === code);
}

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
  readonly code: SealFault | 'CONTENT_NOT_OF_TYPE' | 'MATERIAL_NOT_HERE' | RefusedChunk['refusal'];
}

/**
 * Fetches what a manifest lists and this province does not have, from the province that sent it; also what is here, if
 * that province has not proven to have it. Gives what was wrong, which is nothing when all is here; of what was wrong
 * nothing stays. Throws what `fetchChunk` throws, and goes on from
 * there when it is called again. Must not be called inside a transaction.
 */
export async function fetchMaterials(
  desk: TransferDesk,
  { entries }: Pick<Manifest, 'entries'>,
  source: Source,
): Promise<readonly TransferFault[]> {
  const faults: TransferFault[] = [];
  for (const entry of entries) {
    const code = await fetchEntry(desk, entry, source);
    if (code !== undefined) faults.push({ ordinal: entry.ordinal, digest: entry.digest, code });
  }
  return faults;
}

async function fetchEntry(
  desk: TransferDesk,
  entry: ManifestEntry,
  source: Source,
): Promise<TransferFault['code'] | undefined> {
  const { files } = desk;
  const { from } = source;
  const part = sha256(`tongban transfer 1\n${from}\n${entry.digest}`);
  return files.alone(part, async () => {
    if (await keepIfProven(desk, entry, source)) {
      await files.dropPart(part); // of what came by another way meanwhile, or before a crash
      return undefined;
    }
    const fault = (await fillPart(desk, entry, { part, from })) ?? (await keepPart(desk, entry, { part, from }));
    if (fault !== undefined) await files.dropPart(part);
    return fault;
  });
}

interface Fetched {
  readonly part: string;
  readonly from: string;
}

// Alone with the content, since it may be thrown away for a case that does not need it any more.
function keepIfProven(desk: TransferDesk, entry: ManifestEntry, source: Source): Promise<boolean> {
  return desk.files.alone(entry.digest, async () => {
    const { em } = desk.storage;
    const isKnown =
      (await hasProven(em, source, { digest: entry.digest, nowMs: desk.nowMs() })) && (await desk.files.isWhole(entry));
    if (isKnown) await keepRow(em, entry, isoTime(desk.nowMs()));
    return isKnown;
  });
}

function keepPart(desk: TransferDesk, entry: ManifestEntry, { part, from }: Fetched): Promise<SealFault | undefined> {
  const { files, storage, nowMs } = desk;
  const { digest } = entry;
  return files.alone(digest, async () => {
    // Over what is here too: a copy that was damaged on disk has the same size, and this one has just been shown to be right.
    const fault = await files.seal(part, entry);
    if (fault !== undefined) return fault;
    // After the file, never before: a row promises that the file is there.
    await inTransaction({ storage }, async (transaction) => {
      const at = isoTime(nowMs());
      await keepRow(transaction, entry, at);
      await noteProven(transaction, { province: from, digest, at });
    });
    return undefined;
  });
}

async function fillPart(
  { files, fetchChunk }: TransferDesk,
  { digest, size, mediaType }: ManifestEntry,
  { part, from }: Fetched,
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
    if ('refusal' in chunk) return chunk.refusal;
    if (chunk.size !== size) return chunk.size < size ? 'CONTENT_SHORT' : 'CONTENT_TOO_LONG';
    if (chunk.bytes.length === 0) return 'CONTENT_SHORT';
    if (offset + chunk.bytes.length > size) return 'CONTENT_TOO_LONG';
    offset = await files.writePart(part, offset, chunk.bytes);
  }
}

function keepRow(
  writer: Pick<Transaction, 'getKysely'>,
  { digest, size, mediaType }: ManifestEntry,
  at: string,
): Promise<void> {
  return keepContent(writer, { digest, size, media_type: mediaType, stored_at: at });
}

/** Some bytes of a material that this province holds. */
export async function readChunk(
  context: ProvinceContext,
  {
    digest,
    offset,
    count = CHUNK_BYTES,
  }: { readonly digest: string; readonly offset: number; readonly count?: number },
): Promise<MaterialChunk | Refused> {
  const row = await context.orm.em
    .getKysely<MaterialTables>()
    .selectFrom('material')
    .select(['size', 'erased_at'])
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined) return { refusal: 'MATERIAL_NOT_HERE' };
  if (row.erased_at !== null) return { refusal: 'MATERIAL_ERASED' };
  try {
    return { size: row.size, bytes: await context.surroundings.files.readKept(digest, offset, count) };
  } catch (error) {
    if (error instanceof SealedFileError) return { refusal: 'MATERIAL_DAMAGED' };
    throw error;
  }
}
