import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLOCK_SKEW_MS } from './check-envelope.js';
import { isoTime } from './desk.js';
import { createKeyPair } from './key-pair.js';
import { assertLetterKeys } from './letter-sealing.js';
import { createEd25519Signer, createKeyDirectory, type PublishedKey, type Signer } from './signer.js';

/** Where the keys of one province are. */
export interface KeyPlace {
  readonly province: string;
  /** One file for each province, which all provinces read: its public keys. */
  readonly publicDir: string;
  /** Private keys of this province, which nobody else reads. */
  readonly privateDir: string;
}

/** A file of keys that cannot be used; the message names it, and the cure. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/** The places of a province's keys. `keysDir` is shared by all provinces, `dataDir` may be the province's own. */
export function keyPlace(province: string, { dataDir, keysDir }: { dataDir: string; keysDir: string }): KeyPlace {
  return { province, publicDir: keysDir, privateDir: path.join(dataDir, 'private-keys', province) };
}

/** The file of a province's public keys. */
export const publicKeyFile = ({ publicDir, province }: Omit<KeyPlace, 'privateDir'>): string =>
  path.join(publicDir, `${province}.json`);

const privateKeyFile = ({ privateDir }: KeyPlace, kid: string): string => path.join(privateDir, `${kid}.pem`);

/** The private key of that name, in PEM; undefined when it is not here. */
export function findPrivateKey(place: KeyPlace, kid: string): string | undefined {
  const file = privateKeyFile(place, kid);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** What a province has published. */
export interface PublishedKeys {
  /** What it signs with. */
  readonly signing: readonly PublishedKey[];
  /** What personal data in letters to it are sealed to. */
  readonly letters: readonly PublishedKey[];
}

/** The public keys that a province has published; none when it has no file. Throws a {@link KeyFileError}. */
export function readPublishedKeys(place: Omit<KeyPlace, 'privateDir'>): PublishedKeys {
  const file = publicKeyFile(place);
  if (!existsSync(file)) return { signing: [], letters: [] };
  return parsePublishedKeys(readFileSync(file, 'utf8'), { file, province: place.province });
}

/** Reads a file of public keys. It speaks for the province that its name names, whatever it says. */
export function parsePublishedKeys(
  text: string,
  { file, province }: { readonly file: string; readonly province: string },
): PublishedKeys {
  try {
    const { keys, letterKeys = [] } = JSON.parse(text) as PublishedFile;
    const [signing, letters] = [keys, letterKeys].map((entries) => entries.map((key) => toPublishedKey(key, province)));
    const published = { signing: signing ?? [], letters: letters ?? [] };
    createKeyDirectory(published.signing); // refuses what is no Ed25519 key, and names that are given twice
    assertLetterKeys(published.letters);
    return published;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KeyFileError(`${file} is not a file of public keys (${reason}). Restore it from a backup.`, { cause });
  }
}

interface PublishedFile {
  readonly keys: readonly PublishedEntry[];
  /** Absent in files from before letters were sealed. */
  readonly letterKeys?: readonly PublishedEntry[];
}

interface PublishedEntry {
  readonly kid: string;
  readonly publicKey: string;
  readonly notBefore: string;
  readonly notAfter: string | null;
}

// Compared as text later on, so an instant must have its one canonical text.
function toPublishedKey({ kid, publicKey, notBefore, notAfter }: PublishedEntry, province: string): PublishedKey {
  const instants = notAfter === null ? [notBefore] : [notBefore, notAfter];
  const isSound = instants.every((instant) => isoTime(Date.parse(instant)) === instant);
  if (!isSound || !/^[\w-]{1,100}$/.test(kid)) throw new Error(`the key ${JSON.stringify(kid)} is malformed`);
  return { province, kid, publicKey, validFrom: notBefore, validTo: notAfter };
}

/**
 * What a province signs with at an instant: the youngest of its keys that is in force then and that is here. Throws a
 * {@link KeyFileError} when there is none.
 */
export function findSigner(place: KeyPlace, nowMs: number): Signer {
  const now = isoTime(nowMs);
  const inForce = readPublishedKeys(place).signing.filter(
    ({ validFrom, validTo }) => validFrom <= now && (validTo === null || now < validTo),
  );
  for (const { kid } of inForce.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))) {
    const privateKey = findPrivateKey(place, kid);
    if (privateKey !== undefined) return createEd25519Signer({ province: place.province, kid, privateKey });
  }
  throw new KeyFileError(`${place.privateDir} has no key that is in force: a province makes its first when it starts.`);
}

