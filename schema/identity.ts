import { isRole, roles, type Role } from './roles.js';

/** Who somebody is, as verified claims say it: those of a token, and those of a passport. */
export interface Identity {
  /** Of the bearer at the issuer (RFC 7519, `sub`). */
  readonly subject: string;
  readonly role: Role | undefined;
  /** Letter code of the province in which the bearer has the role. */
  readonly province: string | undefined;
  /** Code of the unit of that province to which the bearer belongs; window clerks and officers act for one. */
  readonly unit: string | undefined;
  /**
   * Who the bearer is as a person, when the issuer has verified it: the keyed hash of his identity document by which
   * provinces find what concerns him. It tells nobody the document itself.
   */
  readonly person: string | undefined;
  /** RFC 6749, 3.3. */
  readonly scopes: ReadonlySet<string>;
}

/** Claims of a signed token (RFC 7519). */
export type Claims = Readonly<Record<string, unknown>>;

/** Reads who somebody is out of verified claims; or says what is wrong with them, for the bearer. */
export function readIdentity({ sub, role, province, unit, person, scope }: Claims): Identity | string {
  if (typeof sub !== 'string' || sub === '') return 'The token names no subject.';
  if (role !== undefined && !isRole(role)) return `The token names a role that does not exist here.`;
  if (province !== undefined && !(typeof province === 'string' && /^[A-Z]{2,4}$/.test(province)))
    return 'The token names a province by something else than its letter code.';
  if (role !== undefined && roles[role].isOfProvince && province === undefined)
    return `The token names no province, and nobody is ${role} without one.`;
  if (unit !== undefined && !(typeof unit === 'string' && /^[\dA-Z]{1,32}$/.test(unit)))
    return 'The token names a unit by something else than its code.';
  if (unit !== undefined && province === undefined)
    return 'The token names a unit, and no province to which it belongs.';
  if (person !== undefined && !isPersonKey(person))
    return 'The token names a person by something else than a keyed hash.';
  const scopes = typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : [];
  return { subject: sub, role, province, unit, person, scopes: new Set(scopes.sort()) };
}

/** True for a supervisor of this province, or of the state, who supervises everywhere. */
export function supervisesIn({ role, province: home }: Identity, province: string): boolean {
  return role === 'supervisor' && (home === undefined || home === province);
}

/** True for a keyed hash of an identity document: HMAC-SHA-256 in base64url (RFC 4648, 5). */
export function isPersonKey(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value);
}

/** The claims of which {@link readIdentity} reads the same identity. */
export function identityClaims({ subject, role, province, unit, person, scopes }: Identity): Claims {
  return {
    sub: subject,
    ...(role !== undefined && { role }),
    ...(province !== undefined && { province }),
    ...(unit !== undefined && { unit }),
    ...(person !== undefined && { person }),
    ...(scopes.size > 0 && { scope: [...scopes].join(' ') }),
  };
}
