import { inTransaction } from '../../exchange/desk.js';
import { repeat } from '../../exchange/repeat.js';
import { clocksOut, expiries } from './case-clocks.rules.js';
import type { CommandPlace } from './command.service.js';
import { findDossier, type Office, tablesOf } from './dossier.service.js';
import { makeMove, SYSTEM } from './make-move.service.js';

// One course is one transaction, so that one that fails keeps no other waiting; what is left is due at the next sweep.
const MAX_COURSES = 500;

/** What is swept: time grants nothing, so that no licence is issued by it. */
type SweptPlace = Omit<CommandPlace, 'issueLicence' | 'keepRating'>;

/**
 * Brings about what time brings about: deemed acceptance, expiries, repeated handoffs, by the clocks that are out now.
 * To be called again and again; doing so twice does nothing twice. Gives the number of moves.
 */
export async function sweepClocks({ wake, ...place }: SweptPlace): Promise<number> {
  const due = await inTransaction(place.desk, (transaction) => listDue({ ...place, transaction }));
  let moves = 0;
  for (const course of due)
    moves += await inTransaction(place.desk, (transaction) => expire({ ...place, transaction }, course));
  if (moves > 0) wake();
  return moves;
}

interface DueCourse {
  readonly name: string;
  readonly collaboration_no: string;
}

function listDue(office: Office): Promise<readonly DueCourse[]> {
  const courses = tablesOf(office).selectFrom('case_course').select(['name', 'collaboration_no']);
  const due = courses.where('next_due_ms', '<', office.desk.clock.nowMs()).orderBy('next_due_ms');
  return due.limit(MAX_COURSES).execute();
}

async function expire(office: Office, { name, collaboration_no }: DueCourse): Promise<number> {
  const dossier = await findDossier(office, collaboration_no);
  const record = dossier?.courses.get(name);
  if (dossier === undefined || record === undefined) return 0;
  const events = clocksOut(record.clocks, office.desk.clock.nowMs()).flatMap((clock) => expiries[clock] ?? []);
  let moves = 0;
  for (const event of events) {
    const code = await makeMove(office, dossier, { name, event, actor: SYSTEM, said: {} });
    if (code === undefined) moves += 1;
  }
  if (moves === 0) await lookAgainLater(office, record.id);
  return moves;
}

// A due time may stay open until holidays are published. Such courses must not come first at every sweep, or enough of
// them would keep all others from their turn.
const LOOK_AGAIN_MS = 600_000;

async function lookAgainLater(office: Office, courseId: string): Promise<void> {
  const next_due_ms = office.desk.clock.nowMs() + LOOK_AGAIN_MS;
  await tablesOf(office).updateTable('case_course').set({ next_due_ms }).where('id', '=', courseId).execute();
}

// Limits end with office hours, so that a minute is soon enough.
const SWEEP_EVERY_MS = 60_000;

/** Sweeps now and every minute until it is disposed of, which waits for a sweep that is under way. */
export function startSweep(
  place: SweptPlace,
  { onFault }: { readonly onFault: (error: unknown) => void },
): AsyncDisposable {
  return repeat({ clock: place.desk.clock, everyMs: SWEEP_EVERY_MS, onFault }, () => sweepClocks(place));
}
