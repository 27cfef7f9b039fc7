/** What a token says of its bearer, for him to see; nobody has verified it here. */
export interface TokenClaims {
  readonly subject: string | undefined;
  readonly role: string | undefined;
  readonly province: string | undefined;
  readonly expiresAt: Date | undefined;
}

/** Reads the claims of a JWT (RFC 7519); undefined for a token that is none, which the gateway may take all the same. */
export function decodeClaims(token: string): TokenClaims | undefined {
  try {
    const [, payload = ''] = token.split('.');
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
    const textOf = (name: string): string | undefined => {
      const value = claims[name];
      return typeof value === 'string' ? value : undefined;
    };
    const seconds = claims['exp'];
    return {
      subject: textOf('sub'),
      role: textOf('role'),
      province: textOf('province'),
      expiresAt: typeof seconds === 'number' ? new Date(seconds * 1000) : undefined,
    };
  } catch {
    return undefined;
  }
}
