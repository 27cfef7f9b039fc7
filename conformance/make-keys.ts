import { publicKeysFile, publishPassportKey } from '../gateway/auth/issue-passport.js';
import { ensureKey, keyPlace, publicKeyFile } from '../subgraphs/province/exchange/key-files.js';
import type { ConformanceTarget } from './conformance-target.js';

// A letter that was sent ten minutes ago is to be refused for its age, and not since its key was not yet in force.
const DAY_MS = 86_400_000;

/** Makes the keys of a target that are not there, and gives the files that the province has to trust. */
export async function makeKeys({
  passportKeyFile,
  peer,
  nowMs = Date.now,
}: Pick<ConformanceTarget, 'passportKeyFile' | 'peer' | 'nowMs'>): Promise<readonly string[]> {
  const trusted: string[] = [];
  if (passportKeyFile !== undefined) {
    await publishPassportKey(passportKeyFile);
    trusted.push(publicKeysFile(passportKeyFile));
  }
  if (peer !== undefined) {
    ensureKey(keyPlace(peer.province, peer), nowMs() - DAY_MS);
    trusted.push(publicKeyFile({ province: peer.province, publicDir: peer.keysDir }));
  }
  return trusted;
}
