import { isoTime } from '../../exchange/desk.js';
import { fromJson, toJson } from '../../storage/stored.js';
import type { Move } from '../machine/decide.rules.js';
import { dueOfClock } from './case-clocks.rules.js';
import { faceOf } from './case-face.rules.js';
import { type RecordParts, recordMaterials, recordMove } from './case-record.rules.js';
import { type CourseRecord, type Dossier, findKnownItem, type Office, tablesOf } from './dossier.service.js';
import type { Said } from './said.rules.js';

/** A move that has been made, for the record of its case. */
export interface MadeMove {
  readonly record: CourseRecord;
  readonly move: Move;
  readonly said: Said;
}

/** Brings the record of a case up to date with a move; a leg of another province's case has none here. */
export async function recordCase(office: Office, dossier: Dossier, made: MadeMove): Promise<void> {
  const { caseId } = dossier;
  if (caseId === null) return;
  const cases = tablesOf(office).selectFrom('service_case').selectAll().where('id', '=', caseId);
  const row = await cases.executeTakeFirstOrThrow();
  const { at, event } = made.move.entry;
  const handling = handlingClock(office, dossier);
  const parts: RecordParts = {
    acceptance: row.acceptance === null ? null : fromJson(row.acceptance),
    specialProcedures: fromJson(row.special_procedures),
    completion: row.completion === null ? null : fromJson(row.completion),
  };
  const place = { province: office.instance.code, unitCode: await unitOf(office, dossier, made), caseNo: row.case_no };
  const after = recordMove(parts, { move: made.move, said: made.said, handling, ...place });
  const changes = {
    state: faceOf([...dossier.courses.values()]) ?? row.state,
    due_at: handling?.dueAt ?? null,
    submitted_at: event === 'submitCase' || event === 'receiveCase' ? at : row.submitted_at,
    acceptance: after.acceptance === null ? null : toJson(after.acceptance),
    special_procedures: toJson(after.specialProcedures),
    completion: after.completion === null ? null : toJson(after.completion),
    materials: toJson(recordMaterials(dossier.content.materials, row.submitted_at)),
    updated_at: at,
  };
  await tablesOf(office).updateTable('service_case').set(changes).where('id', '=', caseId).execute();
  await recordStep(office, caseId, { ...made, unitCode: place.unitCode });
}

/** Brings the state of a case up to date with what another province said of its leg. */
export async function recordTold(office: Office, dossier: Dossier): Promise<void> {
  const state = faceOf([...dossier.courses.values()]);
  if (dossier.caseId === null || state === undefined) return;
  const cases = tablesOf(office).updateTable('service_case').where('id', '=', dossier.caseId);
  await cases.set({ state, updated_at: isoTime(office.desk.clock.nowMs()) }).execute();
}

async function unitOf(office: Office, { content }: Dossier, { record }: MadeMove): Promise<string> {
  return record.unitCode ?? (await findKnownItem(office, content.itemCode))?.unitCode ?? '';
}

function handlingClock({ desk }: Office, { courses }: Dossier) {
  const clock = [...courses.values()].flatMap(({ clocks }) => clocks.HANDLING ?? []).at(0);
  if (clock === undefined) return null;
  const due = dueOfClock(clock, desk.clock.nowMs());
  return { startedAt: isoTime(clock.startedAt), dueAt: due.kind === 'AT' ? isoTime(due.at) : null };
}

// Steps that lie open end with the next one, or with the decision.
async function recordStep(
  office: Office,
  caseId: string,
  { move, said, unitCode }: MadeMove & { readonly unitCode: string },
): Promise<void> {
  const { event, at } = move.entry;
  const begins = event === 'startReview' || event === 'finishStep';
  if (!begins && event !== 'decideCase') return;
  const steps = tablesOf(office);
  const action = said.outcome === 'REFUSED' ? 'RETURN' : 'PASS';
  const open = steps.updateTable('case_step').where('case_id', '=', caseId).where('ended_at', 'is', null);
  await open.set({ ended_at: at, action, opinion: said.opinion ?? null }).execute();
  if (!begins || said.step === undefined) return;
  const count = steps.selectFrom('case_step').select((row) => row.fn.countAll<number>().as('count'));
  const { count: before } = await count.where('case_id', '=', caseId).executeTakeFirstOrThrow();
  const step = { case_id: caseId, seq: before + 1, name: said.step.name, unit_code: unitCode };
  const blank = { action: null, started_at: at, ended_at: null, opinion: null };
  await steps
    .insertInto('case_step')
    .values({ ...step, ...blank })
    .execute();
}
