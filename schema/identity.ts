import { isRole, roles, type Role } from './roles.js';

/** Who somebody is, as verified claims say it: those of a token, and those of a passport. */
export interface Identity {
  /** Of the bearer at the issuer (RFC 7519, `sub`). */
  readonly subject: string;
  readonly role: Role | undefined;
  /** Letter code of the province in which the bearer has the role. */
  readonly province: string | undefined;
  /** RFC 6749, 3.3. */
  readonly scopes: ReadonlySet<string>;
}

/** Claims of a signed token (RFC 7519). */
export type Claims = Readonly<Record<string, unknown>>;

/** Reads who somebody is out of verified claims; or says what is wrong with them, for the bearer. */
export function readIdentity({ sub, role, province, scope }: Claims): Identity | string {
  if (typeof sub !== 'string' || sub === '') return 'The token names no subject.';
  if (role !== undefined && !isRole(role)) return `The token names a role that does not exist here.`;
  if (province !== undefined && !(typeof province === 'string' && /^[A-Z]{2,4}$/.test(province)))
    return 'The token names a province by something else than its letter code.';
  if (role !== undefined && roles[role].isOfProvince && province === undefined)
    return `The token names no province, and nobody is ${role} without one.`;
  const scopes = typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : [];
  return { subject: sub, role, province, scopes: new Set(scopes.sort()) };
}

/** The claims of which {@link readIdentity} reads the same identity. */
export function identityClaims({ subject, role, province, scopes }: Identity): Claims {
  return {
    sub: subject,
    ...(role !== undefined && { role }),
    ...(province !== undefined && { province }),
    ...(scopes.size > 0 && { scope: [...scopes].join(' ') }),
  };
}
