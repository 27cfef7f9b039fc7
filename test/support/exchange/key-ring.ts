import { createKeyPair } from '../../../subgraphs/province/exchange/key-pair.js';
import { createLetterSealing, type LetterSealing } from '../../../subgraphs/province/exchange/letter-sealing.js';
import {
  createEd25519Signer,
  createKeyDirectory,
  type KeyDirectory,
  type PublishedKey,
  type Signer,
} from '../../../subgraphs/province/exchange/signer.js';

/** Keys of several provinces, as a test issues and rotates them. */
export interface KeyRing {
  readonly keys: KeyDirectory;
  /** Signs with whatever key is the province's at the moment. */
  readonly signerOf: (province: string) => Signer;
  /** Seals letters to the keys that the provinces have published, and opens those to this one. */
  readonly lettersOf: (province: string) => LetterSealing;
  /** Gives the province a new key from `at` on. The old one keeps verifying what was signed up to then. */
  readonly rotate: (province: string, at: string) => void;
}

const BEGINNING = '2020-01-01T00:00:00.000Z';

/** A key for each province. */
export function createKeyRing(provinces: readonly string[]): KeyRing {
  const published: PublishedKey[] = [];
  const current = new Map<string, Signer>();
  let directory = createKeyDirectory([]);
  const issue = (province: string, validFrom: string): void => {
    const { privateKey, publicKey } = createKeyPair('ed25519');
    const kid = `${province}-${published.length}`;
    published.push({ province, kid, publicKey, validFrom, validTo: null });
    current.set(province, createEd25519Signer({ province, kid, privateKey }));
    directory = createKeyDirectory(published);
  };
  const find = (province: string): Signer => {
    const signer = current.get(province);
    if (signer === undefined) throw new Error(`${province} has no key`);
    return signer;
  };
  const letterKeys = new Map(provinces.map((province) => [province, createKeyPair('x25519')]));
  for (const province of provinces) issue(province, BEGINNING);
  return {
    keys: { findKey: (province, kid, at) => directory.findKey(province, kid, at) },
    signerOf: (province) => ({
      province,
      get kid() {
        return find(province).kid;
      },
      sign: (text) => find(province).sign(text),
    }),
    lettersOf: (own) =>
      createLetterSealing({
        findPublished: (province) => {
          const publicKey = letterKeys.get(province)?.publicKey;
          const window = { validFrom: BEGINNING, validTo: null };
          return publicKey === undefined ? undefined : { province, kid: `${province}-letters`, publicKey, ...window };
        },
        findPrivate: (kid) => (kid === `${own}-letters` ? letterKeys.get(own)?.privateKey : undefined),
      }),
    rotate: (province, at) => {
      const index = published.findLastIndex((key) => key.province === province);
      const old = published[index];
      if (old !== undefined) published[index] = { ...old, validTo: at };
      issue(province, at);
    },
  };
}
