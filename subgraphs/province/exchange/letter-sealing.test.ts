import { createPublicKey } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { createKeyPair } from './key-pair.js';
import { AddresseeKeyError, createLetterSealing, LetterKeyError, type LetterKeys } from './letter-sealing.js';

const LINK = { collaborationNo: 'KS-1', from: 'GD', to: 'HN' };

const ring = createKeyRing(['GD', 'HN', 'HI']);
const [gd, hn, hi] = [ring.lettersOf('GD'), ring.lettersOf('HN'), ring.lettersOf('HI')];

it('is opened by the addressee, and tells nobody else what it holds', async () => {
  const sealed = await gd.seal('张三', LINK);

  expect(await hn.open(sealed, LINK)).toBe('张三');
  expect(sealed.split('.').map((part) => Buffer.from(part, 'base64url').toString())).not.toContain('张三');
  await expect(gd.open(sealed, LINK)).rejects.toThrow(LetterKeyError);
  await expect(hi.open(sealed, LINK)).rejects.toThrow(LetterKeyError);
});

it.each([
  ['another collaboration', { ...LINK, collaborationNo: 'KS-2' }],
  ['another sender', { ...LINK, from: 'HI' }],
  ['another addressee', { ...LINK, to: 'HI' }],
])('does not open in a letter of %s', async (_title, link) => {
  const sealed = await gd.seal('张三', LINK);

  expect(await hn.open(sealed, link)).toBeUndefined();
});

it('does not open when any part of it was changed', async () => {
  const parts = (await gd.seal('张三', LINK)).split('.');

  for (const index of parts.keys()) {
    const changed = parts.map((part, at) => (at === index ? turned(part) : part)).join('.');
    expect(await hn.open(changed, LINK)).toBeUndefined();
  }
});

// One letter in the middle, which carries no spare bits; of the header one that is a letter of the sender's name.
function turned(part: string): string {
  const middle = Math.floor(part.length / 2);
  return `${part.slice(0, middle)}${part[middle] === 'A' ? 'B' : 'A'}${part.slice(middle + 1)}`;
}

it.each(['', 'text', '{}', 'a.b.c.d.e', `${'A'.repeat(50)}....`])('takes %j for no sealed text', async (text) => {
  expect(await hn.open(text, LINK)).toBeUndefined();
});

const pair = createKeyPair('x25519');
const keys: LetterKeys = { findPublished: () => undefined, findPrivate: () => pair.privateKey };

it('takes no other algorithms than its own, even from a sender who holds the public key', async () => {
  const header = { typ: 'tongban-sealed+jwe', kid: 'HN-1', ...LINK };
  const content = new CompactEncrypt(new TextEncoder().encode('张三'));
  const sealed = await content
    .setProtectedHeader({ ...header, alg: 'ECDH-ES', enc: 'A128GCM' })
    .encrypt(createPublicKey(pair.publicKey));

  expect(await createLetterSealing(keys).open(sealed, LINK)).toBeUndefined();
});

it('is not sealed to a province that has published no key', async () => {
  await expect(gd.seal('张三', { ...LINK, to: 'XZ' })).rejects.toThrow(AddresseeKeyError);
});
