import { canonicalJson } from '../../exchange/canonical-json.js';
import { type Desk, isoTime } from '../../exchange/desk.js';
import { sha256 } from '../../exchange/envelope.js';
import type { AlignmentText, SignedBy } from './alignment-text.rules.js';

/** The hash of a text: what two provinces have signed one of is the same at both. */
export function hashText(text: AlignmentText): string {
  return sha256(canonicalJson(text));
}

// A line of its own, so that no other signature of a province can be passed off as one of these.
const signedText = (hash: string): string => `tongban rule alignment 1\n${hash}`;

/** Signs a text for this province. */
export async function signText({ signer, clock }: Pick<Desk, 'signer' | 'clock'>, hash: string): Promise<SignedBy> {
  const signature = await signer.sign(signedText(hash));
  return { province: signer.province, kid: signer.kid, at: isoTime(clock.nowMs()), signature };
}

/** True when a province has signed a text of this hash with a key that was in force. */
export function isSigned(
  { keys }: Pick<Desk, 'keys'>,
  hash: string,
  { province, kid, at, signature }: SignedBy,
): boolean {
  return keys.findKey(province, kid, at)?.verify(signedText(hash), signature) === true;
}
