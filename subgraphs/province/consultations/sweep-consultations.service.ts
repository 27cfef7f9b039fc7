import { inTransaction, isoTime } from '../exchange/desk.js';
import { repeat } from '../exchange/repeat.js';
import { eachAlone } from '../shared/each-alone.js';
import { applyAlignment, dueAlignments } from './alignment/apply-alignment.service.js';
import { type Bureau, type ConsultationPlace, tablesOf } from './bureau.service.js';
import { bureauIn, readIn } from './command.service.js';
import { confirmDue, holdThread, stepThread } from './course.service.js';
import { tellOrigin } from './letters.service.js';

// One thread is one transaction, and what it throws is told, so that one that fails keeps no other waiting; what is left
// is due at the next sweep.
const MAX_THREADS = 500;

/**
 * Brings about what time brings about: answers that nobody confirms are closed, once it is known when, agreed rules come into force on their
 * day. To be called again and again. Gives the number of steps.
 */
export async function sweepConsultations(place: ConsultationPlace, { onFault }: Faults): Promise<number> {
  const due = await readIn(place, async (bureau) => ({
    undated: await listUndated(bureau),
    threads: await listDue(bureau),
    alignments: await dueAlignments(bureau),
  }));
  const works: readonly ((bureau: Bureau) => Promise<boolean>)[] = [
    ...due.undated.map((id) => (bureau: Bureau) => date(bureau, id)),
    ...due.threads.map((id) => (bureau: Bureau) => lapse(bureau, id)),
    ...due.alignments.map((row) => (bureau: Bureau) => applyAlignment(bureau, row)),
  ];
  const inTurn = (work: (typeof works)[number]) =>
    inTransaction(place.desk, async (transaction) => work(await bureauIn(place, transaction)));
  const steps = (await eachAlone(works, inTurn, onFault)).filter((isDone) => isDone).length;
  if (steps > 0) place.wake();
  return steps;
}

interface Faults {
  /** Told of what a thread or an alignment throws; the others go on all the same. */
  readonly onFault: (error: unknown) => void;
}

async function listDue(bureau: Bureau): Promise<readonly string[]> {
  const threads = tablesOf(bureau).selectFrom('consultation').select('id');
  const due = threads.where('due_ms', '<', bureau.desk.clock.nowMs()).where('state', 'in', confirming);
  return (await due.orderBy('due_ms').limit(MAX_THREADS).execute()).map(({ id }) => id);
}

const confirming = ['ANSWERED', 'CONFIRMED'] as const;

// Those that have waited longest are the first of which a year that is published says when they are due.
async function listUndated(bureau: Bureau): Promise<readonly string[]> {
  const threads = tablesOf(bureau).selectFrom('consultation').select(['id', 'since']);
  const undated = threads.where('state', 'in', confirming).where('due_ms', 'is', null);
  const rows = await undated.orderBy('since').limit(MAX_THREADS).execute();
  return rows.flatMap(({ id, since }) => (confirmDue(bureau, Date.parse(since)) === null ? [] : [id]));
}

async function date(bureau: Bureau, id: string): Promise<boolean> {
  const thread = await holdThread(bureau, id);
  if (thread === undefined) return false;
  const { row, ledger } = thread;
  if (row.due_ms !== null || (row.state !== 'ANSWERED' && row.state !== 'CONFIRMED')) return false;
  const due_ms = confirmDue(bureau, Date.parse(row.since));
  const changes = { due_ms, version: row.version + 1, updated_at: isoTime(bureau.desk.clock.nowMs()) };
  await tablesOf(bureau).updateTable('consultation').set(changes).where('id', '=', id).execute();
  await tellOrigin(bureau, { row: { ...row, ...changes }, ledger });
  return true;
}

async function lapse(bureau: Bureau, id: string): Promise<boolean> {
  const thread = await holdThread(bureau, id);
  if (thread === undefined || thread.row.due_ms === null) return false;
  const facts = { isOut: thread.row.due_ms < bureau.desk.clock.nowMs() };
  const stepped = await stepThread(bureau, thread, { event: 'lapse', by: 'SYSTEM', facts });
  if ('refusal' in stepped) return false;
  await tellOrigin(bureau, stepped.thread);
  return true;
}

// Limits end with office hours, so that a minute is soon enough.
const SWEEP_EVERY_MS = 60_000;

/** Sweeps now and every minute until it is disposed of, which waits for a sweep that is under way. */
export function startConsultations(place: ConsultationPlace, faults: Faults): AsyncDisposable {
  const { onFault } = faults;
  const { clock } = place.desk;
  return repeat({ clock, everyMs: SWEEP_EVERY_MS, onFault }, () => sweepConsultations(place, faults));
}
