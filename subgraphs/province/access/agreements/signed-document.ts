import type { Agreement, BothLanguages } from '../../shared/agreement.js';

/** What suspends an agreement or ends it, for all its versions. A higher version takes the place of a lower one. */
export interface Supplement {
  readonly number: string;
  readonly version: number;
  readonly agreementNo: string;
  readonly kind: 'SUSPENSION' | 'TERMINATION';
  /** The party that suspends; null for a termination, which all of them sign. */
  readonly by: string | null;
  readonly from: string;
  readonly until: string | null;
  readonly reason: BothLanguages;
}

/** A detached Ed25519 signature. */
export interface DocumentSignature {
  readonly province: string;
  readonly kid: string;
  readonly signedAt: string;
  readonly signature: string;
}

/** What one file holds. */
export type SignedDocument = { readonly signatures: readonly DocumentSignature[] } & (
  | { readonly agreement: Agreement }
  | { readonly supplement: Supplement }
);

/** The part of a file that is signed. */
export function contentOf(document: SignedDocument): Agreement | Supplement {
  return 'agreement' in document ? document.agreement : document.supplement;
}

/** What a file does not fulfil; each problem names the file, the place in it, and the cure. */
export class AgreementFileError extends Error {
  override readonly name = 'AgreementFileError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
