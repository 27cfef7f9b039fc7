import type { CaseOutcome, HandoffRejection, ProcedureKind } from '../../../../schema/case-lists.js';
import type { Satisfaction } from '../../../../schema/code-lists.js';
import {
  indicatorsOf,
  type RatedServiceCode,
  type RatingChannelCode,
  type RatingIndicatorCode,
  serviceOf,
} from '../../../../schema/rating-lists.js';
import type { Limit } from '../machine/clock-face.rules.js';
import type { Basis, ClauseName } from '../../shared/agreement.js';
import type { Gap } from '../machine/facts.rules.js';
import type { ActorRole } from '../machine/vocabulary.rules.js';
import type { DraftMaterial } from '../preflight.rules.js';

/** A paper that is sent along, or the note that it is not. */
export interface ManifestLine {
  readonly name: string;
  readonly shipmentNo?: string;
  readonly isDigitalOnly?: boolean;
}

/** That the lead of a joint case decides without a file or paper that came with the result of a leg, and why. */
export interface Waiver {
  readonly legId: string;
  /** Its name, as the leg lists it. */
  readonly material: string;
  readonly reason: string;
}

/** What the one who asks for a move says with it; each event reads what it needs and nothing else. */
export interface Said {
  readonly agreement?: ClauseName;
  /** That it rests on the national list, and no longer on the clause with which the case began. */
  readonly isByNationalList?: boolean;
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
  /** Of a rating. */
  readonly level?: keyof typeof Satisfaction.entries;
  readonly indicators?: readonly RatingIndicatorCode[];
  readonly channel?: RatingChannelCode;
  readonly text?: string;
  readonly waivers?: readonly Waiver[];
}

/** What an applicant says of a service. */
export interface SaidRating {
  readonly level: keyof typeof Satisfaction.entries;
  readonly indicators: readonly RatingIndicatorCode[];
  readonly channel: RatingChannelCode;
  readonly service: RatedServiceCode;
  readonly text: string | null;
}

const MAX_RATING_TEXT = 1_000;

/** The rating that is said; undefined while it is not whole, or names what another service is rated by. */
export function ratingOf({ level, indicators = [], channel, text = '' }: Said): SaidRating | undefined {
  if (level === undefined || channel === undefined) return undefined;
  const service = serviceOf[channel];
  const known = [...new Set(indicators)];
  if (!known.every((indicator) => indicatorsOf[service].includes(indicator))) return undefined;
  if (text.length > MAX_RATING_TEXT || !text.isWellFormed()) return undefined;
  return { level, indicators: known, channel, service, text: text.trim() === '' ? null : text };
}

/**
 * A clause that was named, or with which the case began, else the national list, on which every item of the national
 * catalogue stands.
 */
export function basisOf(said: Said, stored: Basis | null, nationalItem: string | undefined): Basis | undefined {
  if (said.agreement !== undefined) return said.agreement;
  if (stored !== null && said.isByNationalList !== true) return stored;
  return nationalItem === undefined ? undefined : { nationalListRef: nationalItem };
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
