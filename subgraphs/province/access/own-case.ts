import type { Identity } from '../../../schema/identity.js';

/** Who applied for a case, as far as this province knows. */
export interface Applicant {
  /** Person key of the one who drafted it; null when no issuer had verified him, or nobody drafted it himself. */
  readonly person: string | null;
  /** His subject at the issuer of tokens; null for what a clerk drafted, or another province sent. */
  readonly subject: string | null;
}

/** Of a case that nobody here drafted for himself. */
export const NO_APPLICANT: Applicant = { person: null, subject: null };

/** Who drafts a case for himself is its applicant; a clerk who drafts it is not. */
export function applicantOf({ role, person, subject }: Identity): Applicant {
  return role === 'citizen' || role === 'app' ? { person: person ?? null, subject } : NO_APPLICANT;
}

/**
 * True for the applicant of a case. Persons are told by their keys, whatever account they use; where either side has
 * none, by the account.
 */
export function isApplicant({ person, subject }: Identity, applicant: Applicant): boolean {
  if (person !== undefined && applicant.person !== null) return person === applicant.person;
  return applicant.subject !== null && subject === applicant.subject;
}
