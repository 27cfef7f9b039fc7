import { canonicalJson } from '../exchange/canonical-json.js';
import { sha256 } from '../exchange/envelope.js';
import type { KeyDirectory, Signer } from '../exchange/signer.js';
import { coveredOf, type HeadStatement, type SignedHead, type TrailEntry } from './trail.rules.js';

// Each kind of text begins with its own line, so that no hash or signature can be passed off as one of another kind.

/** SHA-256 of an entry. */
export function hashTrailEntry(entry: TrailEntry): string {
  return sha256(`tongban access 1\n${canonicalJson(coveredOf(entry))}`);
}

/** The text that a province signs. */
export function headText({ province, seq, hash, at }: HeadStatement): string {
  return `tongban access head 1\n${canonicalJson({ province, seq, hash, at })}`;
}

/** Signs what a trail has come to. */
export async function signHead(signer: Signer, statement: HeadStatement): Promise<SignedHead> {
  const { kid } = signer;
  return { ...statement, kid, signature: await signer.sign(headText(statement)) };
}

/** True when the province signed this with a key that was in force then. */
export function isSignedHead(head: SignedHead, keys: KeyDirectory): boolean {
  return keys.findKey(head.province, head.kid, head.at)?.verify(headText(head), head.signature) === true;
}
