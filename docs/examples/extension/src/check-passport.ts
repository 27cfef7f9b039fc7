import { readFileSync } from 'node:fs';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';

/** True for a request that the gateway has sent: it shows a passport, signed by a key in the file, that has not ended. */
export type CheckPassport = (passport: string | undefined) => Promise<boolean>;

/** Lets in who shows a passport of a gateway whose public keys stand in the file. */
export function openPassportCheck(file: string): CheckPassport {
  const keys = createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet);
  const rules = { algorithms: ['EdDSA'], typ: 'tongban-passport+jwt', maxTokenAge: 30, clockTolerance: 5 };
  return async (passport = '') => {
    try {
      await jwtVerify(passport, keys, rules);
      return true;
    } catch {
      return false;
    }
  };
}
