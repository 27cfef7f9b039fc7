import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, randomUUID } from 'node:crypto';

// The package has no types of its own; by a variable, the compiler does not look for them.
const library: string = 'oidc-provider';
const { Provider } = (await import(library)) as {
  readonly Provider: new (issuer: string, configuration: object) => { callback(): RequestListener };
};

/** A real OpenID Connect provider on loopback, whose one client gets access tokens that are JWT. */
export interface OidcIssuer extends AsyncDisposable {
  readonly url: string;
  /** How often its public keys were asked for. */
  readonly keyRequests: () => number;
  /** A token with these claims beside the standard ones. */
  token(claims: Readonly<Record<string, unknown>>, audience?: string): Promise<string>;
}

const CLIENT = { id: 'window-system', secret: 'loopback-only' };

/** Starts a provider. */
export async function startOidcIssuer(audience: string): Promise<OidcIssuer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' };
  let claims: Readonly<Record<string, unknown>> = {};
  let keyRequests = 0;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ['client_credentials'],
        id_token_signed_response_alg: 'ES256',
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [key] },
    scopes: ['cases:read'],
    ttl: { ClientCredentials: 60 },
    extraTokenClaims: () => claims,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: (_context: unknown, resource: string) => ({
          scope: 'cases:read',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 60,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url === '/jwks') keyRequests += 1;
    answer(request, response);
  });
  return {
    url,
    keyRequests: () => keyRequests,
    async token(given, resource = audience) {
      claims = given;
      const response = await fetch(`${url}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'cases:read', resource }),
      });
      const answer = (await response.json()) as { readonly access_token?: string };
      const { access_token: token } = answer;
      if (token === undefined) throw new Error(`the provider gave no token: ${JSON.stringify(answer)}`);
      return token;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
