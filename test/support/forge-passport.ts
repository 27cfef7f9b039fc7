import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { SignJWT, type JWTPayload } from 'jose';
import { PASSPORT_ALGORITHM, PASSPORT_ISSUER, PASSPORT_SECONDS, PASSPORT_TYPE } from '../../schema/passport.js';

/** A key that a test signs passports with, as a gateway does or as a forger would. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function createSigningKey(kid: string): SigningKey {
  return { kid, ...generateKeyPairSync('ed25519') };
}

/** Its public half, as a gateway publishes it. */
export function publicJwk({ kid, publicKey }: SigningKey): object {
  return { ...publicKey.export({ format: 'jwk' }), kid };
}

/** Writes the file from which subgraphs read the keys of gateways. */
export function writeKeySet(file: string, keys: readonly object[]): void {
  writeFileSync(file, JSON.stringify({ keys }));
}

/** The claims of a right passport of an anonymous caller, from the given second on. */
export function anonymousClaims(seconds: number): JWTPayload {
  const times = { iat: seconds, exp: seconds + PASSPORT_SECONDS };
  return { iss: PASSPORT_ISSUER, operation: 'a'.repeat(64), jti: 'one', ...times };
}

/** Signs whatever claims under whatever header. */
export function forgePassport(
  { kid, privateKey }: SigningKey,
  claims: JWTPayload,
  header: object = {},
): Promise<string> {
  const right = { alg: PASSPORT_ALGORITHM, typ: PASSPORT_TYPE, kid };
  return new SignJWT(claims).setProtectedHeader({ ...right, ...header }).sign(privateKey);
}
