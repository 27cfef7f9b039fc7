import type { Kysely } from 'kysely';
import type { ServiceRefusalCode } from '../../../schema/service-refusals.js';
import type { ProvinceContext } from '../context.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { inTransaction, isoTime } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import { takeTurn } from '../storage/turns.js';
import {
  type Announcement,
  type CaseLoad,
  CHUNK_BYTES,
  HEAD_BYTES,
  isOfType,
  type MediaType,
  refuseAnnouncement,
} from './admission.rules.js';
import { isEndedLeg, isSubject, takeTurnOf } from './case-register.service.js';
import { isHere, keepContent } from './content-rows.service.js';
import type { MaterialTables, UploadRow } from './material.entity.js';

/** A file that is to be handed in for a case. */
export interface NewMaterial extends Announcement {
  readonly caseId: string;
  readonly name: string;
  readonly digest: string;
}

/** How far an upload is. */
export interface UploadState {
  readonly id: string;
  /** Bytes that have come; the next chunk begins here. */
  readonly offset: number;
  readonly size: number;
  /** True when the file is kept and belongs to its case. */
  readonly isFinished: boolean;
}

/** A no, as services give it. */
export interface Refused {
  readonly refusal: ServiceRefusalCode;
}

const tables = (context: ProvinceContext): Kysely<MaterialTables> => context.orm.em.getKysely<MaterialTables>();

/**
 * Begins an upload, or finds the one that was begun for the same case, name and digest: after a crash of either side
 * the client asks again and goes on at `offset`. The bytes must come even if the province has them already, since who
 * knows a digest does not have the file. What was erased when its case had ended does not come again, and a leg that has
 * ended takes nothing, since nothing goes to its lead any more.
 */
export async function beginUpload(context: ProvinceContext, material: NewMaterial): Promise<UploadState | Refused> {
  const { caseId, name, digest, size, grade, certifiedBy } = material;
  const id = sha256(`tongban upload 1\n${canonicalJson({ caseId, name, digest })}`);
  if (!(await isSubject(context.orm.em, caseId))) return { refusal: 'CASE_NOT_HERE' };
  const known = await findFile(context, material);
  if (known !== undefined && known.erased_at !== null) return { refusal: 'MATERIAL_ERASED' };
  if (known === undefined && (await isEndedLeg(context.orm.em, caseId))) return { refusal: 'LEG_ENDED' };
  await dropAbandoned(context, caseId);
  const load = await loadOf(context, { caseId, exceptUpload: id });
  const refusal = refuseAnnouncement(material, load);
  if (refusal !== undefined) return { refusal };
  const said = {
    ...{ size, grade, certified_by: certifiedBy, media_type: material.mediaType as MediaType },
    begun_at: isoTime(context.surroundings.nowMs()),
  };
  await tables(context)
    .insertInto('material_upload')
    .values({ id, case_id: caseId, name, digest, ...said })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
  const row = await findUpload(context, id);
  return row === undefined ? { refusal: 'UPLOAD_UNKNOWN' } : stateOf(context, row);
}

/** Adds a chunk. One that is there already is passed over, so that a repeated request does no harm. */
export async function appendChunk(
  context: ProvinceContext,
  chunk: { readonly id: string; readonly offset: number; readonly bytes: Uint8Array },
): Promise<UploadState | Refused> {
  const row = await findUpload(context, chunk.id);
  if (row === undefined) return { refusal: 'UPLOAD_UNKNOWN' };
  const { offset, bytes } = chunk;
  if (bytes.length > CHUNK_BYTES) return { refusal: 'CHUNK_TOO_LARGE' };
  if (offset + bytes.length > row.size) return { refusal: 'CONTENT_TOO_LONG' };
  if (await isFinished(context, row)) return stateOf(context, row);
  const { files } = context.surroundings;
  return files.alone(row.id, async () => {
    const here = await files.sizeOfPart(row.id);
    if (offset < 0 || offset > here) return { refusal: 'CHUNK_OUT_OF_PLACE' };
    if (offset + bytes.length > here) await files.writePart(row.id, offset, bytes);
    return stateOf(context, row);
  });
}

/**
 * Ends an upload: the file is kept and belongs to its case, or it is refused and nothing of it stays. Asked again after
 * it was kept, it says so again.
 */
export async function finishUpload(context: ProvinceContext, id: string): Promise<UploadState | Refused> {
  const row = await findUpload(context, id);
  if (row === undefined) return { refusal: 'UPLOAD_UNKNOWN' };
  const { files } = context.surroundings;
  return files.alone(row.id, async () => {
    if (await isFinished(context, row)) return stateOf(context, row);
    if ((await files.sizeOfPart(row.id)) < row.size) return { refusal: 'CONTENT_SHORT' };
    if (!isOfType(row.media_type, await files.readPart(row.id, HEAD_BYTES))) {
      await files.dropPart(row.id);
      return { refusal: 'CONTENT_NOT_OF_TYPE' };
    }
    // Alone with the content too: where it is thrown away for another case, it is whole before or comes after.
    const fault = await files.alone(row.digest, () => keepForCase(context, row));
    return fault === undefined ? stateOf(context, row) : { refusal: fault };
  });
}

