import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asError, StartupError } from './errors.js';
import { reportFault } from './report-fault.js';

/** The public keys of gateways, which follow their file. */
export interface PassportKeys {
  /** Looks at the file when it has not been looked at for a while. */
  look(): void;
  /** The key of that name, for which the file is read once more when it is not known. */
  find(kid: string): KeyObject | undefined;
}

export interface PassportKeysOptions {
  /** A JWK Set (RFC 7517, 5) of Ed25519 keys, each with a `kid`. */
  readonly file: string;
  /** How often it is read again. */
  readonly lookMs: number;
  /** Told when other keys are in force. */
  readonly onChange: () => void;
}

/** Reads the keys; throws a {@link StartupError} when there are none. Later, a broken file leaves those that were. */
export function followPassportKeys({ file, lookMs, onChange }: PassportKeysOptions): PassportKeys {
  let text = '';
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let lookedAt = performance.now();
  const read = (): void => {
    lookedAt = performance.now();
    const content = readFileSync(file, 'utf8');
    if (content === text) return;
    text = content; // remembered even when it is broken, so that it is reported once
    keys = parseKeySet(content);
    onChange();
  };
  try {
    read();
  } catch (error) {
    throw new StartupError(
      `${file} is no file of passport keys (${asError(error).message}). Give --passport-keys the *.public.json file ` +
        'that the gateway writes beside its --passport-key.',
    );
  }
  const readAgain = (): void => {
    try {
      read();
    } catch (error) {
      reportFault('passport keys cannot be read, the old ones stay', error, { file });
    }
  };
  return {
    look: () => {
      if (performance.now() - lookedAt >= lookMs) readAgain();
    },
    find: (kid) => {
      if (!keys.has(kid)) readAgain();
      return keys.get(kid);
    },
  };
}

function parseKeySet(text: string): ReadonlyMap<string, KeyObject> {
  const keys = parseList(text);
  if (keys.length === 0) throw new Error('it lists no keys');
  const read = new Map(keys.map((key) => parseKey(key)));
  if (read.size < keys.length) throw new Error('two keys have one kid');
  return read;
}

// Without a word of what the parser says, who would quote from a file that may be the private one.
function parseList(text: string): readonly unknown[] {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(keys) ? keys : [];
  } catch {
    return [];
  }
}

function parseKey(value: unknown): readonly [kid: string, key: KeyObject] {
  const jwk = { ...(value as Readonly<Record<string, unknown>>) };
  const { kid, d } = jwk;
  if (typeof kid !== 'string' || kid === '') throw new Error('a key has no kid');
  if (d !== undefined) throw new Error(`the key ${kid} is a private one`);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`the key ${kid} is no Ed25519 key`);
  return [kid, key];
}
