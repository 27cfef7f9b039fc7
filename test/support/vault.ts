import { createMatching } from '../../subgraphs/province/storage/matching.js';
import { createSealing } from '../../subgraphs/province/storage/sealing.js';
import { createSecretKey } from '../../subgraphs/province/storage/secret-keys.js';
import type { Vault } from '../../subgraphs/province/storage/vault.js';

// One for all provinces of a test, as in the field.
const matching = createMatching(createSecretKey());

/** A vault with a key ring of its own, which matches as all others of this test do. */
export function createVault(): Vault {
  const key = createSecretKey();
  return { sealing: createSealing(() => [key]), matching };
}
