import type { CaseState } from '../../../../schema/case-lists.js';
import type { GuardName } from '../machine/guards.rules.js';
import { move, type Row } from '../machine/machine.rules.js';
import type { ActorRole } from '../machine/vocabulary.rules.js';

/** States of a case; NEW is the moment before there is one. */
export type CaseStateName = 'NEW' | keyof typeof CaseState.entries;

/** From the draft to acceptance or its refusal (行政许可法 32). `officer` is who accepts. */
export function intakeRows(officer: ActorRole, acceptance: readonly GuardName[]): readonly Row<CaseStateName>[] {
  return [
    ...move<CaseStateName>('NEW', 'draftCase', ['APPLICANT', 'RECEIVING_CLERK']).to('DRAFT'),
    ...move<CaseStateName>('DRAFT', 'submitCase', 'APPLICANT').to('SUBMITTED', {
      guards: ['isRealName', 'isItemInForce', 'isPreflightStored'],
      clocks: ['start NOTICE'],
    }),
    ...move<CaseStateName>('CORRECTION', 'correctCase', 'APPLICANT').to('SUBMITTED', {
      guards: ['isEverythingCorrected'],
      clocks: ['stop CORRECTION', 'start NOTICE'],
    }),
    ...acceptanceRows(officer, acceptance),
  ];
}

/** What the place with the power does with what lies before it, until it accepts or refuses to. */
export function acceptanceRows(officer: ActorRole, acceptance: readonly GuardName[]): readonly Row<CaseStateName>[] {
  const notice = {
    guards: ['areAllGapsTold', 'areGapsNew', 'areGapsOfCorrection'],
    clocks: ['stop NOTICE', 'start CORRECTION'],
  } as const;
  return [
    ...move<CaseStateName>('SUBMITTED', 'requestCorrection', officer).to('CORRECTION', {
      when: 'isFurtherRound',
      ...notice,
      alerts: ['R8'],
    }),
    ...move<CaseStateName>('SUBMITTED', 'requestCorrection', officer).to('CORRECTION', notice),
    ...move<CaseStateName>('CORRECTION', 'expireCorrection', 'SYSTEM').to('CLOSED', {
      guards: ['isCorrectionOut'],
      clocks: ['stop ALL'],
      completes: 'NOT_CORRECTED',
    }),
    ...move<CaseStateName>('SUBMITTED', 'acceptCase', officer).to('ACCEPTED', {
      guards: acceptance,
      clocks: ['stop NOTICE', 'start HANDLING'],
    }),
    ...move<CaseStateName>('SUBMITTED', 'deemAccepted', 'SYSTEM').to('ACCEPTED', {
      guards: ['isNoticeOut'],
      clocks: ['stop NOTICE', 'startAtReceipt HANDLING'],
      alerts: ['R3'],
    }),
    ...move<CaseStateName>('SUBMITTED', 'refuseAcceptance', officer).to('NOT_ACCEPTED', {
      guards: ['isReasoned'],
      clocks: ['stop ALL'],
      completes: 'RETURNED',
    }),
  ];
}

