import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import type { ClockName } from './clock-face.rules.js';
import type { Course } from './course.rules.js';
import type { Facts, Gap } from './facts.rules.js';

type Holds = (facts: Facts, course: Course) => boolean;
type Guard = readonly [holds: Holds, refusal: RefusalCode];

// Asking twice is enough; a third round would make the limit of the leg worthless.
const MAX_INFO_ROUNDS = 2;

const given = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';
const isOut =
  (clock: ClockName): Holds =>
  ({ clocksOut = [] }) =>
    clocksOut.includes(clock);
const isSame = (one: Gap, other: Gap): boolean => one.subject === other.subject && one.defect === other.defect;
const isReasoned: Holds = ({ reasons }) => given(reasons?.code) && given(reasons?.text) && given(reasons?.remedies);
const isSupervised: Holds = ({ secondPerson }) => secondPerson?.role === 'SUPERVISOR' && secondPerson.isAnother;

const areMaterialsHere: Holds = ({ materialsLacking }) => materialsLacking?.length === 0;

const table = {
  isRealName: [({ isRealName }) => isRealName === true, 'IDENTITY_NOT_REAL_NAME'],
  isItemInForce: [({ item }) => item?.isInForce === true, 'ITEM_NOT_IN_FORCE'],
  isPreflightStored: [({ isPreflightStored }) => isPreflightStored === true, 'PREFLIGHT_MISSING'],
  isClerkCertified: [({ isClerkCertified }) => isClerkCertified === true, 'CLERK_NOT_CERTIFIED'],
  hasBasis: [({ basis }) => basis !== undefined, 'NO_BASIS'],
  isConsentGiven: [({ isConsentGiven }) => isConsentGiven === true, 'CONSENT_MISSING'],
  isByHandlingList: [({ isByHandlingList }) => isByHandlingList === true, 'NOTICE_NOT_BY_HANDLING_LIST'],
  areAllGapsTold: [
    ({ gaps = [], isGapListComplete }) => gaps.length > 0 && isGapListComplete === true,
    'GAPS_NOT_COMPLETE',
  ],
  areGapsNew: [
    ({ gaps = [] }, { told }) => !gaps.some((gap) => told.some((known) => isSame(gap, known))),
    'GAPS_TOLD_BEFORE',
  ],
  areGapsOfCorrection: [
    ({ gaps = [] }, { corrected }) => corrected === null || gaps.every(({ subject }) => corrected.includes(subject)),
    'GAPS_BEYOND_CORRECTION',
  ],
  isEverythingCorrected: [
    ({ corrected = [] }, { awaited }) => awaited.every((subject) => corrected.includes(subject)),
    'CORRECTION_NOT_COMPLETE',
  ],
  isNoticeOut: [isOut('NOTICE'), 'LIMIT_NOT_OUT'],
  isCorrectionOut: [isOut('CORRECTION'), 'LIMIT_NOT_OUT'],
  isHandoffOut: [isOut('HANDOFF'), 'LIMIT_NOT_OUT'],
  isLegOut: [isOut('LEG'), 'LIMIT_NOT_OUT'],
  isInfoOut: [isOut('INFO'), 'LIMIT_NOT_OUT'],
  areConditionsMet: [({ areConditionsMet }) => areConditionsMet === true, 'CONDITIONS_NOT_MET'],
  isReasoned: [isReasoned, 'REASONS_MISSING'],
  isReasonedIfRefused: [(facts, course) => facts.outcome !== 'REFUSED' || isReasoned(facts, course), 'REASONS_MISSING'],
  hasOutcome: [({ outcome }) => outcome !== undefined, 'OUTCOME_MISSING'],
  hasStepLimit: [({ stepLimit }) => stepLimit !== undefined, 'STEP_LIMIT_MISSING'],
  isApplicantTold: [({ isApplicantTold }) => isApplicantTold === true, 'APPLICANT_NOT_TOLD'],
  isExtensionApproved: [({ extension }) => given(extension?.approvedBy), 'EXTENSION_NOT_APPROVED'],
  isFirstExtension: [(_facts, { isExtended }) => !isExtended, 'EXTENDED_BEFORE'],
  isNotOnTheSpot: [({ item }) => item !== undefined && item.caseKind !== 'ON_THE_SPOT', 'ON_THE_SPOT'],
  hasProcedure: [({ procedure }) => procedure !== undefined, 'PROCEDURE_UNKNOWN'],
  isProcedureEnded: [
    ({ procedureResult, isProcedureLimitOut }) => given(procedureResult) || isProcedureLimitOut === true,
    'PROCEDURE_NOT_ENDED',
  ],
  hasSuccessor: [({ successorCase }) => given(successorCase), 'SUCCESSOR_MISSING'],
  isHolderKnown: [({ isHolderKnown }) => isHolderKnown === true, 'APPLICANT_NOT_STATED'],
  isLicenceIdentifierValid: [
    ({ isLicenceIdentifierValid }) => isLicenceIdentifierValid === true,
    'LICENCE_IDENTIFIER_INVALID',
  ],
  isDeliveryProved: [({ deliveryProof }) => given(deliveryProof), 'RECIPIENT_NOT_CHECKED'],
  areTwoPersons: [isSupervised, 'SECOND_PERSON_MISSING'],
  hasRating: [({ ratedService }) => ratedService !== undefined, 'RATING_INCOMPLETE'],
  wasServedThere: [({ ratedService, visits = 0 }) => ratedService !== 'COUNTER' || visits > 0, 'NOT_SERVED_THERE'],
  isNotRated: [
    ({ ratedService, visits = 0 }, { isRated, visitsRated = 0 }) =>
      ratedService === 'COUNTER' ? visitsRated < visits : !isRated,
    'ALREADY_RATED',
  ],
  hasCheckMethod: [({ checkMethod }) => given(checkMethod), 'CHECK_METHOD_MISSING'],
  isManifestReconciled: [({ isManifestReconciled }) => isManifestReconciled === true, 'MANIFEST_NOT_RECONCILED'],
  isSigned: [({ signature }) => given(signature), 'SIGNATURE_MISSING'],
  isDigestEqual: [({ isDigestEqual }) => isDigestEqual === true, 'DIGEST_NOT_EQUAL'],
  areMaterialsHere: [areMaterialsHere, 'MATERIALS_NOT_HERE'],
  // What never comes must not keep a case from its end, so it can be refused without.
  areMaterialsHereIfGranted: [
    (facts, course) => facts.outcome === 'REFUSED' || areMaterialsHere(facts, course),
    'MATERIALS_NOT_HERE',
  ],
  hasRejection: [({ rejection }) => rejection !== undefined, 'REJECTION_CODE_MISSING'],
  isFlowValid: [({ legs }) => legs?.isFlowValid === true, 'FLOW_INVALID'],
  areDependenciesDone: [({ areDependenciesDone }) => areDependenciesDone === true, 'LEG_NOT_READY'],
  hasLegLimit: [({ legLimit }) => legLimit !== undefined, 'LEG_LIMIT_MISSING'],
  hasResult: [({ result }) => given(result), 'RESULT_MISSING'],
  hasInfoRound: [(_facts, { infoRounds }) => infoRounds < MAX_INFO_ROUNDS, 'INFO_ROUNDS_OUT'],
  isRecalled: [(_facts, { isRecalled }) => isRecalled, 'LEG_NOT_RECALLED'],
  isReversible: [({ isReversible }) => isReversible === true, 'LEG_IRREVERSIBLE'],
  isCompensationOrdered: [(_facts, { isCompensationOrdered }) => isCompensationOrdered, 'COMPENSATION_NOT_ORDERED'],
  isNoLegAtWork: [({ legs }) => legs?.isAnyAtWork === false, 'LEGS_AT_WORK'],
  isNothingIrreversible: [({ legs }) => legs?.isIrreversibleDone === false, 'POINT_OF_NO_RETURN'],
  isNothingToCompensate: [({ legs }) => legs?.isCompensationOutstanding === false, 'COMPENSATION_OUTSTANDING'],
} as const satisfies Record<string, Guard>;

