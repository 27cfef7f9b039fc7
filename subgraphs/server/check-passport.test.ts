import { createHmac, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import type { Identity } from '../../schema/identity.js';
import {
  anonymousClaims,
  createSigningKey,
  forgePassport,
  publicJwk,
  writeKeySet,
} from '../../test/support/forge-passport.js';
import { type CheckPassport, letAnybodyIn, openPassportCheck } from './check-passport.js';
import { StartupError, SubgraphError } from './errors.js';

const key = createSigningKey('one');
const other = createSigningKey('two');
const start = Date.parse('2026-03-02T08:00:00Z');
const right = anonymousClaims(start / 1000);
const clerk = { ...right, sub: 'li', role: 'clerk', province: 'GD', unit: 'U1', person: 'p'.repeat(43), scope: 'a b' };

let directory: string;
let file: string;
let nowMs: number;
let check: CheckPassport;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-passport-'));
  file = path.join(directory, 'keys.json');
  nowMs = start;
  writeKeySet(file, [publicJwk(key)]);
  check = openPassportCheck({ file, nowMs: () => nowMs, lookMs: 0 });
});
afterEach(() => rmSync(directory, { recursive: true }));

const without = (claims: JWTPayload, name: string): JWTPayload => ({ ...claims, [name]: undefined });
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function refused(header: string | readonly string[] | undefined): Promise<string> {
  try {
    await check(header);
  } catch (error) {
    if (error instanceof SubgraphError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing';
}

const INVALID = 'UNAUTHENTICATED: The passport is not valid here.';

describe('a caller', () => {
  it('is whom the passport names', async () => {
    const caller: Identity = {
      subject: 'li',
      role: 'clerk',
      province: 'GD',
      unit: 'U1',
      person: 'p'.repeat(43),
      scopes: new Set(['a', 'b']),
    };

    expect(await check(await forgePassport(key, clerk))).toEqual({
      identity: caller,
      operation: right['operation'],
      purpose: undefined,
    });
  });

  it('is nobody known when the passport has no subject, and where anybody is let in', async () => {
    expect(await check(await forgePassport(key, right))).toMatchObject({ identity: undefined });
    expect(await letAnybodyIn('whatever')).toBeUndefined();
  });

  it('is let in as often as he comes, until the passport ends by the clock', async () => {
    const passport = await forgePassport(key, clerk);

    for (nowMs = start - 5000; nowMs < start + 35_000; nowMs += 1000) expect(await check(passport)).toBeDefined();
    for (nowMs = start + 35_000; nowMs < start + 40_000; nowMs += 1000)
      expect(await refused(passport)).toBe('UNAUTHENTICATED: The passport has expired.');
    check = openPassportCheck({ file, nowMs: () => start + 35_000 });
    expect(await refused(passport)).toBe('UNAUTHENTICATED: The passport has expired.');
  });
});

describe('a passport is refused', () => {
  it('when there is none, or more than one', async () => {
    const passport = await forgePassport(key, right);

    expect(await refused(undefined)).toBe('UNAUTHENTICATED: The request carries no passport of the gateway.');
    expect(await refused([passport, passport])).toContain('carries no passport');
    for (const text of ['', 'x', 'a.b.c', `${passport}, ${passport}`]) expect(await refused(text)).toBe(INVALID);
  });

  it('before its time', async () => {
    nowMs = start - 6000;

    expect(await refused(await forgePassport(key, right))).toContain('UNAUTHENTICATED: The passport is not valid yet.');
  });

  it('after half a minute, whatever it says of its end', async () => {
    const long = await forgePassport(key, { ...right, exp: start / 1000 + 3600 });
    const short = await forgePassport(key, { ...right, exp: start / 1000 + 1 });

    expect(await check(long)).toMatchObject({ identity: undefined });
    nowMs = start + 6000;
    expect(await refused(short)).toBe('UNAUTHENTICATED: The passport has expired.');
    nowMs = start + 35_000;
    expect(await refused(long)).toBe('UNAUTHENTICATED: The passport has expired.');
  });

  it.each([
    ['of somebody else than the gateway', { ...right, iss: 'https://id.example.cn' }],
    ['without an issuer', without(right, 'iss')],
    ['without an end', without(right, 'exp')],
    ['without a beginning', without(right, 'iat')],
    ['without an id', without(right, 'jti')],
    ['without an operation', without(right, 'operation')],
    ['of an operation that is no hash', { ...right, operation: '{ cases { id } }' }],
    ['of a role without a subject', { ...right, role: 'citizen' }],
    ['of a role that does not exist', { ...clerk, role: 'king' }],
    ['of a clerk of no province', without(clerk, 'province')],
  ])('%s', async (_what, claims) => {
    expect(await refused(await forgePassport(key, claims))).toBe(INVALID);
  });

  it('with claims that were changed after it was signed', async () => {
    const [head, , signature] = (await forgePassport(key, clerk)).split('.');

    expect(await refused(`${head}.${encode({ ...clerk, province: 'HN' })}.${signature}`)).toBe(INVALID);
  });

  it('signed by another key, under its own name, under that of the gateway or under none', async () => {
    expect(await refused(await forgePassport(other, clerk))).toBe(INVALID);
    expect(await refused(await forgePassport(other, clerk, { kid: key.kid }))).toBe(INVALID);
    expect(await refused(await forgePassport(key, clerk, { kid: undefined }))).toBe(INVALID);
  });

  it('that is another kind of token of the same key', async () => {
    for (const typ of ['at+jwt', 'JWT', undefined])
      expect(await refused(await forgePassport(key, clerk, { typ }))).toBe(INVALID);
  });

  it('that nobody signed, or the public key as if it were a secret, or by an algorithm of another name', async () => {
    const typ = 'tongban-passport+jwt';
    const body = (alg: string): string => `${encode({ alg, typ, kid: key.kid })}.${encode(clerk)}`;
    const secret = key.publicKey.export({ format: 'pem', type: 'spki' });
    const hmac = createHmac('sha256', secret).update(body('HS256')).digest('base64url');
    const otherName = await forgePassport(key, clerk, { alg: 'Ed25519' });
    const mislabelled = sign(null, Buffer.from(body('none')), key.privateKey).toString('base64url');

    for (const passport of [
      otherName,
      `${body('none')}.`,
      `${body('none')}.${mislabelled}`,
      `${body('HS256')}.${hmac}`,
    ])
      expect(await refused(passport)).toBe(INVALID);
  });
});

describe('the keys', () => {
  it('follow their file: a new one counts at once, one that was taken out no longer', async () => {
    check = openPassportCheck({ file, nowMs: () => nowMs, lookMs: 60_000 });
    const [old, young] = [await forgePassport(key, clerk), await forgePassport(other, clerk)];
    expect(await check(old)).toBeDefined();
    expect(await refused(young)).toBe(INVALID);

    writeKeySet(file, [publicJwk(key), publicJwk(other)]);
    expect([await check(old), await check(young)]).toEqual([expect.anything(), expect.anything()]);

    check = openPassportCheck({ file, nowMs: () => nowMs, lookMs: 0 });
    expect(await check(old)).toBeDefined();
    writeKeySet(file, [publicJwk(other)]);
    expect(await refused(old)).toBe(INVALID);
    expect(await check(young)).toBeDefined();
  });

  it('stay when their file breaks, which is reported once', async () => {
    const reported = mock.method(console, 'error', () => undefined).mock;
    const passport = await forgePassport(key, clerk);

    writeFileSync(file, '{}');

    expect([await check(passport), await check(passport)]).toEqual([expect.anything(), expect.anything()]);
    expect(reported.calls.map((call) => call.arguments)).toEqual([[expect.stringContaining('it lists no keys')]]);
    reported.restore();
  });

  it.each([
    ['what is no JSON', '-----BEGIN'],
    ['no keys', '{"keys":[]}'],
    ['a key without a name', JSON.stringify({ keys: [{ ...publicJwk(key), kid: undefined }] })],
    ['a private key', JSON.stringify({ keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: 'one' }] })],
    ['another kind of key', JSON.stringify({ keys: [{ kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43), kid: 'one' }] })],
  ])('are not read from a file with %s, which is named with the cure', (_what, text) => {
    writeFileSync(file, text);

    expect(() => openPassportCheck({ file })).toThrow(StartupError);
    expect(() => openPassportCheck({ file })).not.toThrow(/BEGIN/);
    expect(() => openPassportCheck({ file })).toThrow(/keys\.json is no file of passport keys .*Give --passport-keys/);
  });

  it('are not read from a file that is not there', () => {
    expect(() => openPassportCheck({ file: path.join(directory, 'none') })).toThrow(/ENOENT.*Give --passport-keys/);
  });
});