/** Makes the first keys of a province, of each kind of which it has none that it can use. True when it made one. */
export function ensureKey(place: KeyPlace, nowMs: number): boolean {
  const now = isoTime(nowMs);
  const isUsable = ({ kid, validFrom, validTo }: PublishedKey): boolean =>
    validFrom <= now && (validTo === null || now < validTo) && findPrivateKey(place, kid) !== undefined;
  const lacking = kinds.filter((kind) => !readPublishedKeys(place)[kind].some(isUsable));
  // A clock that is put back must not leave the province without a key.
  for (const kind of lacking) addKey(place, { published: readPublishedKeys(place), kind }, nowMs - CLOCK_SKEW_MS);
  return lacking.length > 0;
}

// The clock of a receipt may run ahead by the allowed skew, so the old key outlives its last signature by twice that.
const OLD_KEY_GRACE_MS = 2 * CLOCK_SKEW_MS;

/**
 * Gives a province a new key that it signs with from `fromMs` on, and one that letters to it are sealed to: late enough
 * that everybody has read them by then. The old ones go on verifying what they signed, and end ten minutes later; what
 * is sealed to them opens as long as their private halves are kept. Gives the name of the new key that signs. Throws a
 * {@link KeyFileError} when there is no old one.
 */
export function rotateKey(place: KeyPlace, fromMs: number): string {
  const end = isoTime(fromMs + OLD_KEY_GRACE_MS);
  const published = readPublishedKeys(place);
  if (published.signing.length === 0) {
    throw new KeyFileError(`${publicKeyFile(place)} is not there: a province makes its first key when it starts.`);
  }
  const close = (key: PublishedKey): PublishedKey => ({
    ...key,
    validTo: key.validTo === null || key.validTo > end ? end : key.validTo,
  });
  const closed = { signing: published.signing.map(close), letters: published.letters.map(close) };
  addKey(place, { published: closed, kind: 'letters' }, fromMs);
  const { letters } = readPublishedKeys(place);
  return addKey(place, { published: { signing: closed.signing, letters }, kind: 'signing' }, fromMs);
}

const kinds = ['signing', 'letters'] as const satisfies readonly (keyof PublishedKeys)[];

interface Addition {
  /** What stands beside the new key. */
  readonly published: PublishedKeys;
  readonly kind: keyof PublishedKeys;
}

function addKey(place: KeyPlace, { published, kind }: Addition, fromMs: number): string {
  const mark = kind === 'letters' ? 'letters-' : '';
  const kid = `${place.province}-${mark}${isoTime(fromMs).slice(0, 10)}-${randomBytes(6).toString('hex')}`;
  const { privateKey, publicKey } = createKeyPair(kind === 'letters' ? 'x25519' : 'ed25519');
  mkdirSync(place.privateDir, { recursive: true, mode: 0o700 });
  // Before the public one: who reads that a key is in force must find it.
  writeFileSync(privateKeyFile(place, kid), privateKey, { mode: 0o600, flag: 'wx', flush: true });
  const { province } = place;
  const key = { province, kid, publicKey, validFrom: isoTime(fromMs), validTo: null };
  publish(place, { ...published, [kind]: [...published[kind], key] });
  return kid;
}

function publish(place: KeyPlace, { signing, letters }: PublishedKeys): void {
  const written: PublishedFile = { keys: signing.map(toEntry), letterKeys: letters.map(toEntry) };
  mkdirSync(place.publicDir, { recursive: true });
  const file = publicKeyFile(place);
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify({ province: place.province, ...written }, null, 2)}\n`, { flush: true });
  renameSync(draft, file); // whole or not at all, whoever reads it meanwhile
}

const toEntry = ({ kid, publicKey, validFrom, validTo }: PublishedKey): PublishedEntry => ({
  kid,
  publicKey,
  notBefore: validFrom,
  notAfter: validTo,
});
