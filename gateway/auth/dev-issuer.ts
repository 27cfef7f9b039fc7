import path from 'node:path';
import { importJWK, SignJWT } from 'jose';
import type { Role } from '../../schema/roles.js';
import { KEY_ALGORITHM, publicHalf, readOrCreateKey } from './key-file.js';
import type { Trust } from './trust.js';

/** The built-in issuer, for trying out: whoever can read its key file can be anybody. */
export const DEV_ISSUER = 'urn:tongban:dev-issuer';
const AUDIENCE = 'tongban';

/** Where its private key stands. */
export function devKeyFile(dataDir: string): string {
  return path.join(dataDir, 'dev-issuer', 'key.json');
}

/** What a token of the built-in issuer is to say. */
export interface DevToken {
  readonly subject: string;
  readonly role: Role;
  readonly province: string | undefined;
  /** Code of the unit to which the bearer belongs. */
  readonly unit?: string | undefined;
  /** Keyed hash of the bearer's identity document. */
  readonly person?: string | undefined;
  readonly scope: string | undefined;
  readonly hours: number;
}

/** Trust in the built-in issuer; its key is made when there is none. Throws when the file holds no key. */
export async function trustDevIssuer(file: string): Promise<Trust> {
  const key = await importJWK(publicHalf(await readOrCreateKey(file)), KEY_ALGORITHM);
  return { issuer: DEV_ISSUER, audience: AUDIENCE, getKey: () => key };
}

/** Signs a token. */
export async function issueDevToken(
  file: string,
  { subject, role, province, unit, person, scope, hours }: DevToken,
  now: Date,
): Promise<string> {
  const key = await importJWK(await readOrCreateKey(file), KEY_ALGORITHM);
  const claims = { role, province, unit, person, scope };
  return await new SignJWT(Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)))
    .setProtectedHeader({ alg: KEY_ALGORITHM, typ: 'at+jwt' })
    .setIssuer(DEV_ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + hours * 3_600_000))
    .sign(key);
}
