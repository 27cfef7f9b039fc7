import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { publishPassportKey } from '../../gateway/auth/issue-passport.js';
import { ConfigurationError } from '../../gateway/errors.js';
import {
  GATEWAY,
  PASSPORT_ALGORITHM,
  PASSPORT_ISSUER,
  PASSPORT_SECONDS,
  PASSPORT_TYPE,
  passportClaims,
} from '../../schema/passport.js';
import type { Identity } from '../../schema/identity.js';
import { ConformanceError } from '../conformance-target.js';
import type { Caller, PassportFlaw } from '../rule.js';

/** Signs what the kit shows as a gateway. */
export interface PassportSigner {
  /** A passport as it is sent; undefined for one that is absent. */
  readonly sign: (holder: Holder) => string | undefined;
}

/** Who shows a passport, and what is wrong with it. */
export interface Holder {
  readonly as?: Caller | undefined;
  /** The province in which he has the role; the tried one unless given. */
  readonly home?: string | undefined;
  readonly flaw?: PassportFlaw | undefined;
}

interface Key {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

type Text = Readonly<Record<string, unknown>>;

/** Opens the key of the test gateway, made when it is not there. Throws a {@link ConformanceError}. */
export async function openPassportSigner(
  file: string,
  { province, nowMs }: { readonly province: string; readonly nowMs: () => number },
): Promise<PassportSigner> {
  const key = await openKey(file);
  const stranger: Key = { kid: key.kid, privateKey: generateKeyPairSync('ed25519').privateKey };
  return {
    sign: ({ as = 'anonymous', home = province, flaw }) => {
      if (flaw === 'absent') return undefined;
      const claims = claimsOf(identityOf(as, home), Math.floor(nowMs() / 1000));
      const header = { alg: PASSPORT_ALGORITHM, typ: PASSPORT_TYPE, kid: key.kid };
      return flaw === undefined
        ? seal({ header, claims }, key)
        : signFlawed({ header, claims }, flaw, { key, stranger });
    },
  };
}

async function openKey(file: string): Promise<Key> {
  try {
    const { kty = '', crv = '', x = '', d = '' } = await publishPassportKey(file);
    const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url'); // RFC 7638, 3
    const jwk: JsonWebKey = { kty, crv, x, d };
    return { kid, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConformanceError(error.message, { cause: error });
    throw error;
  }
}

function identityOf(caller: Caller, province: string): Identity | undefined {
  if (caller === 'anonymous') return undefined;
  if (caller === 'gateway') return GATEWAY;
  const subject = `conformance-${caller}`;
  const unknown = { unit: undefined, person: undefined, scopes: new Set<string>() };
  return { subject, role: caller, province: caller === 'citizen' ? undefined : province, ...unknown };
}

function claimsOf(identity: Identity | undefined, seconds: number): Text {
  const operation = createHash('sha256').update('conformance').digest('hex');
  const said = passportClaims({ identity, operation, purpose: undefined });
  return { ...said, iss: PASSPORT_ISSUER, iat: seconds, exp: seconds + PASSPORT_SECONDS, jti: randomUUID() };
}

interface Unsigned {
  readonly header: Text;
  readonly claims: Text & { readonly iat?: unknown };
}

const HOUR = 3600;

function signFlawed(
  { header, claims }: Unsigned,
  flaw: Exclude<PassportFlaw, 'absent'>,
  { key, stranger }: { readonly key: Key; readonly stranger: Key },
): string {
  const iat = Number(claims.iat);
  const withClaims = (changed: Text): string => seal({ header, claims: { ...claims, ...changed } }, key);
  switch (flaw) {
    case 'expired':
      return withClaims({ iat: iat - HOUR, exp: iat - HOUR + PASSPORT_SECONDS });
    case 'not yet valid':
      return withClaims({ iat: iat + HOUR, exp: iat + HOUR + PASSPORT_SECONDS });
    case 'valid for too long':
      return withClaims({ iat: iat - HOUR, exp: iat + HOUR });
    case 'by another key':
      return seal({ header, claims }, stranger);
    case 'changed after signing': {
      const [head = '', , signature = ''] = seal({ header, claims }, key).split('.');
      return [head, encode({ ...claims, sub: 'somebody', role: 'supervisor' }), signature].join('.');
    }
    case 'without a signature':
      return `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`;
    case 'of another type':
      return seal({ header: { ...header, typ: 'JWT' }, claims }, key);
    case 'of another issuer':
      return withClaims({ iss: 'urn:tongban:somebody' });
    case 'without an operation':
      return withClaims({ operation: undefined });
    case 'of an operation that is no hash':
      return withClaims({ operation: 'query' });
    case 'of a role that does not exist':
      return withClaims({ sub: 'somebody', role: 'emperor' });
  }
}

function seal({ header, claims }: Unsigned, { privateKey }: Key): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

const encode = (part: Text): string => Buffer.from(JSON.stringify(part)).toString('base64url');
