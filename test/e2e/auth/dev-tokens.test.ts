// Who is given a token for trying out, and who finds nothing there.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { sendHttp } from '../../support/send-http.js';
import { type SmallFederation, startSmallFederation } from '../../support/small-federation.js';

const rows = { GD: [{ rank: 1, label: 'a' }] };
let tokens: DevTokens;
let federation: SmallFederation;
beforeAll(async () => {
  tokens = createDevTokens();
  federation = await startSmallFederation(rows, { issuer: tokens.issuer, devTokens: true });
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
  tokens[Symbol.dispose]();
});

interface Asked {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask({ url = federation.url, headers = {}, body = '{"role":"analyst"}' }: Asked) {
  const path = '/dev/token';
  return await sendHttp(url, {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

describe('tokens for trying out', () => {
  it('are given for any role, and the gateway takes them', async () => {
    const { status, text } = await ask({ body: '{"role":"clerk","province":"GD","unit":"GD01"}' });
    const { token } = JSON.parse(text) as { token: string };
    const answer = await sendHttp(federation.url, {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{"query":"{ __typename }"}',
    });

    expect(status).toBe(200);
    expect(decodeJwt(token)).toMatchObject({ role: 'clerk', province: 'GD', unit: 'GD01' });
    expect(JSON.parse(answer.text)).toEqual({ data: { __typename: 'Query' } });
  });

  it('make a citizen somebody of whom no province knows anything', async () => {
    const { text } = await ask({ body: '{"role":"citizen"}' });

    expect(decodeJwt((JSON.parse(text) as { token: string }).token)['person']).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    ['no role', '{}', 'Say as which role'],
    ['a role that is none', '{"role":"emperor"}', 'does not exist'],
    ['a clerk without a province', '{"role":"clerk"}', 'nobody is clerk without one'],
    ['what is no JSON', '{', 'must be JSON'],
  ])('are not given for %s', async (_title, body, problem) => {
    const { status, text } = await ask({ body });

    expect(status).toBe(400);
    expect(text).toContain(problem);
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a name that another site had resolve to this machine', { host: 'evil.example' }],
    ['a proxy', { 'x-forwarded-for': '203.0.113.9' }],
  ])('are not there for %s', async (_title, headers) => {
    const { status, text } = await ask({ headers });

    expect(status).toBe(404);
    expect(text).not.toContain('token');
  });

  it('cannot be asked for by a form, nor with a body that a browser sends without asking first', async () => {
    const { status, text } = await ask({ headers: { 'content-type': 'text/plain' } });

    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('"token"');
  });

  it('are not there with another issuer, with none, nor with the built-in one unless it is told so', async () => {
    const oidc = { kind: 'oidc', url: new URL('http://127.0.0.1:1'), audience: 'graph' } as const;
    for (const settings of [{ issuer: oidc, devTokens: true }, { devTokens: true }, { issuer: tokens.issuer }]) {
      await using other = await startSmallFederation(rows, settings);
      const { status } = await ask({ url: other.url });
      const known = await sendHttp(other.url, { path: '/playground/settings.json' });

      expect(status).toBe(404);
      expect(JSON.parse(known.text)).toMatchObject({ devTokens: false });
    }
  });
});
