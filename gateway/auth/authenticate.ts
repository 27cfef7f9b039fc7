import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { Fault } from '../errors.js';
import { anonymous, readCaller, type Caller } from './caller.js';
import { IssuerError, type Trust } from './trust.js';

/** Finds out who asks, by the `Authorization` header. Throws {@link Fault}, or rejects with one. */
export type Authenticate = (authorization: string | undefined) => Caller | Promise<Caller>;

export interface AuthenticateOptions {
  readonly trust: Trust;
  readonly now: () => Date;
  /** Told why an issuer could not be asked. */
  readonly report: (cause: unknown) => void;
}

/** Without an issuer nobody is known: a token tells callers apart, and gives no rights. */
export const trustNobody: Authenticate = (authorization) => ({ key: authorization ?? '', identity: undefined });

// Only what an issuer's public keys can verify: with a shared secret, or without a signature, anybody could sign.
const ALGORITHMS = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];
// Clocks of well-kept machines differ by less.
const TOLERANCE_SECONDS = 5;
// Verifying takes a tenth of a millisecond. A key that was withdrawn is trusted no longer than this.
const KEPT_MS = 60_000;
const KEPT_TOKENS = 10_000;
// RFC 6750, 2.1; the scheme is not case-sensitive (RFC 9110, 11.1).
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

interface Known {
  readonly caller: Caller;
  readonly expiresAtMs: number;
}

/** Verifies access tokens that are JWT (RFC 9068). Whoever shows none is anonymous; a wrong one is always refused. */
export function createAuthenticate({ trust, now, report }: AuthenticateOptions): Authenticate {
  const known = new LRUCache<string, Known>({ max: KEPT_TOKENS, ttl: KEPT_MS });
  const verify = async (token: string): Promise<Caller> => {
    const { payload } = await readToken(token, { trust, now, report });
    const caller = readCaller(payload);
    if (typeof caller === 'string') throw new Fault('UNAUTHENTICATED', caller);
    known.set(token, { caller, expiresAtMs: (payload.exp ?? 0) * 1000 });
    return caller;
  };
  return (authorization) => {
    if (authorization === undefined) return anonymous;
    const [, token] = BEARER.exec(authorization) ?? [];
    if (token === undefined) throw new Fault('UNAUTHENTICATED', 'The Authorization header holds no bearer token.');
    const found = known.get(token);
    return found !== undefined && now().getTime() < found.expiresAtMs ? found.caller : verify(token);
  };
}

type Verified = Awaited<ReturnType<typeof jwtVerify>>;

async function readToken(
  token: string,
  { trust: { issuer, audience, getKey }, now, report }: AuthenticateOptions,
): Promise<Verified> {
  const requiredClaims = ['exp', 'sub'];
  const options = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: TOLERANCE_SECONDS };
  try {
    return await jwtVerify(token, getKey, { ...options, currentDate: now(), requiredClaims });
  } catch (error) {
    if (error instanceof IssuerError) {
      report(error);
      throw new Fault('ISSUER_UNREACHABLE');
    }
    if (error instanceof errors.JWTExpired) throw new Fault('UNAUTHENTICATED', 'The token has expired.');
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
      throw new Fault('UNAUTHENTICATED', 'The token is not for this gateway.');
    if (error instanceof errors.JOSEError) throw new Fault('UNAUTHENTICATED', 'The token is not valid here.');
    throw error;
  }
}
