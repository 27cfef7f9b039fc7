import { identityClaims, readIdentity, type Claims, type Identity } from './identity.js';
import { formatPurpose, parsePurpose, type Purpose } from './purpose.js';

// A passport is what the gateway says of its caller to every subgraph that it asks: a compact JWS (RFC 7515) whose
// payload are claims (RFC 7519). Why it looks as it does: docs/decisions/0021-passports.md.

/** The header in which it travels. */
export const PASSPORT_HEADER = 'x-tongban-passport';

/** `typ` of the JWS, so that no other token that the same key signs is taken for one (RFC 8725, 3.11). */
export const PASSPORT_TYPE = 'tongban-passport+jwt';

/** `alg` of the JWS (RFC 8037): Ed25519, and nothing else. */
export const PASSPORT_ALGORITHM = 'EdDSA';

/** `iss` of every passport: the gateway. */
export const PASSPORT_ISSUER = 'urn:tongban:gateway';

/** How long it is valid, in seconds. No operation takes a third of that. */
export const PASSPORT_SECONDS = 30;

/** By how much the clocks of gateway and subgraph may differ, in seconds. */
export const PASSPORT_TOLERANCE_SECONDS = 5;

/** Who asks when the gateway asks on its own account. It has no role; no token may name its subject. */
export const GATEWAY: Identity = {
  subject: 'gateway',
  role: undefined,
  province: undefined,
  unit: undefined,
  person: undefined,
  scopes: new Set(),
};

/** What a passport says, besides when and by whom it was signed. */
export interface Passport {
  /** Undefined for a caller of whom the gateway knows nothing. */
  readonly identity: Identity | undefined;
  /** SHA-256, in hexadecimal digits, of the client's document without its layout and literals: what he asked for. */
  readonly operation: string;
  /** What the caller says that he asks for; undefined when he says nothing. */
  readonly purpose: Purpose | undefined;
}

/** The claims of a passport; a caller of whom nothing is known has no `sub`. */
export function passportClaims({ identity, operation, purpose }: Passport): Claims {
  return { ...(identity && identityClaims(identity)), operation, ...(purpose && { purpose: formatPurpose(purpose) }) };
}

/** Reads the claims of a passport; undefined when they are not those of one. */
export function readPassport(claims: Claims): Passport | undefined {
  const { operation, sub, role, province, unit, person, scope, purpose } = claims;
  if (typeof operation !== 'string' || !/^[0-9a-f]{64}$/.test(operation)) return undefined;
  const isAnonymous = [sub, role, province, unit, person, scope].every((claim) => claim === undefined);
  const identity = isAnonymous ? undefined : readIdentity(claims);
  const stated = typeof purpose === 'string' ? parsePurpose(purpose) : undefined;
  if (typeof identity === 'string' || (purpose !== undefined && stated === undefined)) return undefined;
  return { identity, operation, purpose: stated };
}
