import { type EvidenceTypeCode, evidenceTypes } from '../../../schema/evidence-types.js';
import { findLicencesInForce, type LicenceProof, readProof } from '../licences/index.js';
import type { Bureau } from './course.service.js';

/** Identifiers of the valid licences of a person that are evidence of a type. More than two are never told apart. */
export function findProofs(
  { desk, transaction }: Bureau,
  { subject, type }: { readonly subject: string; readonly type: EvidenceTypeCode },
): Promise<readonly string[]> {
  const typeName = evidenceTypes[type].licence;
  return findLicencesInForce(transaction, { holder: subject, typeName }, desk.clock.nowMs());
}

/** The licence that matched, in clear, if it is the subject's and valid still. For the release, and for its preview. */
export async function openProof(
  { desk, transaction }: Bureau,
  { licence, subject }: { readonly licence: string; readonly subject: string },
): Promise<LicenceProof | undefined> {
  const asked = { identifier: licence, atMs: desk.clock.nowMs() };
  const proof = await readProof(transaction, desk.vault.sealing, asked);
  return proof?.holder === subject ? proof : undefined;
}
