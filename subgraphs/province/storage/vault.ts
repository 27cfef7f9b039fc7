import path from 'node:path';
import { type Matching, openMatching } from './matching.js';
import { openSealing, type Sealing } from './sealing.js';

/** What a province protects the data of persons with. */
export interface Vault {
  /** Encrypts what is stored, under the keys of this province. */
  readonly sealing: Sealing;
  /** Finds persons by their documents, under the key that all provinces share. */
  readonly matching: Matching;
}

/** Where the secret keys of a province are. */
export interface VaultPlace {
  readonly sealingFile: string;
  readonly matchingFile: string;
}

/** The national matching key lies beside the public keys of all provinces unless another place is named. */
export function vaultPlace(
  code: string,
  { dataDir, matchingFile }: { readonly dataDir: string; readonly matchingFile?: string | undefined },
): VaultPlace {
  return {
    sealingFile: path.join(dataDir, 'private-keys', code, 'sealing.json'),
    matchingFile: matchingFile ?? defaultMatchingFile(path.join(dataDir, 'keys')),
  };
}

/** Where the national matching key is when nobody names a file. */
export function defaultMatchingFile(keysDir: string): string {
  return path.join(keysDir, 'matching.json');
}

/** Opens the keys of a province, making those that are not there. Throws a StartupError when a file cannot be used. */
export function openVault({ sealingFile, matchingFile }: VaultPlace): Vault {
  return { sealing: openSealing(sealingFile), matching: openMatching(matchingFile) };
}
