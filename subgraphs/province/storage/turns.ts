import type { SqlEntityManager } from '@mikro-orm/sql';
import { type SelectQueryBuilder, sql } from 'kysely';
import { isEmbedded } from '../../server/database.js';
import { lockNumber } from '../../server/session-lock.js';

/**
 * Waits until no other transaction has its turn with `subject`, and keeps the turn until this one ends: what is read of
 * the subject after it, nobody changes meanwhile. To be taken before the first look at the subject, and as often as one
 * likes. On the embedded database every transaction has its turn with everything.
 */
export async function takeTurn(transaction: SqlEntityManager, subject: string): Promise<void> {
  if (isEmbedded(transaction)) return;
  const number = lockNumber(transaction.config.get('schema', ''), subject);
  await sql`select pg_advisory_xact_lock(${number}::bigint)`.execute(transaction.getKysely());
}

/** The same query, which locks the rows that it finds until the transaction ends, and waits for whoever has them. */
export function forUpdate<DB, TB extends keyof DB, Row>(
  transaction: SqlEntityManager,
  query: SelectQueryBuilder<DB, TB, Row>,
): SelectQueryBuilder<DB, TB, Row> {
  return isEmbedded(transaction) ? query : query.forUpdate();
}

/** As {@link forUpdate}, but it passes over rows that another transaction has locked. */
export function forUpdateOfFree<DB, TB extends keyof DB, Row>(
  transaction: SqlEntityManager,
  query: SelectQueryBuilder<DB, TB, Row>,
): SelectQueryBuilder<DB, TB, Row> {
  return isEmbedded(transaction) ? query : query.forUpdate().skipLocked();
}

// SQLSTATE 40001 (serialization failure) and 40P01 (deadlock): the server has undone the transaction so that another
// one could go on, and says that it may be tried again.
const mayBeTriedAgain: ReadonlySet<unknown> = new Set(['40001', '40P01']);

/** True when the server undid a transaction for the sake of another: the same work has no reason to fail again. */
export function isUndoneForAnother(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && mayBeTriedAgain.has(error.code)) || isUndoneForAnother(error.cause);
}
