import type { Storage, StorageOptions } from './database.js';
import { openSqlite } from './open-sqlite.js';

/** Opens a database and brings it to the current version; throws a StorageError when it cannot. The caller closes it. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { place } = options;
  if ('file' in place) return openSqlite({ ...options, place });
  // Loaded only where it is needed: whoever runs on files waits for no driver.
  const { openPostgresql } = await import('./open-postgresql.js');
  return openPostgresql({ ...options, place });
}
