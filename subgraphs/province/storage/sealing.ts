import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  readOrCreateSecretKeys,
  readSecretKeys,
  type SecretKey,
  type SecretKeys,
  versionOfFile,
} from './secret-keys.js';

/** Where a sealed text stands. Copied to any other place, it does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** What names the row in its table. */
  readonly row: string;
}

/** Under which key bytes are sealed, and where they stand. */
export interface SealedBytesPlace {
  readonly keyId: string;
  readonly place: string;
}

/** Encryption at rest, under the keys of one province. */
export interface Sealing {
  /** The text as it is stored, under the newest key: `v1.<key id>.<nonce>.<ciphertext and tag>`. */
  readonly seal: (text: string, place: SealedPlace) => string;
  /** The text that was sealed for this place. Throws a {@link SealingError} for anything else. */
  readonly open: (sealed: string, place: SealedPlace) => string;
  /** Bytes as they are stored, under a key of the ring: nonce, ciphertext, tag. `place` is where alone they open. */
  readonly sealBytes: (bytes: Uint8Array, at: SealedBytesPlace) => Buffer;
  /** The bytes that were sealed for this place under this key. Throws a {@link SealingError} for anything else. */
  readonly openBytes: (sealed: Uint8Array, at: SealedBytesPlace) => Buffer;
  /** The name of the newest key, which seals. */
  readonly keyId: string;
  /** The names of all keys that open. */
  readonly keyIds: readonly string[];
}

/** A sealed text that does not open. The message says which key it names, and nothing of what it holds. */
export class SealingError extends Error {
  override readonly name = 'SealingError';
}

const ALGORITHM = 'aes-256-gcm';
// NIST SP 800-38D, 5.2.1.1: 96 bits need no further hashing; random ones serve 2^32 texts a key (8.3).
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** By how much sealed bytes are longer than what they hold. */
export const SEALED_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

const FORM = /^v1\.([\w-]{1,40})\.([\w-]{16})\.([\w-]{22,})$/;

/**
 * Opens the key ring of a province, making it when there is none. It follows the file: a key that was added there seals
 * from the next text on, in every process. Throws a StartupError when the file cannot be used.
 */
export function openSealing(file: string): Sealing {
  let keys = readOrCreateSecretKeys(file);
  let version = '';
  return createSealing(() => {
    const found = versionOfFile(file);
    if (found === version) return keys;
    keys = readSecretKeys(file);
    version = found; // of before it was read: a change in between is seen the next time
    return keys;
  });
}

/** Seals under the last of the keys that `ring` gives at that moment. */
export function createSealing(ring: () => SecretKeys): Sealing {
  const newest = (): SecretKey => {
    const keys = ring();
    return keys.at(-1) ?? keys[0];
  };
  return {
    seal: (text, place) => sealText(newest(), text, place),
    open: (sealed, place) => openText(ring(), sealed, place),
    sealBytes: (bytes, { keyId, place }) => encrypt(findKey(ring(), keyId), bytes, bytesPlace(keyId, place)),
    openBytes: (sealed, { keyId, place }) => decrypt(findKey(ring(), keyId), sealed, bytesPlace(keyId, place)),
    get keyId() {
      return newest().id;
    },
    get keyIds() {
      return ring().map(({ id }) => id);
    },
  };
}

/**
 * The name of the key under which a text is sealed. Of texts that are sealed one after the other, the first has the
 * oldest: a key may be added in between.
 */
export function keyIdOf(sealed: string): string {
  const [, id] = FORM.exec(sealed) ?? [];
  if (id === undefined) throw new SealingError('What stands where a sealed text belongs is none.');
  return id;
}

function sealText(key: SecretKey, text: string, place: SealedPlace): string {
  const sealed = encrypt(key, Buffer.from(text, 'utf8'), placeText(key.id, place));
  const [nonce, rest] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES)];
  return `v1.${key.id}.${nonce.toString('base64url')}.${rest.toString('base64url')}`;
}

function openText(keys: SecretKeys, sealed: string, place: SealedPlace): string {
  const [, id = '', nonce = '', rest = ''] = FORM.exec(sealed) ?? [];
  if (id === '') throw new SealingError('What stands where a sealed text belongs is none.');
  const bytes = Buffer.concat([Buffer.from(nonce, 'base64url'), Buffer.from(rest, 'base64url')]);
  return decrypt(findKey(keys, id), bytes, placeText(id, place)).toString('utf8');
}

function findKey(keys: SecretKeys, id: string): SecretKey {
  const key = keys.find((candidate) => candidate.id === id);
  if (key === undefined) throw new SealingError(`A text is sealed under the key ${id}, which is not in the key ring.`);
  return key;
}

function encrypt({ secret }: SecretKey, bytes: Uint8Array, place: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, secret, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(place);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function decrypt({ id, secret }: SecretKey, sealed: Uint8Array, place: Buffer): Buffer {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, secret, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(place);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new SealingError(`A text under the key ${id} was changed, or was sealed for another place.`, { cause });
  }
}

const bytesPlace = (keyId: string, place: string): Buffer =>
  Buffer.from(JSON.stringify(['tongban sealed bytes 1', keyId, place]));

// JSON keeps the parts apart, whatever is in them.
const placeText = (keyId: string, { table, column, row }: SealedPlace): Buffer =>
  Buffer.from(JSON.stringify(['tongban sealed 1', keyId, table, column, row]));
