import { SubgraphError } from '../../server/errors.js';

const MAX_KEY = 200;

/** Refuses with BAD_USER_INPUT what cannot be the key of a command. */
export function assertIdempotencyKey(key: string): void {
  const isKey = key !== '' && key.length <= MAX_KEY && !key.includes('\0') && key.isWellFormed();
  if (!isKey) throw new SubgraphError('BAD_USER_INPUT', 'An idempotency key has 1 to 200 characters.');
}
