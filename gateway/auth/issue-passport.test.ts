import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, jwtVerify, type JWK } from 'jose';
import type { Identity } from '../../schema/identity.js';
import { ConfigurationError } from '../errors.js';
import { issueNoPassport, openIssuePassport, publicKeysFile } from './issue-passport.js';

const now = new Date('2026-03-02T08:00:00.700Z');
const seconds = Date.parse('2026-03-02T08:00:00Z') / 1000;
const operation = '0'.repeat(64);
const purpose = { code: 'SUPERVISION', reference: 'order-12' } as const;
const li: Identity = {
  subject: 'li',
  role: 'clerk',
  province: 'GD',
  unit: 'U1',
  person: 'p'.repeat(43),
  scopes: new Set(['a', 'b']),
};

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-passport-'));
  file = path.join(directory, 'passport', 'key.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = () => openIssuePassport(file, () => now);
const published = (): readonly JWK[] =>
  (JSON.parse(readFileSync(publicKeysFile(file), 'utf8')) as { readonly keys: readonly JWK[] }).keys;

async function readClaims(passport: string | undefined) {
  const [key = {}] = published();
  return (await jwtVerify(passport ?? '', await importJWK(key, 'EdDSA'), { currentDate: now })).payload;
}

describe('a passport', () => {
  it('says who asks and for what, for half a minute, under the name of a published key', async () => {
    const issue = await open();
    const passport = await issue({ identity: li, operation, purpose });

    expect(decodeProtectedHeader(passport)).toEqual({
      alg: 'EdDSA',
      typ: 'tongban-passport+jwt',
      kid: published()[0]?.kid,
    });
    expect(await readClaims(passport)).toEqual({
      ...{
        iss: 'urn:tongban:gateway',
        sub: 'li',
        role: 'clerk',
        province: 'GD',
        unit: 'U1',
        person: li.person,
        scope: 'a b',
      },
      ...{
        operation,
        purpose: 'SUPERVISION order-12',
        iat: seconds,
        exp: seconds + 30,
        jti: expect.stringMatching(/^[\da-f-]{36}$/),
      },
    });
  });

  it('of a caller of whom nothing is known says nothing of him', async () => {
    const issue = await open();

    expect(
      Object.keys(await readClaims(await issue({ identity: undefined, operation, purpose: undefined }))).toSorted(),
    ).toEqual(['exp', 'iat', 'iss', 'jti', 'operation']);
  });

  it('is another each time', async () => {
    const issue = await open();
    const passports = await Promise.all([1, 2, 3].map(() => issue({ identity: li, operation, purpose })));

    expect(new Set(passports).size).toBe(3);
  });

  it('is none without a key', async () => {
    expect(await issueNoPassport({ identity: li, operation, purpose })).toBeUndefined();
  });
});

describe('the key', () => {
  it('is made when it is not there, for its owner alone, and kept; beside it stands its public half', async () => {
    await open();
    const text = readFileSync(file, 'utf8');
    await open();

    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o077).toBe(0);
    expect(published()).toEqual([
      { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' },
    ]);
  });

  it('is published anew when it is another', async () => {
    await open();
    const [old] = published();
    rmSync(file);
    await open();

    expect(published()).toHaveLength(1);
    expect(published()[0]?.kid).not.toBe(old?.kid);
  });

  it.each([
    ['text', () => 'd: secret'],
    [
      'a key of another kind',
      async () => JSON.stringify(await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)),
    ],
    ['a public key', async () => JSON.stringify(await exportJWK((await generateKeyPair('EdDSA')).publicKey))],
    ['null', () => 'null'],
  ])('is not read from %s; the problem names file and cure, and quotes nothing', async (_what, content) => {
    file = path.join(directory, 'key.json');
    const text = await content();
    writeFileSync(file, text);

    const problem = await open().catch((error: unknown) => error);

    expect(problem).toBeInstanceOf(ConfigurationError);
    expect(String(problem)).toContain(`${file}: no key can be read (it is no private Ed25519 key as JWK). Name a file`);
    expect(String(problem)).not.toContain('secret');
  });

  it('is not made where no file can be', async () => {
    writeFileSync(path.dirname(file), '');

    await expect(open()).rejects.toThrow(`${file}: no key can be read (ENOTDIR). Name a file`);
  });
});
