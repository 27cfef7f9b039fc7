import { readIdentity, type Claims, type Identity } from '../../schema/identity.js';
import { GATEWAY } from '../../schema/passport.js';

/** Who asks, as far as this gateway knows. */
export interface Caller {
  /** Tells callers apart: identical reads of one are shared, those of two never. */
  readonly key: string;
  /** What a verified token says; undefined for whoever showed none. */
  readonly identity: Identity | undefined;
}

/** Whoever shows nothing sees what is public. */
export const anonymous: Caller = { key: '', identity: undefined };

/** Reads verified claims; or says what is wrong with them, for the caller. */
export function readCaller(claims: Claims): Caller | string {
  const identity = readIdentity(claims);
  if (typeof identity === 'string') return identity;
  const { subject, role, province, unit, person, scopes } = identity;
  if (subject === GATEWAY.subject) return 'The token names a subject that only the gateway itself has.';
  return { key: JSON.stringify([claims['iss'], subject, role, province, unit, person, [...scopes]]), identity };
}
