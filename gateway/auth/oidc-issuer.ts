import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { IssuerError, type Trust } from './trust.js';

const TIMEOUT_MS = 3000;
// An issuer publishes a new key this long before it signs with it.
const KEYS_KEPT_MS = 10 * 60_000;
// One that is down, or a flood of tokens with made-up key ids, is not asked more often.
const COOL_DOWN_MS = 10_000;

/** Trust in an OpenID Connect issuer, which is asked for its keys when the first token comes. */
export function trustOidcIssuer(issuer: URL, audience: string): Trust {
  const name = issuer.href.replace(/\/$/, '');
  let keys: Promise<JWTVerifyGetKey> | undefined;
  let failedAt = -Infinity;
  const discovered = (): Promise<JWTVerifyGetKey> => {
    if (performance.now() - failedAt < COOL_DOWN_MS) return Promise.reject(new IssuerError('failed a moment ago'));
    keys ??= discover(name).catch((error: unknown) => {
      keys = undefined;
      failedAt = performance.now();
      throw error;
    });
    return keys;
  };
  return {
    issuer: name,
    audience,
    async getKey(header, token) {
      const find = await discovered();
      try {
        return await find(header, token);
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
        throw new IssuerError('keys cannot be read', { cause: error });
      }
    },
  };
}

/** OpenID Connect Discovery 1.0, 4: the document is at a known place and must name just this issuer. */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const document = await readJson(`${issuer}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: place } = document;
  if (typeof named !== 'string' || named.replace(/\/$/, '') !== issuer) throw new IssuerError('names another issuer');
  const url = typeof place === 'string' ? URL.parse(place) : null;
  if (url === null || !url.protocol.startsWith('http')) throw new IssuerError('names no place of keys');
  return createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOL_DOWN_MS,
    cacheMaxAge: KEYS_KEPT_MS,
  });
}

async function readJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    // Redirects could lead anywhere that the gateway can reach.
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new IssuerError(`status ${answer.status}`);
    const value: unknown = await answer.json();
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch (error) {
    throw error instanceof IssuerError ? error : new IssuerError('cannot be reached', { cause: error });
  }
}
