import { createHmac } from 'node:crypto';
import { IdentityDocumentType } from '../../../schema/person-lists.js';
import { normaliseNumber } from '../shared/normalise-number.js';
import { readOrCreateSecretKeys, type SecretKey } from './secret-keys.js';

/** What names a person the same way in every province: HMAC-SHA-256 of his identity document, in base64url. */
export type PersonKey = string;

/** An identity document as far as it names a person. */
export interface IdentityDocument {
  readonly type: keyof typeof IdentityDocumentType.entries;
  readonly number: string;
}

/** Finds persons by their documents without keeping the documents. */
export interface Matching {
  readonly keyOf: (document: IdentityDocument) => PersonKey;
  /** A keyed digest of any other text, by which it can be recognised and not be guessed. */
  readonly tagOf: (text: string) => string;
  /** The name of the national matching key. */
  readonly keyId: string;
}

/** Opens the national matching key, making one when there is none. Throws a StartupError when the file cannot be used. */
export function openMatching(file: string): Matching {
  const keys = readOrCreateSecretKeys(file);
  return createMatching(keys.at(-1) ?? keys[0]);
}

/** Matches under one key. */
export function createMatching({ id, secret }: SecretKey): Matching {
  return {
    keyId: id,
    tagOf: (text) => createHmac('sha256', secret).update(`tongban tag 1\n${text}`).digest('base64url'),
    keyOf: ({ type, number }) => {
      const text = `${IdentityDocumentType.entries[type].code}|${normaliseNumber(number)}`;
      return createHmac('sha256', secret).update(text).digest('base64url');
    },
  };
}
