import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLOCK_SKEW_MS } from './check-envelope.js';
import { isoTime } from './desk.js';
import { createKeyDirectory, type PublishedKey } from './signer.js';

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

/** The public keys that a province has published; none when it has no file. Throws a {@link KeyFileError}. */
export function readPublishedKeys(place: Omit<KeyPlace, 'privateDir'>): readonly PublishedKey[] {
  const file = publicKeyFile(place);
  return existsSync(file) ? parsePublishedKeys(readFileSync(file, 'utf8'), { file, province: place.province }) : [];
}

/** Reads a file of public keys. It speaks for the province that its name names, whatever it says. */
export function parsePublishedKeys(
  text: string,
  { file, province }: { readonly file: string; readonly province: string },
): readonly PublishedKey[] {
  try {
    const { keys } = JSON.parse(text) as { readonly keys: readonly PublishedEntry[] };
    const published = keys.map((key) => toPublishedKey(key, province));
    createKeyDirectory(published); // refuses what is no Ed25519 key, and names that are given twice
    return published;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KeyFileError(`${file} is not a file of public keys (${reason}). Restore it from a backup.`, { cause });
  }
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

/** Makes the first key of a province, unless it has one that it can sign with. True when it made one. */
export function ensureKey(place: KeyPlace, nowMs: number): boolean {
  const published = readPublishedKeys(place);
  const now = isoTime(nowMs);
  const isUsable = ({ kid, validFrom, validTo }: PublishedKey): boolean =>
    validFrom <= now && (validTo === null || now < validTo) && findPrivateKey(place, kid) !== undefined;
  if (published.some(isUsable)) return false;
  // A clock that is put back must not leave the province without a key.
  addKey(place, published, nowMs - CLOCK_SKEW_MS);
  return true;
}

// The clock of a receipt may run ahead by the allowed skew, so the old key outlives its last signature by twice that.
const OLD_KEY_GRACE_MS = 2 * CLOCK_SKEW_MS;

/**
 * Gives a province a new key that it signs with from `fromMs` on: late enough that everybody has read it by then. The
 * old ones go on verifying what they signed, and end ten minutes later. Gives the name of the new key. Throws a
 * {@link KeyFileError} when there is no old one.
 */
export function rotateKey(place: KeyPlace, fromMs: number): string {
  const end = isoTime(fromMs + OLD_KEY_GRACE_MS);
  const published = readPublishedKeys(place);
  if (published.length === 0) {
    throw new KeyFileError(`${publicKeyFile(place)} is not there: a province makes its first key when it starts.`);
  }
  const closed = published.map((key) => ({
    ...key,
    validTo: key.validTo === null || key.validTo > end ? end : key.validTo,
  }));
  return addKey(place, closed, fromMs);
}

function addKey(place: KeyPlace, others: readonly PublishedKey[], fromMs: number): string {
  const kid = `${place.province}-${isoTime(fromMs).slice(0, 10)}-${randomBytes(6).toString('hex')}`;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  mkdirSync(place.privateDir, { recursive: true, mode: 0o700 });
  // Before the public one: who reads that a key is in force must find it.
  writeFileSync(privateKeyFile(place, kid), privateKey, { mode: 0o600, flag: 'wx', flush: true });
  const { province } = place;
  publish(place, [...others, { province, kid, publicKey, validFrom: isoTime(fromMs), validTo: null }]);
  return kid;
}

function publish(place: KeyPlace, keys: readonly PublishedKey[]): void {
  const entries: readonly PublishedEntry[] = keys.map(({ kid, publicKey, validFrom, validTo }) => ({
    kid,
    publicKey,
    notBefore: validFrom,
    notAfter: validTo,
  }));
  mkdirSync(place.publicDir, { recursive: true });
  const file = publicKeyFile(place);
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify({ province: place.province, keys: entries }, null, 2)}\n`, { flush: true });
  renameSync(draft, file); // whole or not at all, whoever reads it meanwhile
}
