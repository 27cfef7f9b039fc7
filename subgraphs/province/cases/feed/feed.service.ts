import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Desk, inTransaction, isoTime } from '../../exchange/desk.js';
import type { Transaction } from '../../exchange/exchange.entity.js';
import { takeTurn } from '../../storage/turns.js';
import type { CaseFeedRow, FeedTables } from './feed.entity.js';
import { BEGINNING, type FeedPlace, tellingOrder } from './feed.rules.js';

/** An event that has its position. */
export type ToldRow = CaseFeedRow & { readonly position: number };

type FeedDesk = Pick<Desk, 'storage' | 'clock'>;

const tables = (transaction: Transaction): Kysely<FeedTables> => transaction.getKysely<FeedTables>();
const committed = ({ storage }: FeedDesk): Kysely<FeedTables> => storage.em.fork().getKysely<FeedTables>();

// A transaction of milliseconds; the rest gets its positions in the next.
const NUMBERED_AT_ONCE = 500;

/**
 * Gives what was committed its positions, one after the other, and tells how much that was. Positions are not given
 * where events are written: transactions end in another order than they begin, and whoever has seen position 7 would
 * never see a 6 that is committed after it.
 */
export async function numberFeed(desk: FeedDesk): Promise<number> {
  // A look without a turn: there is mostly nothing to do.
  const some = committed(desk).selectFrom('case_feed').select('ordinal').where('position', 'is', null).limit(1);
  if ((await some.executeTakeFirst()) === undefined) return 0;
  return inTransaction(desk, async (transaction) => {
    await takeTurn(transaction, 'case feed');
    const untold = tables(transaction).selectFrom('case_feed').select(['collaboration_no', 'ordinal', 'at']);
    const rows = await untold.where('position', 'is', null).orderBy('at').limit(NUMBERED_AT_ONCE).execute();
    const last = (await lastRow(tables(transaction)))?.position ?? 0;
    for (const [index, { collaboration_no, ordinal }] of tellingOrder(rows).entries()) {
      const row = tables(transaction)
        .updateTable('case_feed')
        .set({ position: last + index + 1 });
      await row.where('collaboration_no', '=', collaboration_no).where('ordinal', '=', ordinal).execute();
    }
    return rows.length;
  });
}

/** The place of the last event that has one. */
export async function lastPlace(desk: FeedDesk): Promise<FeedPlace> {
  const row = await lastRow(committed(desk));
  return row === undefined ? BEGINNING : placeOf(row);
}

async function lastRow(db: Kysely<FeedTables>): Promise<ToldRow | undefined> {
  const rows = db.selectFrom('case_feed').selectAll().where('position', 'is not', null);
  return (await rows.orderBy('position', 'desc').limit(1).executeTakeFirst()) as ToldRow | undefined;
}

/** The place of an event. Its mark is of what happened: a database that was set back gives positions a second time. */
export function placeOf({ position, collaboration_no, ordinal, at }: ToldRow): FeedPlace {
  const digest = createHash('sha256').update(`${collaboration_no}\n${ordinal}\n${at}`).digest('hex');
  return { position, mark: digest.slice(0, BEGINNING.mark.length) };
}

/** Whether all that was told after a place can still be told, and the place is one of this feed. */
export async function isKept(desk: FeedDesk, place: FeedPlace): Promise<boolean> {
  const rows = committed(desk).selectFrom('case_feed').selectAll();
  if (place.position > 0) {
    const row = await rows.where('position', '=', place.position).executeTakeFirst();
    return row !== undefined && placeOf(row as ToldRow).mark === place.mark;
  }
  const first = await rows.where('position', 'is not', null).orderBy('position').limit(1).executeTakeFirst();
  return place.mark === BEGINNING.mark && (first?.position ?? 1) === 1;
}

/** Of which case, and how many at most. */
export interface FeedNarrowing {
  readonly caseId: string | undefined;
  readonly limit: number;
}

/** The events after a position, in order. */
export async function readFeed(
  desk: FeedDesk,
  after: number,
  { caseId, limit }: FeedNarrowing,
): Promise<readonly ToldRow[]> {
  const rows = committed(desk).selectFrom('case_feed').selectAll().where('position', '>', after);
  const narrowed = caseId === undefined ? rows : rows.where('case_id', '=', caseId);
  return (await narrowed.orderBy('position').limit(limit).execute()) as readonly ToldRow[];
}

// Longer than a weekend with its holidays on either side; whoever comes later reads the lists anew.
const KEPT_MS = 10 * 86_400_000;
const SWEPT_AT_ONCE = 1000;

/** Forgets what was told long ago; the last event stays, since positions go on from it. */
export async function sweepFeed(desk: FeedDesk): Promise<void> {
  const before = isoTime(desk.clock.nowMs() - KEPT_MS);
  for (let isDone = false; !isDone; ) {
    isDone = await inTransaction(desk, async (transaction) => {
      await takeTurn(transaction, 'case feed');
      const told = tables(transaction).selectFrom('case_feed').select(['position', 'at']);
      const oldest = await told.where('position', 'is not', null).orderBy('position').limit(SWEPT_AT_ONCE).execute();
      const end = oldest.slice(0, -1).findLast(({ at }) => at < before)?.position ?? null;
      if (end === null) return true;
      await tables(transaction).deleteFrom('case_feed').where('position', '<=', end).execute();
      return oldest.length < SWEPT_AT_ONCE;
    });
  }
}
