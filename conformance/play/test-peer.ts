import { randomBytes } from 'node:crypto';
import type { Clock } from '../../subgraphs/province/exchange/desk.js';
import { findSigner, KeyFileError, keyPlace, readPublishedKeys } from '../../subgraphs/province/exchange/key-files.js';
import { createKeyPair } from '../../subgraphs/province/exchange/key-pair.js';
import {
  createEd25519Signer,
  createKeyDirectory,
  type KeyDirectory,
  type Signer,
} from '../../subgraphs/province/exchange/signer.js';
import { createUuidV7 } from '../../subgraphs/province/exchange/uuid.js';
import { ConformanceError, type ConformanceTarget } from '../conformance-target.js';

/** The province that does not exist, as which the kit writes and asks. */
export interface OpenPeer {
  readonly signer: Signer;
  /** Has the same name for its key, and another key. */
  readonly stranger: Signer;
  /** The tried province. */
  readonly province: string;
  /** Its public keys, by which its receipts and answers are verified. */
  readonly keys: KeyDirectory;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly createId: () => string;
}

/** Opens the keys of the test peer; undefined when none are given. Throws a {@link ConformanceError}. */
export function openTestPeer({ peer, province, nowMs = Date.now }: ConformanceTarget): OpenPeer | undefined {
  if (peer === undefined) return undefined;
  const { keysDir } = peer;
  try {
    const signer = findSigner(keyPlace(peer.province, peer), nowMs());
    const { signing } = readPublishedKeys({ province, publicDir: keysDir });
    if (signing.length === 0)
      throw new ConformanceError(
        `${keysDir} 中没有 ${province} 的公钥文件，无法核验其回执；请放入 ${province}.json。 · ${keysDir} has no public keys of ` +
          `${province}, so its receipts cannot be verified: put ${province}.json there.`,
      );
    const { privateKey } = createKeyPair('ed25519');
    const stranger = createEd25519Signer({ province: peer.province, kid: signer.kid, privateKey });
    const randomness = { fraction: Math.random, bytes: randomBytes };
    const createId = (): string => createUuidV7(nowMs(), randomness);
    return { signer, stranger, province, keys: createKeyDirectory(signing), clock: { nowMs }, createId };
  } catch (error) {
    if (error instanceof KeyFileError)
      throw new ConformanceError(`${error.message} (--peer-dir, --keys)`, { cause: error });
    throw error;
  }
}