/** The name of a guard. */
export type GuardName = keyof typeof table;

/** Every guard: a pure test of the facts and the course, and the refusal when it does not hold. */
export const guards: Readonly<Record<GuardName, Guard>> = table;

/** The refusal of the first guard that does not hold, or undefined when all do. */
export function findUnmetGuard(names: readonly GuardName[], facts: Facts, course: Course): RefusalCode | undefined {
  const unmet = names.find((name) => !guards[name][0](facts, course));
  return unmet === undefined ? undefined : guards[unmet][1];
}

// A handoff that three tries did not get through is the other province's to explain.
const TRIES_BEFORE_ALERT = 3;

const choices = {
  isRefused: (_facts, { outcome }) => outcome === 'REFUSED',
  givesLicence: ({ item }) => item?.givesLicence === true,
  isLastTry: (_facts, { resends }) => resends + 1 >= TRIES_BEFORE_ALERT,
  isFurtherRound: (_facts, { corrected }) => corrected !== null,
  isAnyDispatched: ({ legs }) => legs?.isAnyDispatched === true,
  isAnyAcknowledged: ({ legs }) => legs?.isAnyAcknowledged === true,
  isSatisfied: ({ legs }) => legs?.verdict === 'SATISFIED',
  isImpossible: ({ legs }) => legs?.verdict === 'IMPOSSIBLE',
  isOpen: ({ legs }) => legs?.verdict === 'OPEN',
  isCompensationOutstanding: ({ legs }) => legs?.isCompensationOutstanding !== false,
  isWithdrawing: (_facts, { isWithdrawing }) => isWithdrawing,
} as const satisfies Record<string, Holds>;

/** The name of a choice between rows for the same state and event. */
export type ChoiceName = keyof typeof choices;

/** True when the row with this choice is the one to take. */
export function isChosen(name: ChoiceName | undefined, facts: Facts, course: Course): boolean {
  return name === undefined || choices[name](facts, course);
}
