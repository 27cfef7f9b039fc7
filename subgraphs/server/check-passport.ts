import { errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import { LRUCache } from 'lru-cache';
import {
  PASSPORT_ALGORITHM,
  PASSPORT_ISSUER,
  PASSPORT_SECONDS,
  PASSPORT_TOLERANCE_SECONDS,
  PASSPORT_TYPE,
  readPassport,
  type Passport,
} from '../../schema/passport.js';
import { SubgraphError } from './errors.js';
import { followPassportKeys, type PassportKeys } from './passport-keys.js';

/**
 * Says who asks and for what, by the passport in a request's header; undefined where none is asked for.
 * Rejects with a {@link SubgraphError} when the request may not be answered.
 */
export type CheckPassport = (header: string | readonly string[] | undefined) => Promise<Passport | undefined>;

/** For a subgraph that is asked by anybody: everyone is a caller of whom nothing is known. */
export const letAnybodyIn: CheckPassport = () => Promise.resolve(undefined);

/** What a subgraph says at its start when it has no keys of a gateway. */
export const ANYBODY_WARNING =
  'WARNING: no --passport-keys are given, so whoever reaches this port is answered, as a caller of whom nothing is known.';

export interface PassportCheckOptions {
  /** Public keys of gateways; see `passport-keys.ts`. */
  readonly file: string;
  readonly nowMs?: () => number;
  /** How often the file is read again. */
  readonly lookMs?: number;
}

// An operator who takes a key out wants it to be in force at once.
const LOOK_MS = 1000;
// An operation asks a province several times, and a process may hold several provinces: each passport is verified once.
const KEPT_PASSPORTS = 1000;

interface Verified {
  readonly passport: Passport;
  readonly endsAtMs: number;
}

/** Lets in whoever shows a passport of a gateway. Throws a StartupError when the file holds no keys. */
export function openPassportCheck(options: PassportCheckOptions): CheckPassport {
  const { file, nowMs = Date.now, lookMs = LOOK_MS } = options;
  const known = new LRUCache<string, Promise<Verified>>({ max: KEPT_PASSPORTS });
  const keys = followPassportKeys({ file, lookMs, onChange: () => known.clear() });
  const verifyOnce = (passport: string): Promise<Verified> => {
    const verified = verify(passport, keys, nowMs());
    known.set(passport, verified);
    verified.catch(() => known.delete(passport)); // its key may be known in a moment
    return verified;
  };
  return async (header) => {
    if (typeof header !== 'string') throw refused('The request carries no passport of the gateway.');
    keys.look();
    const { passport, endsAtMs } = await (known.get(header) ?? verifyOnce(header));
    if (nowMs() >= endsAtMs) throw refused(EXPIRED);
    return passport;
  };
}

const EXPIRED = 'The passport has expired.';

const refused = (message: string): SubgraphError => new SubgraphError('UNAUTHENTICATED', message);

async function verify(passport: string, keys: PassportKeys, nowMs: number): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(passport, (header) => findKey(header, keys), {
      algorithms: [PASSPORT_ALGORITHM],
      typ: PASSPORT_TYPE,
      issuer: PASSPORT_ISSUER,
      currentDate: new Date(nowMs),
      clockTolerance: PASSPORT_TOLERANCE_SECONDS,
      maxTokenAge: PASSPORT_SECONDS, // whatever `exp` says
      requiredClaims: ['exp', 'jti'],
    });
    const read = readPassport(payload);
    if (read === undefined) throw new errors.JWTInvalid('not the claims of a passport');
    const { iat = 0, exp = 0 } = payload;
    const endSeconds = Math.min(exp, iat + PASSPORT_SECONDS) + PASSPORT_TOLERANCE_SECONDS;
    return { passport: read, endsAtMs: endSeconds * 1000 };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused(EXPIRED);
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iat' && error.reason === 'check_failed')
      throw refused('The passport is not valid yet. Do the clocks of gateway and subgraph agree?');
    if (error instanceof errors.JOSEError) throw refused('The passport is not valid here.');
    throw error;
  }
}

function findKey({ kid }: JWTHeaderParameters, keys: PassportKeys): NonNullable<ReturnType<PassportKeys['find']>> {
  const key = kid === undefined ? undefined : keys.find(kid);
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  return key;
}
