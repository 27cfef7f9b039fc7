import type { CaseOutcome, HandoffRejection, ProcedureKind } from '../../../../schema/case-lists.js';
import type { CaseKind } from '../../../../schema/code-lists.js';
import type { RatedServiceCode } from '../../../../schema/rating-lists.js';
import type { Basis } from '../../shared/agreement.js';
import type { ClockName, Limit } from './clock-face.rules.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** One thing that is wrong with an application: what it concerns, and how. */
export interface Gap {
  readonly subject: string;
  readonly defect: string;
}

/** What an item says that the clocks and the result depend on. */
export interface ItemFacts {
  readonly isInForce: boolean;
  readonly caseKind: Name<typeof CaseKind>;
  readonly promised: Limit;
  readonly statutory: Limit | null;
  readonly givesLicence: boolean;
}

/** The legs of a joint case, taken together. */
export interface LegsFacts {
  readonly isFlowValid: boolean;
  readonly isAnyDispatched: boolean;
  readonly isAnyAcknowledged: boolean;
  readonly isAnyAtWork: boolean;
  readonly isIrreversibleDone: boolean;
  readonly isCompensationOutstanding: boolean;
  readonly verdict: 'SATISFIED' | 'OPEN' | 'IMPOSSIBLE';
}

/**
 * What is known when a move is asked for, looked up by whoever asks. A guard that does not find its fact refuses:
 * absent means no.
 */
export interface Facts {
  readonly item?: ItemFacts;
  readonly isJoint?: boolean;
  readonly isRealName?: boolean;
  readonly isPreflightStored?: boolean;
  /** Digest of the preflight that the submission names, which is of these rules and this draft. */
  readonly preflight?: string;
  readonly isClerkCertified?: boolean;
  readonly isConsentGiven?: boolean;
  readonly basis?: Basis;
  /** What is missing, and whether that is everything that the preflight of the handling place found. */
  readonly gaps?: readonly Gap[];
  readonly isGapListComplete?: boolean;
  readonly isByHandlingList?: boolean;
  /** Subjects that the applicant brings anew. */
  readonly corrected?: readonly string[];
  readonly areConditionsMet?: boolean;
  readonly reasons?: { readonly code: string; readonly text: string; readonly remedies: string };
  readonly stepLimit?: Limit;
  readonly isApplicantTold?: boolean;
  readonly extension?: { readonly approvedBy: string; readonly limit: Limit };
  readonly procedure?: Name<typeof ProcedureKind>;
  readonly procedureResult?: string;
  readonly isProcedureLimitOut?: boolean;
  readonly outcome?: Name<typeof CaseOutcome>;
  readonly successorCase?: string;
  /** Whether a licence can be issued: somebody is stated for it, or the officer names one that was issued elsewhere. */
  readonly isHolderKnown?: boolean;
  readonly isLicenceIdentifierValid?: boolean;
  readonly deliveryProof?: string;
  readonly secondPerson?: { readonly role: string; readonly isAnother: boolean };
  readonly checkMethod?: string;
  readonly isManifestReconciled?: boolean;
  readonly signature?: string;
  readonly isDigestEqual?: boolean;
  /** Names of the materials that another province listed and that are not here. */
  readonly materialsLacking?: readonly string[];
  readonly rejection?: Name<typeof HandoffRejection>;
  /** Which of the materials of legs a lead does without. */
  readonly waivers?: readonly { readonly legId: string; readonly material: string; readonly reason: string }[];
  /** Clocks that have run out. */
  readonly clocksOut?: readonly ClockName[];
  readonly legLimit?: Limit;
  /** By clock, what the clause that the case rests on says; the earlier of it and the usual limit counts. */
  readonly agreedLimits?: Readonly<Partial<Record<ClockName, Limit>>>;
  readonly areDependenciesDone?: boolean;
  readonly isReversible?: boolean;
  readonly result?: string;
  readonly legs?: LegsFacts;
  /** What a rating that is whole is about. */
  readonly ratedService?: RatedServiceCode;
  /** How often somebody was served at a counter of this province. */
  readonly visits?: number;
}

/** The facts that a log entry keeps: what was said and on what it rests, not what was merely checked. */
export const loggedFacts = [
  'preflight',
  'basis',
  'gaps',
  'corrected',
  'reasons',
  'extension',
  'procedure',
  'procedureResult',
  'outcome',
  'successorCase',
  'deliveryProof',
  'secondPerson',
  'checkMethod',
  'signature',
  'rejection',
  'result',
  'waivers',
] as const satisfies readonly (keyof Facts)[];