// The file is under its name before the rows are: a crash in between leaves a whole file that no case has yet, and the
// client, who is told of nothing, sends it again.
async function keepForCase(context: ProvinceContext, row: UploadRow): Promise<ServiceRefusalCode | undefined> {
  const { files } = context.surroundings;
  const fault = await files.seal(row.id, row);
  if (fault !== undefined) return fault;
  const refusal = await addToCase(context, row);
  if (refusal !== undefined && !(await isHere(context.orm.em, row.digest))) await files.dropKept(row.digest);
  return refusal;
}

function addToCase(context: ProvinceContext, row: UploadRow): Promise<ServiceRefusalCode | undefined> {
  const now = isoTime(context.surroundings.nowMs());
  const { case_id, digest, name, grade, certified_by, size, media_type } = row;
  return inTransaction({ storage: context.orm }, async (transaction) => {
    // What goes with the result of a leg is read in the turn with it: a file is among that, or comes too late.
    await takeTurnOf(transaction, case_id);
    if (await isEndedLeg(transaction, case_id)) return 'LEG_ENDED';
    await takeTurn(transaction, case_id);
    const db = transaction.getKysely<MaterialTables>();
    await keepContent(transaction, { digest, size, media_type, stored_at: now });
    const { last } = await db
      .selectFrom('case_material')
      .select((of) => of.fn.coalesce(of.fn.max('ordinal'), of.lit(0)).as('last'))
      .where('case_id', '=', case_id)
      .executeTakeFirstOrThrow();
    const ordinal = last + 1;
    await db
      .insertInto('case_material')
      .values({ case_id, ordinal, digest, name, grade, certified_by, added_at: now, erased_at: null })
      .execute();
    return undefined;
  });
}

/** What nobody has gone on with for so long would fill its case, and the disk, for good. A week. */
export const ABANDONED_AFTER_MS = 7 * 24 * 3_600_000;

async function dropAbandoned(context: ProvinceContext, caseId: string): Promise<void> {
  const { files, nowMs } = context.surroundings;
  const old = await tables(context)
    .selectFrom('material_upload')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('begun_at', '<', isoTime(nowMs() - ABANDONED_AFTER_MS))
    .execute();
  for (const row of old) {
    await files.alone(row.id, async () => {
      if (await isFinished(context, row)) return;
      await files.dropPart(row.id);
      await tables(context).deleteFrom('material_upload').where('id', '=', row.id).execute();
    });
  }
}

async function loadOf(
  context: ProvinceContext,
  { caseId, exceptUpload }: { readonly caseId: string; readonly exceptUpload: string },
): Promise<CaseLoad> {
  // An upload that was finished keeps its row, so these are the files of the case and those on their way.
  const uploads = await tables(context)
    .selectFrom('material_upload')
    .select(['id', 'size'])
    .where('case_id', '=', caseId)
    .where('id', '!=', exceptUpload)
    .execute();
  return { files: uploads.length, bytes: uploads.reduce((sum, { size }) => sum + size, 0) };
}

/** The case of an upload; undefined when there is none. */
export async function caseOfUpload(context: ProvinceContext, id: string): Promise<string | undefined> {
  return (await findUpload(context, id))?.case_id;
}

function findUpload(context: ProvinceContext, id: string): Promise<UploadRow | undefined> {
  return tables(context).selectFrom('material_upload').selectAll().where('id', '=', id).executeTakeFirst();
}

async function isFinished(context: ProvinceContext, { case_id: caseId, digest, name }: UploadRow): Promise<boolean> {
  return (await findFile(context, { caseId, digest, name })) !== undefined;
}

function findFile(
  context: ProvinceContext,
  { caseId, digest, name }: Pick<NewMaterial, 'caseId' | 'digest' | 'name'>,
): Promise<{ readonly erased_at: string | null } | undefined> {
  return tables(context)
    .selectFrom('case_material')
    .select('erased_at')
    .where('case_id', '=', caseId)
    .where('digest', '=', digest)
    .where('name', '=', name)
    .executeTakeFirst();
}

async function stateOf(context: ProvinceContext, row: UploadRow): Promise<UploadState> {
  const finished = await isFinished(context, row);
  const offset = finished ? row.size : await context.surroundings.files.sizeOfPart(row.id);
  return { id: row.id, offset, size: row.size, isFinished: finished };
}
