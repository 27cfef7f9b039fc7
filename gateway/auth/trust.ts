import type { JWTVerifyGetKey } from 'jose';

/** Whose tokens a gateway takes. */
export interface Trust {
  /** As it stands in tokens (RFC 7519, `iss`). */
  readonly issuer: string;
  /** What tokens for this gateway name (RFC 7519, `aud`). */
  readonly audience: string;
  /** Finds the key by which a token was signed; rejects with {@link IssuerError} when the issuer cannot be asked. */
  readonly getKey: JWTVerifyGetKey;
}

/** The issuer did not say by which keys it signs. */
export class IssuerError extends Error {
  override readonly name = 'IssuerError';
}
