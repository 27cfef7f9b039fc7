import { isRole, roles, type Role } from '../../schema/roles.js';

/** Who asks, as far as this gateway knows. */
export interface Caller {
  /** Tells callers apart: identical reads of one are shared, those of two never. */
  readonly key: string;
  /** What a verified token says; undefined for whoever showed none. */
  readonly identity: Identity | undefined;
}

/** What a verified token says of its bearer. */
export interface Identity {
  /** Of the bearer at the issuer (RFC 7519, `sub`). */
  readonly subject: string;
  readonly role: Role | undefined;
  /** Letter code of the province in which the bearer has the role. */
  readonly province: string | undefined;
  /** RFC 6749, 3.3. */
  readonly scopes: ReadonlySet<string>;
}

/** Whoever shows nothing sees what is public. */
export const anonymous: Caller = { key: '', identity: undefined };

/** Claims of an access token, verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** Reads verified claims; or says what is wrong with them, for the caller. */
export function readCaller(claims: Claims): Caller | string {
  const { sub, role, province, scope } = claims;
  if (typeof sub !== 'string' || sub === '') return 'The token names no subject.';
  if (role !== undefined && !isRole(role)) return `The token names a role that does not exist here.`;
  if (province !== undefined && !(typeof province === 'string' && /^[A-Z]{2,4}$/.test(province)))
    return 'The token names a province by something else than its letter code.';
  if (role !== undefined && roles[role].isOfProvince && province === undefined)
    return `The token names no province, and nobody is ${role} without one.`;
  const scopes =
    typeof scope === 'string'
      ? scope
          .split(' ')
          .filter((one) => one !== '')
          .sort()
      : [];
  const identity = { subject: sub, role, province, scopes: new Set(scopes) };
  return { key: JSON.stringify([claims['iss'], sub, role, province, scopes]), identity };
}
