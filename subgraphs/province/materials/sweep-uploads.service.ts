import { inTransaction, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { repeat, type Repetition } from '../exchange/repeat.js';
import type { MaterialFiles } from '../storage/material-files.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { type CaseRegister, takeTurnOf } from './case-register.service.js';
import { forUpdate } from '../storage/turns.js';
import { forgetContent, isNeeded } from './content-rows.service.js';
import type { MaterialTables, UploadRow } from './material.entity.js';
import { ABANDONED_AFTER_MS } from './upload.service.js';

/** What cleaning up works with. */
export interface SweepDesk {
  readonly storage: ProvinceStorage;
  readonly files: MaterialFiles;
  readonly nowMs: () => number;
}

const DAY_MS = 86_400_000;

// No source gives a term; what nobody submits in a month is personal data that serves nobody. [P]
const DRAFT_KEEPS_FILES_MS = 30 * DAY_MS;

// One sweep is short; what is left has its turn at the next.
const MAX_UPLOADS = 100;

/**
 * Throws away uploads that nobody went on with for a week, and files of drafts that were not submitted within a month.
 * Gives how many. A file that another case has stays for that one.
 */
export async function sweepUploads(desk: SweepDesk): Promise<number> {
  const old = [...(await listAbandoned(desk)), ...(await listOfDrafts(desk))].slice(0, MAX_UPLOADS);
  for (const row of old) await dropUpload(desk, row);
  return old.length;
}

function listAbandoned({ storage, nowMs }: SweepDesk): Promise<readonly UploadRow[]> {
  return storage.em
    .getKysely<MaterialTables>()
    .selectFrom('material_upload')
    .leftJoin('case_material', (join) =>
      join
        .onRef('case_material.case_id', '=', 'material_upload.case_id')
        .onRef('case_material.digest', '=', 'material_upload.digest')
        .onRef('case_material.name', '=', 'material_upload.name'),
    )
    .selectAll('material_upload')
    .where('begun_at', '<', isoTime(nowMs() - ABANDONED_AFTER_MS))
    .where('case_material.ordinal', 'is', null)
    .limit(MAX_UPLOADS)
    .execute();
}

function listOfDrafts({ storage, nowMs }: SweepDesk): Promise<readonly UploadRow[]> {
  return storage.em
    .getKysely<MaterialTables & CaseRegister>()
    .selectFrom('material_upload')
    .innerJoin('service_case', 'service_case.id', 'material_upload.case_id')
    .selectAll('material_upload')
    .where('service_case.state', '=', 'DRAFT')
    .where('begun_at', '<', isoTime(nowMs() - DRAFT_KEEPS_FILES_MS))
    .limit(MAX_UPLOADS)
    .execute();
}

async function dropUpload({ storage, files, nowMs }: SweepDesk, row: UploadRow): Promise<void> {
  await files.alone(row.id, async () => {
    if (!(await isAsListed(storage, row))) return;
    await files.dropPart(row.id);
    // Whoever keeps the same content for another case has to wait, or his row would come to name no file.
    await files.alone(row.digest, async () => {
      const isUnused = await inTransaction({ storage }, (transaction) => forgetUpload(transaction, row, nowMs()));
      // After the rows: a crash in between leaves a file that no row names, never a row without a file.
      if (isUnused) await files.dropKept(row.digest);
    });
  });
}

// Somebody may have gone on with it since.
async function isAsListed({ em }: ProvinceStorage, { id, begun_at }: UploadRow): Promise<boolean> {
  const uploads = em.getKysely<MaterialTables>().selectFrom('material_upload').select('begun_at');
  return (await uploads.where('id', '=', id).executeTakeFirst())?.begun_at === begun_at;
}

/** Takes the rows of an upload away; true when nothing names its content any more. */
async function forgetUpload(transaction: Transaction, row: UploadRow, nowMs: number): Promise<boolean> {
  const { id, case_id, digest, name } = row;
  const db = transaction.getKysely<MaterialTables & CaseRegister>();
  await takeTurnOf(transaction, case_id);
  // Who is submitting it at this moment is waited for, and the state that he leaves is what counts.
  const cases = db.selectFrom('service_case').select('state').where('id', '=', case_id);
  const found = await forUpdate(transaction, cases).executeTakeFirst();
  const file = db.selectFrom('case_material').select('ordinal').where('case_id', '=', case_id);
  const kept = await file.where('digest', '=', digest).where('name', '=', name).executeTakeFirst();
  // It was submitted in the meantime.
  if (kept !== undefined && found?.state !== 'DRAFT') return false;
  await db.deleteFrom('material_upload').where('id', '=', id).execute();
  if (kept === undefined) return false;
  await db.deleteFrom('case_material').where('case_id', '=', case_id).where('ordinal', '=', kept.ordinal).execute();
  await db.deleteFrom('case_paper').where('case_id', '=', case_id).where('digest', '=', digest).execute();
  if (await isNeeded(transaction, { digest, nowMs })) return false;
  await forgetContent(transaction, digest, isoTime(nowMs));
  return true;
}

const SWEEP_EVERY_MS = 3_600_000;

/** Sweeps now and every hour until it is disposed of, which waits for a sweep that is under way. */
export function startUploadSweep(desk: SweepDesk, watch: Omit<Repetition, 'everyMs'>): AsyncDisposable {
  return repeat({ ...watch, everyMs: SWEEP_EVERY_MS }, () => sweepUploads(desk));
}
