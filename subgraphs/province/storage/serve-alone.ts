import type { Storage } from '../../server/database.js';
import { StorageError } from '../../server/errors.js';
import { holdSessionLock, LockTakenError } from '../../server/session-lock.js';

// A server notices within moments that a process has died; what waits longer waits for one that lives.
const WAIT_MS = 5_000;

/**
 * Keeps other processes from serving a province on the same database of a server, until it is disposed of; throws a
 * StorageError when one does. The database would bear several, but materials and private keys lie in one process's
 * data directory.
 */
export async function serveAlone(storage: Storage, code: string): Promise<AsyncDisposable> {
  try {
    return await holdSessionLock(storage, { subject: 'serve', waitMs: WAIT_MS });
  } catch (error) {
    if (!(error instanceof LockTakenError)) throw error;
    const schema = storage.config.get('schema', '');
    throw new StorageError(
      `Another process serves ${code} on the schema ${schema}. Stop it, or name another schema in DATABASE_URL (?schema=…).`,
      { place: schema, cause: error },
    );
  }
}
