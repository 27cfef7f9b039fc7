import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { calculateJwkThumbprint, importJWK, SignJWT, type JWK } from 'jose';
import {
  PASSPORT_ALGORITHM,
  PASSPORT_ISSUER,
  PASSPORT_SECONDS,
  PASSPORT_TYPE,
  passportClaims,
  type Passport,
} from '../../schema/passport.js';
import { asReason, ConfigurationError } from '../errors.js';
import { publicHalf, readOrCreateKey } from './key-file.js';

/** Signs what every subgraph is told of who asks, for one operation; undefined where subgraphs are told nothing. */
export type IssuePassport = (passport: Passport) => Promise<string> | undefined;

/** For a gateway without a key. */
export const issueNoPassport: IssuePassport = () => undefined;

/** Where the public half of a key stands, as a JWK Set (RFC 7517, 5): what subgraphs verify passports with. */
export function publicKeysFile(file: string): string {
  return `${file.replace(/\.json$/, '')}.public.json`;
}

/** Signs with the key in a file, made when there is none, and publishes its public half beside it. Throws {@link ConfigurationError}. */
export async function openIssuePassport(
  file: string,
  now: () => Date,
): Promise<(passport: Passport) => Promise<string>> {
  const jwk = await publishPassportKey(file);
  const key = await importJWK(jwk, PASSPORT_ALGORITHM);
  const header = { alg: PASSPORT_ALGORITHM, typ: PASSPORT_TYPE, kid: await calculateJwkThumbprint(jwk) };
  return async (passport) => {
    const seconds = Math.floor(now().getTime() / 1000);
    return await new SignJWT({ ...passportClaims(passport) })
      .setProtectedHeader(header)
      .setIssuer(PASSPORT_ISSUER)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + PASSPORT_SECONDS)
      .setJti(randomUUID())
      .sign(key);
  };
}

/** Makes the key when there is none, and publishes its public half. Gives the key. Throws {@link ConfigurationError}. */
export async function publishPassportKey(file: string): Promise<JWK> {
  const key = await readOrCreateKey(file);
  const kid = await calculateJwkThumbprint(key);
  const keys = [{ ...publicHalf(key), kid, alg: PASSPORT_ALGORITHM, use: 'sig' }];
  await publish(publicKeysFile(file), `${JSON.stringify({ keys }, null, 2)}\n`);
  return key;
}

/** Whole or not at all, whoever reads it meanwhile; and not where it stands already, since a folder may be read-only. */
async function publish(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  try {
    const draft = `${file}.${process.pid}.draft`;
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    throw new ConfigurationError([
      `${file}: the public half of the passport key cannot be written (${asReason(error)}). ` +
        'Let its folder be written, or name another with --passport-key FILE.',
    ]);
  }
}
