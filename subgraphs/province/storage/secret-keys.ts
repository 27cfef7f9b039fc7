import { createSecretKey as toKeyObject, type KeyObject, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asError, StartupError } from '../../server/errors.js';

/** A secret key of 256 bits and its name, which is no secret. */
export interface SecretKey {
  readonly id: string;
  /** Node prepares it once; of bytes it would with each use, which takes four times as long as the use itself. */
  readonly secret: KeyObject;
}

/** Secret keys of one kind, oldest first: the last is the one that is used, the others still open. */
export type SecretKeys = readonly [SecretKey, ...SecretKey[]];

const KEY_BYTES = 32;
const KEY_ID = /^[\w-]{1,40}$/;
const OWNER_ONLY = 0o600;

/**
 * Reads a file of secret keys; makes it, for its owner's eyes only, when it is not there. Processes that start at once
 * make one between them. Throws a StartupError that names the file and the cure, and nothing of what is in it.
 */
export function readOrCreateSecretKeys(file: string): SecretKeys {
  return tryRead(file) ?? createKeyFile(file);
}

/** Reads a file of secret keys, which must be there. Throws as {@link readOrCreateSecretKeys} does. */
export function readSecretKeys(file: string): SecretKeys {
  const keys = tryRead(file);
  if (keys === undefined) throw unusable(file, 'it is not there');
  return keys;
}

/** Adds a key, which is used from then on. Whoever reads meanwhile finds the file as it was, or with the key. */
export function addSecretKey(file: string): SecretKey {
  const key = createSecretKey();
  const draft = writeDraft(file, [...readSecretKeys(file), key]);
  renameSync(draft, file);
  return key;
}

/** What changes when a file is replaced; reading it costs some microseconds. */
export function versionOfFile(file: string): string {
  const { ino, mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? { ino: 0, mtimeMs: 0, size: 0 };
  return `${ino} ${mtimeMs} ${size}`;
}

function tryRead(file: string): SecretKeys | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unusable(file, codeOf(error) ?? 'it cannot be read', error);
  }
  return parse(text, file);
}

// Without a word of what the parser says, who would quote from the file.
function parse(text: string, file: string): SecretKeys {
  let entries: unknown;
  try {
    ({ keys: entries } = JSON.parse(text) as { readonly keys?: unknown });
  } catch {
    throw unusable(file, 'it is no JSON');
  }
  const keys = Array.isArray(entries) ? entries.map(toKey) : [];
  const [first, ...others] = keys.filter((key) => key !== undefined);
  if (first === undefined || 1 + others.length < keys.length) throw unusable(file, 'it holds no keys of 256 bits');
  if (new Set(keys.map((key) => key?.id)).size < keys.length) throw unusable(file, 'two of its keys share a name');
  return [first, ...others];
}

function toKey(entry: unknown): SecretKey | undefined {
  const { id, key } = (entry ?? {}) as { readonly id?: unknown; readonly key?: unknown };
  if (typeof id !== 'string' || typeof key !== 'string' || !KEY_ID.test(id)) return undefined;
  const bytes = Buffer.from(key, 'base64url');
  const isKey = bytes.length === KEY_BYTES && bytes.toString('base64url') === key;
  return isKey ? { id, secret: toKeyObject(bytes) } : undefined;
}

function createKeyFile(file: string): SecretKeys {
  try {
    const draft = writeDraft(file, [createSecretKey()]);
    try {
      linkSync(draft, file); // whole, and only where there is none: whoever was first is right
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  } catch (error) {
    throw unusable(file, codeOf(error) ?? 'it cannot be written', error);
  }
  return readSecretKeys(file);
}

/** A new random key. */
export function createSecretKey(): SecretKey {
  return { id: randomBytes(6).toString('hex'), secret: toKeyObject(randomBytes(KEY_BYTES)) };
}

function writeDraft(file: string, keys: SecretKeys): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}.draft`;
  const entries = keys.map(({ id, secret }) => ({ id, key: secret.export().toString('base64url') }));
  const text = `${JSON.stringify({ keys: entries }, null, 2)}\n`;
  writeFileSync(draft, text, { mode: OWNER_ONLY, flag: 'wx', flush: true });
  return draft;
}

// By its shape, since inside a jest test Node's own errors are of another realm.
function codeOf(error: unknown): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

function unusable(file: string, reason: string, cause?: unknown): StartupError {
  const options = cause === undefined ? {} : { cause: asError(cause) };
  return new StartupError(
    `${file}: secret keys cannot be read (${reason}). Restore the file from a backup. Only where nothing was stored ` +
      'under its keys yet, name a file that is not there, in a folder that can be written: it is made then.',
    options,
  );
}
