import { readNationalLists } from '../access/agreements/national-lists.js';
import { parseAgreement } from '../access/agreements/parse-agreement.js';
import { findSignatureProblems, signDocument } from '../access/agreements/sign-document.js';
import { AgreementFileError, type SignedDocument, type Supplement } from '../access/agreements/signed-document.js';
import { type Desk, NotYetError } from '../exchange/desk.js';
import type { Agreement } from '../shared/agreement.js';

/** An agreement with signatures, as a file has it. */
export type SignedAgreement = Extract<SignedDocument, { readonly agreement: Agreement }>;

/** A supplement with signatures, as a file has it. */
export type SignedSupplement = Extract<SignedDocument, { readonly supplement: Supplement }>;

/** What was read, or what is wrong with it. */
export type ReadDocument<Document> = { readonly document: Document } | { readonly problems: readonly string[] };

function read(content: unknown): ReadDocument<SignedDocument> {
  try {
    return { document: parseAgreement(JSON.stringify(content ?? null), 'document', readNationalLists()) };
  } catch (error) {
    if (error instanceof AgreementFileError) return { problems: error.problems };
    throw error;
  }
}

/** Reads an agreement by the rules of files. */
export function readAgreement(content: unknown): ReadDocument<SignedAgreement> {
  const found = read(content);
  if ('problems' in found) return found;
  const { document } = found;
  return 'agreement' in document ? { document } : { problems: ['document: is not an agreement.'] };
}

/** Reads a supplement by the rules of files. */
export function readSupplement(content: unknown): ReadDocument<SignedSupplement> {
  const found = read(content);
  if ('problems' in found) return found;
  const { document } = found;
  return 'supplement' in document ? { document } : { problems: ['document: is not a supplement.'] };
}

/**
 * Reads the text that somebody proposes: that of a file, or the part of it that is signed. What signatures it brings do
 * not count.
 */
export function readProposed(text: string): ReadDocument<Agreement> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { problems: ['document: is not JSON.'] };
  }
  const part = typeof content === 'object' && content !== null && 'agreement' in content ? content.agreement : content;
  const found = readAgreement({ agreement: part, signatures: [] });
  return 'problems' in found ? found : { document: found.document.agreement };
}

/** The document with the signature of this province and no other. */
export function signAlone<Document extends SignedDocument>(desk: Desk, document: Document): Promise<Document> {
  return signDocument({ ...document, signatures: [] }, desk.signer, desk.clock.nowMs());
}

/**
 * True when exactly these have signed. Throws a {@link NotYetError} while a key that somebody signed with is not
 * published here: keys do not travel in step with letters.
 */
export function isSignedBy(desk: Desk, document: SignedDocument, signatories: readonly string[]): boolean {
  for (const { province, kid, signedAt } of document.signatures) {
    const at = new Date(Date.parse(signedAt)).toISOString();
    if (desk.keys.findKey(province, kid, at) === undefined)
      throw new NotYetError(`The key ${kid} of ${province} is not here.`);
  }
  const nowMs = desk.clock.nowMs();
  return findSignatureProblems(document, signatories, { keys: desk.keys, nowMs }).length === 0;
}
