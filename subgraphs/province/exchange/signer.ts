import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What a province signs with. Rotation replaces key and `kid` together; a signature is valid under its own `kid`. */
export interface Signer {
  readonly province: string;
  /** Names the key to whoever verifies. */
  readonly kid: string;
  /** The signature of `text` in base64url. Called in the same turn in which `kid` was read. */
  readonly sign: (text: string) => Promise<string>;
}

/** A public key that was found to be in force. */
export interface VerifyingKey {
  /** True when `signature` is one of `text` by this key. Never throws, whatever the signature is. */
  readonly verify: (text: string, signature: string) => boolean;
}

/** Public keys of provinces. */
export interface KeyDirectory {
  /** The key of that name, if it was in force at that instant; an old key keeps verifying what is from its window. */
  readonly findKey: (province: string, kid: string, at: string) => VerifyingKey | undefined;
}

/** A public key and the time in which it may have signed; both ends belong to it. */
export interface PublishedKey {
  readonly province: string;
  readonly kid: string;
  /** SPKI in PEM. */
  readonly publicKey: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Signs with an Ed25519 private key (PKCS #8 in PEM). Throws when the text is no such key. */
export function createEd25519Signer(key: { province: string; kid: string; privateKey: string }): Signer {
  const privateKey = createPrivateKey(key.privateKey);
  assertEd25519(privateKey, key.kid);
  return {
    province: key.province,
    kid: key.kid,
    sign: (text) => Promise.resolve(sign(null, Buffer.from(text), privateKey).toString('base64url')),
  };
}

/** A directory of published Ed25519 keys. Throws when one of them is no such key, or two share a name. */
export function createKeyDirectory(published: readonly PublishedKey[]): KeyDirectory {
  const keys = new Map(
    published.map((key) => [`${key.province} ${key.kid}`, { ...key, verifying: verifyingKey(key) }]),
  );
  if (keys.size < published.length) throw new Error('Two published keys of one province have the same kid.');
  return {
    findKey: (province, kid, at) => {
      const key = keys.get(`${province} ${kid}`);
      const isInForce = key !== undefined && at >= key.validFrom && (key.validTo === null || at <= key.validTo);
      return isInForce ? key.verifying : undefined;
    },
  };
}

function verifyingKey({ kid, publicKey }: PublishedKey): VerifyingKey {
  const key = createPublicKey(publicKey);
  assertEd25519(key, kid);
  return { verify: (text, signature) => isSignature(signature) && check(key, text, signature) };
}

const check = (key: KeyObject, text: string, signature: string): boolean =>
  verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));

// 64 bytes are 86 characters whose last carries two bits only. A decoder ignores the rest of it, so that four texts
// would pass for one signature and a changed bit would go unseen.
const isSignature = (text: string): boolean => /^[\w-]{85}[AQgw]$/.test(text);

function assertEd25519(key: KeyObject, kid: string): void {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`The key ${kid} is not an Ed25519 key.`);
}
