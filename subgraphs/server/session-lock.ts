import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { isEmbedded, type Storage } from './database.js';
import { asError } from './errors.js';

/** The number under which a server knows a lock. Schemas that share a database have locks of their own. */
export function lockNumber(schema: string, subject: string): string {
  // Two subjects of one number wait for each other without need, and that is all.
  return String(createHash('sha256').update(`${schema}\n${subject}`).digest().readBigInt64BE());
}

/** Somebody else has the lock, and kept it for as long as one was willing to wait. */
export class LockTakenError extends Error {
  override readonly name = 'LockTakenError';
}

/**
 * Takes a lock of the whole database, which is kept until it is disposed of, or until the server ends the session that
 * has it: a process that dies leaves nothing behind. Throws a LockTakenError after `waitMs`. An embedded database has
 * no such locks; there it does nothing.
 */
export async function holdSessionLock(
  orm: Storage,
  { subject, waitMs }: { readonly subject: string; readonly waitMs: number },
): Promise<AsyncDisposable> {
  if (isEmbedded(orm.em)) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const number = lockNumber(orm.config.get('schema', ''), subject);
  const taken = Promise.withResolvers<undefined>();
  const over = Promise.withResolvers<undefined>();
  const session = orm.em
    .getKysely()
    .connection()
    .execute(async (db) => {
      await takeLock(db, number, waitMs);
      taken.resolve(undefined);
      await over.promise;
      await sql`select pg_advisory_unlock(${number}::bigint)`.execute(db);
    });
  await Promise.race([taken.promise, session]);
  return {
    [Symbol.asyncDispose]: async () => {
      over.resolve(undefined);
      await session.catch(() => undefined); // the session has ended already, and the lock with it
    },
  };
}

const LOCK_NOT_AVAILABLE = '55P03';

async function takeLock(db: Pick<Kysely<unknown>, 'getExecutor'>, number: string, waitMs: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(waitMs)}, false)`.execute(db);
  try {
    await sql`select pg_advisory_lock(${number}::bigint)`.execute(db);
  } catch (error) {
    const cause = asError(error);
    const isTaken = 'code' in cause && cause.code === LOCK_NOT_AVAILABLE;
    throw isTaken ? new LockTakenError('The lock is taken.', { cause }) : error;
  } finally {
    await sql`select set_config('lock_timeout', '0', false)`.execute(db);
  }
}
