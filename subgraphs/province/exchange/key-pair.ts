import { generateKeyPairSync } from 'node:crypto';

/** A pair of keys in PEM: PKCS #8 and SPKI. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A new pair: Ed25519 signs, letters are sealed to X25519. */
export function createKeyPair(kind: 'ed25519' | 'x25519'): KeyPair {
  const pair = kind === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
