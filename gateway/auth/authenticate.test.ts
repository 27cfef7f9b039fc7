import { createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import { Fault } from '../errors.js';
import { createAuthenticate, trustNobody, type Authenticate } from './authenticate.js';
import { anonymous, type Caller } from './caller.js';
import { IssuerError } from './trust.js';

const [ISSUER, AUDIENCE] = ['https://id.example.cn', 'graph'];
const right = { iss: ISSUER, aud: AUDIENCE, sub: 'li', role: 'clerk', province: 'GD', scope: 'b a' };
const start = Date.parse('2026-03-02T08:00:00Z');

let keys: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
let nowMs: number;
let asked: number;
let authenticate: Authenticate;
let reported: unknown[];
let isDown: boolean;
beforeAll(async () => {
  keys = await generateKeyPair('ES256');
});
beforeEach(() => {
  [nowMs, asked, reported, isDown] = [start, 0, [], false];
  const getKey = (): CryptoKey => {
    asked += 1;
    if (isDown) throw new IssuerError('down');
    return keys.publicKey;
  };
  const trust = { issuer: ISSUER, audience: AUDIENCE, getKey };
  authenticate = createAuthenticate({ trust, now: () => new Date(nowMs), report: (cause) => reported.push(cause) });
});

function sign(claims: JWTPayload, { minutes = 5, key = keys.privateKey } = {}): Promise<string> {
  const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256' });
  return token.setExpirationTime(new Date(start + minutes * 60_000)).sign(key);
}

const show = (token: string): Promise<Caller> => Promise.resolve(authenticate(`Bearer ${token}`));

async function refused(asking: () => unknown): Promise<string> {
  try {
    await asking();
  } catch (error) {
    if (error instanceof Fault) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing';
}

describe('a caller', () => {
  it('who shows nothing is anonymous', () => {
    expect(authenticate(undefined)).toBe(anonymous);
  });

  it('is whom a verified token names', async () => {
    const { identity } = await show(await sign(right));

    expect(identity).toEqual({
      subject: 'li',
      role: 'clerk',
      province: 'GD',
      unit: undefined,
      person: undefined,
      scopes: new Set(['a', 'b']),
    });
  });

  it('is the same with two tokens that say the same, and another with any other', async () => {
    const keyOf = async (claims: JWTPayload, minutes?: number): Promise<string> =>
      (await show(await sign(claims, minutes === undefined ? {} : { minutes }))).key;
    const key = await keyOf(right);

    expect(await keyOf({ ...right, scope: 'a  b' }, 9)).toBe(key);
    for (const other of [{ sub: 'wu' }, { role: 'officer' }, { province: 'HN' }, { scope: 'a' }]) {
      expect(await keyOf({ ...right, ...other })).not.toBe(key);
    }
  });

  it('is verified once while the token is fresh, and no longer known when it has expired', async () => {
    const token = await sign(right);
    await show(token);
    await show(token);
    expect(asked).toBe(1);

    nowMs += 5 * 60_000 + 6000;
    expect(await refused(() => show(token))).toBe('UNAUTHENTICATED: The token has expired.');
  });

  it('has no rights where nobody is trusted, and is told apart all the same', () => {
    expect(trustNobody('Bearer x')).toEqual({ key: 'Bearer x', identity: undefined });
  });
});

describe('a token is refused', () => {
  it.each([
    ['of another issuer', { ...right, iss: 'https://other.example.cn' }, 'not valid here'],
    ['for somebody else', { ...right, aud: 'shop' }, 'not for this gateway'],
    ['of the subject that only the gateway has', { ...right, sub: 'gateway' }, 'only the gateway itself'],
    ['without a subject', { ...right, sub: '' }, 'no subject'],
    ['of a role that does not exist', { ...right, role: 'constructor' }, 'role that does not exist'],
    ['of a clerk without a province', { ...right, province: undefined }, 'no province'],
    ['of a province that is no code', { ...right, province: 'Guangdong' }, 'letter code'],
    ['that is not yet valid', { ...right, nbf: start / 1000 + 60 }, 'not valid here'],
  ])('%s', async (_what, claims, message) => {
    expect(await refused(async () => show(await sign(claims)))).toMatch(new RegExp(`^UNAUTHENTICATED: .*${message}`));
  });

  it('without an expiry', async () => {
    const token = await new SignJWT(right).setProtectedHeader({ alg: 'ES256' }).sign(keys.privateKey);

    expect(await refused(() => show(token))).toContain('UNAUTHENTICATED');
  });

  it('signed by another key, by nobody, or by the public key as if it were a secret', async () => {
    const claims = { ...right, exp: start / 1000 + 60 };
    const others = await generateKeyPair('ES256');
    const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
    const body = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    const secret = await exportSPKI(keys.publicKey);
    const confused = `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;

    for (const token of [await sign(claims, { key: others.privateKey }), new UnsecuredJWT(claims).encode(), confused]) {
      expect(await refused(() => show(token))).toBe('UNAUTHENTICATED: The token is not valid here.');
    }
  });

  it.each(['Basic bGk6eA==', 'Bearer', 'Bearer a b', ''])('when the header is "%s"', async (header) => {
    expect(await refused(() => authenticate(header))).toContain('holds no bearer token');
  });

  it('as such only when the issuer could be asked', async () => {
    isDown = true;

    expect(await refused(async () => show(await sign(right)))).toBe(
      'ISSUER_UNREACHABLE: Tokens cannot be checked at this moment.',
    );
    expect(reported).toEqual([expect.any(IssuerError)]);
  });
});
