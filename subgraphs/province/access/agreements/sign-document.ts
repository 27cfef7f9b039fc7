import { canonicalJson } from '../../exchange/canonical-json.js';
import { isoTime } from '../../exchange/desk.js';
import { sha256 } from '../../exchange/envelope.js';
import type { KeyDirectory, Signer } from '../../exchange/signer.js';
import { contentOf, type DocumentSignature, type SignedDocument } from './signed-document.js';

/** The hash that all parties sign: of the canonical JSON of what they agree on. */
export function digestOfDocument(document: SignedDocument): string {
  return sha256(canonicalJson(contentOf(document)));
}

// Province and time are signed too, so that nobody's signature passes for another's, or for one of another day.
const signedText = (digest: string, { province, signedAt }: Pick<DocumentSignature, 'province' | 'signedAt'>): string =>
  `tongban agreement 1\n${canonicalJson({ digest, province, signedAt })}`;

/** The document with the signature of a province, in the place of one that it gave before. */
export async function signDocument<Document extends SignedDocument>(
  document: Document,
  signer: Signer,
  nowMs: number,
): Promise<Document> {
  const { province, kid } = signer;
  const signedAt = isoTime(nowMs);
  const signature = await signer.sign(signedText(digestOfDocument(document), { province, signedAt }));
  const others = document.signatures.filter((one) => one.province !== province);
  return { ...document, signatures: [...others, { province, kid, signedAt, signature }] };
}

/** Why a document does not bind: each signature that is missing, wrong or of somebody else, by name. */
export function findSignatureProblems(
  document: SignedDocument,
  signatories: readonly string[],
  { keys, nowMs }: { readonly keys: KeyDirectory; readonly nowMs: number },
): readonly string[] {
  const digest = digestOfDocument(document);
  const { signatures } = document;
  const signed = signatures.map(({ province }) => province);
  const foreign = signed.filter((province) => !signatories.includes(province));
  const doubled = signed.filter((province, index) => signed.indexOf(province) !== index);
  const missing = signatories.filter((province) => !signed.includes(province));
  return [
    ...missing.map((province) => `the signature of ${province} is missing. Sign it there: npm run agreement -- sign`),
    ...foreign.map((province) => `${province} has signed what is not for it to sign. Remove its signature.`),
    ...doubled.map((province) => `${province} has signed twice. Remove one of its signatures.`),
    ...signatures
      .filter(({ province }) => !foreign.includes(province))
      .flatMap((one) => checkSeal(one, { digest, keys, nowMs })),
  ];
}

interface Checking {
  readonly digest: string;
  readonly keys: KeyDirectory;
  readonly nowMs: number;
}

// As wide as clocks of provinces may differ in the exchange.
const SKEW_MS = 300_000;

function checkSeal(one: DocumentSignature, { digest, keys, nowMs }: Checking): readonly string[] {
  const { province, kid, signedAt, signature } = one;
  const atMs = Date.parse(signedAt);
  if (!(atMs <= nowMs + SKEW_MS))
    return [`${province} has signed in the future (${signedAt}). Correct its clock, sign anew.`];
  const key = keys.findKey(province, kid, isoTime(atMs));
  if (key === undefined) return [`the key ${kid} is not one of ${province} at ${signedAt}. Publish it, or sign anew.`];
  return key.verify(signedText(digest, { province, signedAt }), signature)
    ? []
    : [`the signature of ${province} is not one of this text. Sign anew what all agree on.`];
}
