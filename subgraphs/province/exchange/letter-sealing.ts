import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, type CompactJWEHeaderParameters, decodeProtectedHeader } from 'jose';
import type { Link } from './envelope.js';
import type { PublishedKey } from './signer.js';

// RFC 8037 and RFC 7518, 4.6: the key of the content is agreed upon with an ephemeral key of the sender, so that what
// he keeps of a letter tells him, and whoever steals it, no more than the envelope does.
const ALGORITHM = 'ECDH-ES+A256KW';
const ENCRYPTION = 'A256GCM';
const TYPE = 'tongban-sealed+jwe';

/** Personal data in letters: compact JWE (RFC 7516) that the addressee alone can open. */
export interface LetterSealing {
  /** Seals a text to the addressee of a link. Throws an {@link AddresseeKeyError} when he has published no key. */
  readonly seal: (text: string, link: Link) => Promise<string>;
  /**
   * The text that the sender of a link sealed for this province in this collaboration; undefined for anything else.
   * Throws a {@link LetterKeyError} when the key that it is sealed to is not here: such a letter has to wait for it.
   */
  readonly open: (sealed: string, link: Link) => Promise<string | undefined>;
}

/** The addressee of a letter has published no key that it could be sealed to. */
export class AddresseeKeyError extends Error {
  override readonly name = 'AddresseeKeyError';
}

/** The private key to which a letter is sealed is not here. */
export class LetterKeyError extends Error {
  override readonly name = 'LetterKeyError';
}

/** Where the keys of letters are found; asked anew for each letter, since keys change. */
export interface LetterKeys {
  /** The key that a province wants its letters sealed to. */
  readonly findPublished: (province: string) => PublishedKey | undefined;
  /** The private key of that name, in PEM. */
  readonly findPrivate: (kid: string) => string | undefined;
}

/** Seals and opens letters with these keys. */
export function createLetterSealing(keys: LetterKeys): LetterSealing {
  return {
    seal: (text, link) => sealLetter(keys, text, link),
    open: (sealed, link) => openLetter(keys, sealed, link),
  };
}

async function sealLetter(keys: LetterKeys, text: string, link: Link): Promise<string> {
  const { collaborationNo, from, to } = link;
  const published = keys.findPublished(to);
  if (published === undefined) throw new AddresseeKeyError(`${to} has published no key that letters are sealed to.`);
  const header = { alg: ALGORITHM, enc: ENCRYPTION, typ: TYPE, kid: published.kid, collaborationNo, from, to };
  const content = new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header);
  return content.encrypt(createPublicKey(published.publicKey));
}

async function openLetter(keys: LetterKeys, sealed: string, link: Link): Promise<string | undefined> {
  const header = readHeader(sealed);
  if (header === undefined || !isBoundTo(header, link)) return undefined;
  const key = findKey(keys, String(header.kid));
  try {
    const { plaintext } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [ENCRYPTION],
    });
    return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
  } catch {
    return undefined; // changed on its way, or never sealed to this key
  }
}

function readHeader(sealed: string): Partial<CompactJWEHeaderParameters> | undefined {
  try {
    return decodeProtectedHeader(sealed);
  } catch {
    return undefined;
  }
}

// The header is authenticated with the content: what was sealed for one case cannot be sent along with another.
function isBoundTo(header: Partial<CompactJWEHeaderParameters>, { collaborationNo, from, to }: Link): boolean {
  const isOfLink = header['collaborationNo'] === collaborationNo && header['from'] === from && header['to'] === to;
  return header.typ === TYPE && isOfLink;
}

function findKey(keys: LetterKeys, kid: string): KeyObject {
  const privateKey = /^[\w-]{1,100}$/.test(kid) ? keys.findPrivate(kid) : undefined;
  if (privateKey === undefined) {
    throw new LetterKeyError(`A letter is sealed to a key that is not here (${JSON.stringify(kid.slice(0, 100))}).`);
  }
  return createPrivateKey(privateKey);
}

/** Throws when one of the published keys is no X25519 key, or two share a name. */
export function assertLetterKeys(published: readonly PublishedKey[]): void {
  for (const { kid, publicKey } of published) {
    if (createPublicKey(publicKey).asymmetricKeyType !== 'x25519') throw new Error(`The key ${kid} is no X25519 key.`);
  }
  const names = published.map(({ province, kid }) => `${province} ${kid}`);
  if (new Set(names).size < names.length) throw new Error('Two published keys of one province have the same kid.');
}

/** The youngest of these keys that is in force at that instant. */
export function youngestInForce(published: readonly PublishedKey[], at: string): PublishedKey | undefined {
  const inForce = published.filter(({ validFrom, validTo }) => validFrom <= at && (validTo === null || at < validTo));
  return inForce.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}
