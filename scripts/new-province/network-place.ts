import { copyFileSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { publicKeysFile } from '../../gateway/auth/issue-passport.js';
import { defaultMatchingFile } from '../../subgraphs/province/storage/vault.js';

/** What everybody in a network knows, where a data directory has it. */
export interface NetworkPlace {
  /** Public keys of its gateway. */
  readonly passportKeysFile: string;
  /** Public keys of its provinces. */
  readonly keysDir: string;
  /** The national matching key, which is a secret of all provinces. */
  readonly matchingKeyFile: string;
}

/** A data directory is not that of a network. The message names what is missing. */
export class NetworkPlaceError extends Error {
  override readonly name = 'NetworkPlaceError';
}

/** The network whose data directory this is; throws a {@link NetworkPlaceError} when it is none. */
export function findNetwork(dataDir: string): NetworkPlace {
  const keysDir = path.join(dataDir, 'keys');
  const place = {
    passportKeysFile: publicKeysFile(path.join(dataDir, 'passport', 'key.json')),
    keysDir,
    matchingKeyFile: defaultMatchingFile(keysDir),
  };
  const missing = Object.values(place).find((file) => !existsSync(file));
  if (missing === undefined) return place;
  throw new NetworkPlaceError(
    `${missing} is not there, so ${dataDir} is not the data directory of a network that runs. Start one (npm start), or ` +
      'leave --network out.',
  );
}

/** Copies the public keys of a network's gateway to a place where nothing stands yet. */
export function copyTrust({ passportKeysFile }: NetworkPlace, file: string): void {
  copyFileSync(passportKeysFile, file, constants.COPYFILE_EXCL);
}
