import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { asReason, ConfigurationError } from '../errors.js';

/** What a gateway signs with (RFC 8037). */
export const KEY_ALGORITHM = 'EdDSA';

/**
 * Reads a private Ed25519 key as JWK; makes it, for its owner's eyes only, when there is no file. Throws
 * {@link ConfigurationError} when the file holds none.
 */
export async function readOrCreateKey(file: string): Promise<JWK> {
  await create(file);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(file, asReason(error));
  });
  const key = parse(text);
  const isPrivate = key.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.x === 'string' && key.d !== undefined;
  if (!isPrivate) throw unusable(file, 'it is no private Ed25519 key as JWK');
  return key;
}

/** What of a key everybody may know. */
export function publicHalf({ kty = '', crv = '', x = '' }: JWK): JWK {
  return { kty, crv, x };
}

/** Without a word of what the parser says, who would quote from the file. */
function parse(text: string): Partial<JWK> {
  try {
    return { ...(JSON.parse(text) as JWK) };
  } catch {
    return {};
  }
}

async function create(file: string): Promise<void> {
  if (existsSync(file)) return;
  const { privateKey } = await generateKeyPair(KEY_ALGORITHM, { extractable: true });
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' });
  } catch {
    // Another process was first; or reading tells what is wrong.
  }
}

function unusable(file: string, reason: string): ConfigurationError {
  return new ConfigurationError([
    `${file}: no key can be read (${reason}). Name a file that can, or one that is not there in a folder that can be ` +
      'written: the key is made then.',
  ]);
}