/** From the review to the decision. */
export const reviewRows: readonly Row<CaseStateName>[] = [
  ...move<CaseStateName>('ACCEPTED', 'startReview', 'HANDLING_OFFICER').to('IN_REVIEW', {
    guards: ['hasStepLimit'],
    clocks: ['start STEP'],
  }),
  ...move<CaseStateName>('IN_REVIEW', 'finishStep', 'HANDLING_OFFICER').stay({
    guards: ['hasStepLimit'],
    clocks: ['stop STEP', 'start STEP'],
  }),
  ...move<CaseStateName>('IN_REVIEW', 'suspendCase', 'HANDLING_OFFICER').to('SUSPENDED', {
    guards: ['isNotOnTheSpot', 'hasProcedure', 'isApplicantTold'],
    clocks: ['pause HANDLING', 'pause STEP'],
  }),
  ...move<CaseStateName>('SUSPENDED', 'resumeCase', ['HANDLING_OFFICER', 'SYSTEM']).to('IN_REVIEW', {
    guards: ['isProcedureEnded'],
    clocks: ['resume HANDLING', 'resume STEP'],
  }),
  ...extensionRows('IN_REVIEW', 'HANDLING_OFFICER'),
  ...move<CaseStateName>('IN_REVIEW', 'decideCase', 'HANDLING_OFFICER').to('DECIDED', {
    guards: ['hasOutcome', 'isReasonedIfRefused', 'areMaterialsHereIfGranted'],
    clocks: ['stop STEP', 'stop HANDLING', 'start DELIVERY'],
  }),
  ...move<CaseStateName>('IN_REVIEW', 'forwardToSuperior', 'HANDLING_OFFICER').to('CLOSED', {
    guards: ['hasSuccessor'],
    clocks: ['stop ALL'],
    completes: 'FORWARDED',
  }),
];

/** An extension adds time and stops no work, so the state stays. */
export function extensionRows(
  from: CaseStateName | readonly CaseStateName[],
  officer: ActorRole,
): readonly Row<CaseStateName>[] {
  return move<CaseStateName>(from, 'extendCase', officer).stay({
    guards: ['isNotOnTheSpot', 'isExtensionApproved', 'isFirstExtension', 'isApplicantTold'],
    clocks: ['extend HANDLING'],
  });
}

/** The document that a decision becomes, and the code that completes the case. */
export function issueRows(officer: ActorRole): readonly Row<CaseStateName>[] {
  const issue = move<CaseStateName>('DECIDED', 'issueResult', ['SYSTEM', officer]);
  return [
    ...issue.to('COMPLETED', { when: 'isRefused', completes: 'RETURNED' }),
    ...issue.to('COMPLETED', {
      when: 'givesLicence',
      guards: ['isHolderKnown', 'isLicenceIdentifierValid'],
      completes: 'LICENCE_ISSUED',
    }),
    ...issue.to('COMPLETED', { completes: 'COMPLETED_OTHER' }),
  ];
}

/** Delivery and rating by the province that decided. */
export function deliveryRows(officer: ActorRole): readonly Row<CaseStateName>[] {
  const proof = { guards: ['isDeliveryProved'], clocks: ['stop DELIVERY'] } as const;
  return [
    ...move<CaseStateName>('COMPLETED', 'deliverResult', ['SYSTEM', officer]).to('DELIVERED', proof),
    ...move<CaseStateName>('COMPLETED', 'confirmDelivery', ['APPLICANT', 'RECEIVING_CLERK']).to('DELIVERED', proof),
    ...move<CaseStateName>(['COMPLETED', 'DELIVERED'], 'rateCase', 'APPLICANT').stay({
      guards: ['hasRating', 'wasServedThere', 'isNotRated'],
    }),
  ];
}

/** Two persons end a case that should not be; its history stays. */
export function annulmentRows(
  from: readonly CaseStateName[],
  officer: ActorRole,
  guards: readonly GuardName[] = [],
): readonly Row<CaseStateName>[] {
  const detail = { guards: ['areTwoPersons', ...guards], clocks: ['stop ALL'] } as const;
  return [
    ...move<CaseStateName>(from, 'voidCase', officer).to('CLOSED', { ...detail, completes: 'VOIDED' }),
    ...move<CaseStateName>(from, 'deleteCase', officer).to('CLOSED', { ...detail, completes: 'DELETED' }),
  ];
}

/** The applicant takes the application back before it is decided. */
export function withdrawalRows(from: readonly CaseStateName[]): readonly Row<CaseStateName>[] {
  return move<CaseStateName>(from, 'withdrawCase', 'APPLICANT').to('WITHDRAWN', {
    clocks: ['stop ALL'],
    completes: 'COMPLETED_OTHER',
  });
}
