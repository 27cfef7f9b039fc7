import { createSecretKey } from 'node:crypto';
import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { isPersonKey } from '../../../schema/identity.js';
import { createMatching, openMatching } from './matching.js';

const ZEROS = createMatching({ id: 'k', secret: createSecretKey(Buffer.alloc(32)) });

it('makes HMAC-SHA-256 of kind and number, which any other issuer can make too', () => {
  const key = ZEROS.keyOf({ type: 'RESIDENT_ID', number: '99000019900101001X' });

  // printf '111|99000019900101001X' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…
  expect(Buffer.from(key, 'base64url').toString('hex')).toBe(
    'e65f12598f4a68f07a0d047cc9c7e2b7d95f9a420ea6ad7408264929f4b4e6ee',
  );
  expect(isPersonKey(key)).toBe(true);
});

it.each([
  ' 99000019900101001x ',
  '99000019900101001ｘ',
  '９９００００１９９００１０１００１Ｘ',
  '990000 19900101 001X',
])('finds the same person by “%s”', (number) => {
  const key = ZEROS.keyOf({ type: 'RESIDENT_ID', number: '99000019900101001X' });

  expect(ZEROS.keyOf({ type: 'RESIDENT_ID', number })).toBe(key);
});

it('tells documents of different kinds apart, and keys', () => {
  const document = { type: 'PASSPORT', number: '99000019900101001X' } as const;
  const other = createMatching({ id: 'l', secret: createSecretKey(Buffer.alloc(32, 1)) });

  const keys = [ZEROS.keyOf(document), ZEROS.keyOf({ ...document, type: 'RESIDENT_ID' }), other.keyOf(document)];

  expect(new Set(keys).size).toBe(3);
});

it('is one for all who name the same file', () => {
  using folder = mkdtempDisposableSync(path.join(tmpdir(), 'tongban-matching-'));
  const file = path.join(folder.path, 'keys', 'matching.json');
  const document = { type: 'PASSPORT', number: 'E99000001' } as const;

  const [one, other] = [openMatching(file), openMatching(file)];

  expect(other.keyOf(document)).toBe(one.keyOf(document));
});
