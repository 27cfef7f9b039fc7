import { type Expression, type Kysely, sql, type SqlBool } from 'kysely';
import { inTransaction, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { repeat, type Repetition } from '../exchange/repeat.js';
import { readPolicy } from '../policy/index.js';
import { eachAlone } from '../shared/each-alone.js';
import { endedCaseStates, endedLegStates } from '../shared/ended-states.js';
import { type CaseRegister, takeTurnOf } from './case-register.service.js';
import { forgetContent, isNeeded } from './content-rows.service.js';
import type { MaterialTables } from './material.entity.js';
import { sweepUnneeded } from './sweep-unneeded.service.js';
import type { SweepDesk } from './sweep-uploads.service.js';
import { monthsBefore } from './term.rules.js';

// So many at a time are in memory; a sweep goes on until nothing is due.
const MAX_SUBJECTS = 100;

// Where that many do not go, the disk as a whole is for somebody to look at.
const MAX_FAULTS = 1_000;
const MAX_TOLD = 10;

type Tables = Kysely<MaterialTables & CaseRegister>;

/** Files of some cases or legs are here although their time is over. Says of which, and what stood in the way. */
export class FilesNotErased extends Error {
  override readonly name = 'FilesNotErased';

  constructor(faults: ReadonlyMap<string, unknown>) {
    const told = [...faults].slice(0, MAX_TOLD).map(([subject, fault]) => `${subject}: ${String(fault)}`);
    super(`Of ${faults.size} cases, legs or contents files were not erased. ${told.join('\n')}`);
  }
}

/**
 * Erases the files of cases that have ended so long ago that nothing keeps them here, then whatever nobody needs, and
 * gives of how many cases and legs. Content that another case needs stays for that one. What was listed remains, with its
 * digests and the time, so that what was signed can be verified; broken off anywhere, it is done by the next sweep. Throws
 * a {@link FilesNotErased} when all others are done.
 */
export async function sweepEnded(desk: SweepDesk): Promise<number> {
  const months = (await readPolicy(desk.storage.em)).valueOf('MATERIAL_RETENTION');
  const before = isoTime(monthsBefore(desk.nowMs(), months));
  const faults = new Map<string, unknown>();
  const onFault = (fault: unknown, subject: string): unknown => faults.set(subject, fault);
  let swept = 0;
  for (let due = await listDue(desk, before, faults); due.length > 0; due = await listDue(desk, before, faults)) {
    swept += (await eachAlone(due, (subject) => eraseFiles(desk, subject, before), onFault)).length;
    if (faults.size >= MAX_FAULTS) break;
  }
  await sweepUnneeded(desk, onFault);
  if (faults.size > 0) throw new FilesNotErased(faults);
  return swept;
}

/** Cases and legs of which files are here although their time is over, without those that could not be erased. */
async function listDue(
  { storage }: SweepDesk,
  before: string,
  faults: ReadonlyMap<string, unknown>,
): Promise<readonly string[]> {
  const db: Tables = storage.em.getKysely();
  const failed = ['', ...faults.keys()]; // a server takes no empty list
  const cases = await casesDue(db, before).where('service_case.id', 'not in', failed).limit(MAX_SUBJECTS).execute();
  if (cases.length > 0) return cases.map(({ id }) => id);
  const legs = await legsDue(db, before).where('case_course.id', 'not in', failed).limit(MAX_SUBJECTS).execute();
  return legs.map(({ id }) => id);
}

// Cases are submitted before they end, and their index is by that.
function casesDue(db: Tables, before: string) {
  return db
    .selectFrom('service_case')
    .select('service_case.id')
    .where('state', 'in', endedCaseStates)
    .where('submitted_at', '<', before)
    .where('updated_at', '<', before)
    .where(hasFiles(db, 'service_case.id'));
}

// Where a leg is of a case that is here, it has the time of that case, which moves with every leg and never before it.
function legsDue(db: Tables, before: string) {
  return db
    .selectFrom('case_course')
    .innerJoin('case_file', 'case_file.collaboration_no', 'case_course.collaboration_no')
    .leftJoin('service_case', 'service_case.id', 'case_file.case_id')
    .select('case_course.id')
    .where('case_course.updated_at', '<', before)
    .where((eb) =>
      eb.or([
        eb.and([eb('case_file.case_id', 'is', null), eb('case_course.state', 'in', endedLegStates)]),
        eb.and([eb('service_case.state', 'in', endedCaseStates), eb('service_case.updated_at', '<', before)]),
      ]),
    )
    .where(hasFiles(db, 'case_course.id'));
}

// Whether files of a case or leg are here, of which another query gives the id.
function hasFiles(db: Tables, subject: 'service_case.id' | 'case_course.id'): Expression<SqlBool> {
  const files = (table: 'case_material' | 'received_material') =>
    db
      .selectFrom(table)
      .select('ordinal')
      .where('case_id', '=', sql.ref<string>(subject))
      .where('erased_at', 'is', null);
  return sql<SqlBool>`(exists ${files('case_material')} or exists ${files('received_material')})`;
}

async function eraseFiles(desk: SweepDesk, subject: string, before: string): Promise<void> {
  for (const digest of await digestsOf(desk, subject)) {
    // Whoever keeps the same content for another case has to wait, or his row would come to name no file.
    await desk.files.alone(digest, () => eraseFile(desk, { subject, digest, before }));
  }
}

async function digestsOf({ storage }: SweepDesk, subject: string): Promise<ReadonlySet<string>> {
  const db: Tables = storage.em.getKysely();
  const digests = (table: 'case_material' | 'received_material') =>
    db.selectFrom(table).select('digest').where('case_id', '=', subject).where('erased_at', 'is', null).execute();
  return new Set(
    [...(await digests('case_material')), ...(await digests('received_material'))].map((row) => row.digest),
  );
}

interface Due {
  readonly subject: string;
  readonly digest: string;
  readonly before: string;
}

function eraseFile({ storage, files, nowMs }: SweepDesk, { subject, digest, before }: Due): Promise<void> {
  return inTransaction({ storage }, async (transaction) => {
    // It may have moved since it was found: nobody moves it from here on.
    await takeTurnOf(transaction, subject);
    if (!(await isDue(transaction, subject, before))) return;
    const isLast = !(await isNeeded(transaction, { digest, besides: subject, nowMs: nowMs() }));
    // Before the rows: after a crash in between it is still due. What is said to be erased must never be there.
    if (isLast) await files.dropKept(digest);
    await markErased(transaction, { subject, digest, at: isoTime(nowMs()), isLast });
  });
}

async function isDue(transaction: Transaction, subject: string, before: string): Promise<boolean> {
  const db: Tables = transaction.getKysely();
  const ofCase = await casesDue(db, before).where('service_case.id', '=', subject).executeTakeFirst();
  return ofCase !== undefined || (await legsDue(db, before).where('case_course.id', '=', subject).execute()).length > 0;
}

async function markErased(
  transaction: Transaction,
  { subject, digest, at, isLast }: Omit<Due, 'before'> & { readonly at: string; readonly isLast: boolean },
): Promise<void> {
  const db = transaction.getKysely<MaterialTables>();
  const own = db.updateTable('case_material').set({ erased_at: at }).where('case_id', '=', subject);
  await own.where('digest', '=', digest).execute();
  const received = db.updateTable('received_material').set({ erased_at: at, next_attempt_ms: null });
  await received.where('case_id', '=', subject).where('digest', '=', digest).execute();
  if (isLast) await forgetContent(transaction, digest, at);
}

const SWEEP_EVERY_MS = 24 * 3_600_000;

/** Sweeps now and every day until it is disposed of, which waits for a sweep that is under way. */
export function startEndedSweep(desk: SweepDesk, watch: Omit<Repetition, 'everyMs'>): AsyncDisposable {
  return repeat({ ...watch, everyMs: SWEEP_EVERY_MS }, () => sweepEnded(desk));
}
