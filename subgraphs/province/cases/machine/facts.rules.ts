import type { CaseOutcome, HandoffRejection, ProcedureKind } from '../../../../schema/case-lists.js';
import type { CaseKind } from '../../../../schema/code-lists.js';
import type { ClockName, Limit } from './clock-face.rules.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** One thing that is wrong with an application: what it concerns, and how. */
export interface Gap {
  readonly subject: string;
  readonly defect: string;
}

/** On what a move between provinces rests. */
export type Basis =
  | { readonly agreementNo: string; readonly version: number; readonly clause: string }
  | { readonly nationalListRef: string };

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
  /** Clocks that have run out. */
  readonly clocksOut?: readonly ClockName[];
  readonly legLimit?: Limit;
  readonly areDependenciesDone?: boolean;
  readonly isReversible?: boolean;
  readonly result?: string;
  readonly legs?: LegsFacts;
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
] as const satisfies readonly (keyof Facts)[];
