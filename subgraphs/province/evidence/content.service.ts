import type { LicenceProof } from '../licences/index.js';
import { isoTime } from '../exchange/desk.js';
import type { Bureau } from './course.service.js';
import { limits } from './machine/limits.rules.js';
import type { CopyNote, EvidenceContent } from './content.rules.js';
import type { Question } from './question.rules.js';

/** What is released for a question: the licence as data, bound to the question's hash, and the note of its copy. */
export function contentOf(
  { desk, instance }: Bureau,
  {
    question,
    requestHash,
    proof,
  }: { readonly question: Question; readonly requestHash: string; readonly proof: LicenceProof },
): EvidenceContent & { readonly copy: CopyNote } {
  const { identifier: licence, fields, validTo, authority, lastUpdated, holder: subject } = proof;
  const copy = {
    cause: `${question.item} ${question.caseId}`,
    expires: isoTime(desk.clock.nowMs() + limits.CONTENT.ms),
  };
  const source = { province: instance.code, authority };
  const { type } = question;
  return { version: 1, requestHash, subject, type, licence, fields, validTo, source, lastUpdated, grade: 'A', copy };
}
