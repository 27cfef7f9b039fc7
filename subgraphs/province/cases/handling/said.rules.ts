import type { CaseOutcome, HandoffRejection, ProcedureKind } from '../../../../schema/case-lists.js';
import type { Limit } from '../machine/clock-face.rules.js';
import type { Basis, Gap } from '../machine/facts.rules.js';
import type { ActorRole } from '../machine/vocabulary.rules.js';
import type { DraftMaterial } from '../preflight.rules.js';

/** Who says that he acts. Nobody has verified it: sign-in is not part of this module. */
export interface DeclaredActor {
  readonly role: ActorRole;
  /** Null for applicants, who belong to no unit. */
  readonly unitCode: string | null;
}

/** A paper that is sent along, or the note that it is not. */
export interface ManifestLine {
  readonly name: string;
  readonly shipmentNo?: string;
  readonly isDigitalOnly?: boolean;
}

/** What the one who asks for a move says with it; each event reads what it needs and nothing else. */
export interface Said {
  readonly agreement?: { readonly agreementNo: string; readonly version: number; readonly clause: string };
  readonly isClerkCertified?: boolean;
  readonly gaps?: readonly Gap[];
  readonly isByHandlingList?: boolean;
  readonly materials?: readonly DraftMaterial[];
  readonly conditions?: readonly { readonly subject: string; readonly isMet: boolean }[];
  readonly reasons?: { readonly code: string; readonly text: string; readonly remedies: string };
  readonly step?: { readonly name: string; readonly limit: Limit };
  readonly opinion?: string;
  readonly isApplicantTold?: boolean;
  readonly extension?: { readonly approvedBy: string; readonly limit: Limit };
  readonly procedure?: keyof typeof ProcedureKind.entries;
  readonly procedureReason?: string;
  readonly procedureResult?: string;
  readonly outcome?: keyof typeof CaseOutcome.entries;
  readonly successorCase?: string;
  readonly licenceIdentifier?: string;
  readonly deliveryProof?: string;
  readonly secondPerson?: { readonly role: ActorRole; readonly isAnother: boolean };
  readonly checkMethod?: string;
  readonly manifest?: readonly ManifestLine[];
  readonly rejection?: keyof typeof HandoffRejection.entries;
  readonly result?: string;
  /** Digest of the preflight that a submission rests on. */
  readonly preflight?: string;
}

/** A clause that was named, else the national list, on which every item of the national catalogue stands. */
export function basisOf(said: Said, stored: Basis | null, nationalItem: string | undefined): Basis | undefined {
  if (said.agreement !== undefined) return said.agreement;
  if (stored !== null) return stored;
  return nationalItem === undefined ? undefined : { nationalListRef: nationalItem };
}

// GB/T 36904-2018, from memory: root, type of the licence, issuer (credit code), serial, version, check character.
const LICENCE_IDENTIFIER = /^1\.2\.156\.3005\.2\.[\dA-Z]+\.[\dA-Z]{18}\.[\dA-Z]+\.\d{3}\.[\dA-Z]$/;

/** True for a text with the form of an identifier of an electronic licence. */
export function isLicenceIdentifier(text: string | undefined): boolean {
  return text !== undefined && LICENCE_IDENTIFIER.test(text);
}

/** True when every paper of a file has a shipment number or is marked as digital only. */
export function isManifestReconciled(materials: readonly DraftMaterial[], manifest: readonly ManifestLine[]): boolean {
  const papers = materials.filter(({ form }) => form === 'PAPER');
  return papers.every(({ name }) =>
    manifest.some(
      (line) => line.name === name && (line.isDigitalOnly === true || (line.shipmentNo ?? '').trim() !== ''),
    ),
  );
}

/** What an applicant brings anew: the names of pieces and the conditions that are answered. */
export function correctedBy({ materials = [], conditions = [] }: Said): readonly string[] {
  return [...materials.map(({ name }) => name), ...conditions.map(({ subject }) => subject)];
}
