import type { RecognitionBasis } from '../../../schema/licence-lists.js';
import type { LicenceType } from './licence-types.rules.js';

/** Whether a province takes a licence of another for what it is, and on what that rests. */
export type Recognition =
  | { readonly isRecognised: false }
  | { readonly isRecognised: true; readonly basis: keyof typeof RecognitionBasis.entries; readonly text: string };

/** A licence, the province whose it is, and the one that is asked to recognise it. */
export interface Recognising {
  /** Undefined for a type that is not in the catalogue. */
  readonly type: Pick<LicenceType, 'nationalBasis'> | undefined;
  readonly issuedIn: string;
  readonly recognisedIn: string;
  /** The clause in force by which that province takes licences of this type from the other; undefined for none. */
  readonly clause: string | undefined;
}

/** Whether a licence is recognised: in its own province, by a national document, else by a clause in force. */
export function recognise({ type, issuedIn, recognisedIn, clause }: Recognising): Recognition {
  if (issuedIn === recognisedIn) return { isRecognised: true, basis: 'OWN', text: issuedIn };
  const national = type?.nationalBasis ?? null;
  if (national !== null) return { isRecognised: true, basis: 'NATIONAL_DOCUMENT', text: national };
  return clause === undefined ? { isRecognised: false } : { isRecognised: true, basis: 'AGREEMENT', text: clause };
}
