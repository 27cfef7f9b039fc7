import type { Kysely } from 'kysely';
import { inTransaction } from '../exchange/desk.js';
import { repeat } from '../exchange/repeat.js';
import { eachAloneOrThrow } from '../shared/each-alone.js';
import { type Bench, holdCard, storeCard, tablesOf } from './cards.service.js';
import { limitSources, sources } from './sources.js';
import type { SupervisionTables } from './supervision.entity.js';
import { takeHits, takeLimits } from './take-hits.service.js';
import { readNews, type SupervisionPlace, watchCase } from './watch-case.service.js';

// What is left is due at the next sweep.
const MAX_CARDS = 500;

/**
 * Brings about what time brings about: reminders, yellow and red cards whose instant has come, also while nobody
 * looked. To be called again and again; doing so twice does nothing twice. Gives the number of cards that were due. What
 * fails keeps nothing else from being done, and is thrown at the end.
 */
export async function sweepCards(place: SupervisionPlace): Promise<number> {
  let count = 0;
  const stages: readonly (() => Promise<unknown>)[] = [
    () => readNews(place),
    () => takeHits(place, sources),
    () => takeLimits(place, limitSources),
    async () => {
      count = await bringUpDue(place);
    },
  ];
  await eachAloneOrThrow(stages, (stage) => stage());
  return count;
}

async function bringUpDue(place: SupervisionPlace): Promise<number> {
  const due = await inTransaction(place.desk, (transaction) => listDue({ ...place, transaction }));
  try {
    await eachAloneOrThrow(due, (id) =>
      inTransaction(place.desk, (transaction) => bringUp({ ...place, transaction }, id)),
    );
  } finally {
    if (due.length > 0) place.wake();
  }
  return due.length;
}

async function listDue(bench: Bench): Promise<readonly string[]> {
  const rows = await dueCards(tablesOf(bench), bench.desk.clock.nowMs()).limit(MAX_CARDS).execute();
  return rows.map(({ id }) => id);
}

/** The cards whose instant has come, longest due first. */
export function dueCards(db: Kysely<SupervisionTables>, nowMs: number) {
  return db.selectFrom('supervision_card').select('id').where('next_ms', '<=', nowMs).orderBy('next_ms');
}

// What the case has done meanwhile comes first: a limit that was kept is not passed.
async function bringUp(bench: Bench, id: string): Promise<void> {
  const found = await holdCard(bench, id);
  if (found === undefined) return;
  if (found.collaborationNo !== null) await watchCase(bench, found.collaborationNo);
  const card = await holdCard(bench, id);
  if (card !== undefined) await storeCard(bench, card);
}

// What happened in cases is read from one short index; limits end with office hours, to the minute.
const LOOK_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 5_000;

/** Reads and sweeps now and from time to time, until it is disposed of, which waits for what is under way. */
export function startSupervision(
  place: SupervisionPlace,
  { onFault }: { readonly onFault: (error: unknown) => void },
): AsyncDisposable {
  const { clock } = place.desk;
  const looking = repeat({ clock, everyMs: LOOK_EVERY_MS, onFault }, () => readNews(place));
  const sweeping = repeat({ clock, everyMs: SWEEP_EVERY_MS, onFault }, () => sweepCards(place));
  const dispose = async (): Promise<void> => {
    await Promise.all([looking[Symbol.asyncDispose](), sweeping[Symbol.asyncDispose]()]);
  };
  return { [Symbol.asyncDispose]: dispose };
}
