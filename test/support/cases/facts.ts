// Facts with which every guard of a case or leg holds, and ways to spoil or vary them.
import fc from 'fast-check';
import type { Facts, Gap } from '../../../subgraphs/province/cases/machine/facts.rules.js';

export const goodFacts: Facts = {
  item: {
    isInForce: true,
    caseKind: 'WITHIN_PROMISE',
    promised: { value: 10, unit: 'WORKING_DAY' },
    statutory: { value: 20, unit: 'WORKING_DAY' },
    givesLicence: true,
  },
  isRealName: true,
  isPreflightStored: true,
  isClerkCertified: true,
  isConsentGiven: true,
  basis: { agreementNo: 'GD-GX-1', version: 2, clause: '3' },
  gaps: [{ subject: 'form', defect: 'MISSING' }],
  isGapListComplete: true,
  isByHandlingList: true,
  corrected: ['form', 'photo'],
  areConditionsMet: true,
  reasons: { code: 'N1', text: 'not resident there', remedies: 'review within 60 days' },
  stepLimit: { value: 5, unit: 'WORKING_DAY' },
  isApplicantTold: true,
  extension: { approvedBy: 'head', limit: { value: 10, unit: 'WORKING_DAY' } },
  procedure: 'HEARING',
  procedureResult: 'held',
  isProcedureLimitOut: true,
  outcome: 'GRANTED',
  successorCase: 'GX:Case:1',
  isHolderKnown: true,
  isLicenceIdentifierValid: true,
  deliveryProof: 'identity card shown',
  secondPerson: { role: 'SUPERVISOR', isAnother: true },
  checkMethod: 'card reader',
  isManifestReconciled: true,
  signature: 'sig',
  isDigestEqual: true,
  materialsLacking: [],
  rejection: 'ILLEGIBLE',
  clocksOut: ['NOTICE', 'CORRECTION', 'HANDOFF', 'LEG', 'INFO'],
  legLimit: { value: 5, unit: 'WORKING_DAY' },
  areDependenciesDone: true,
  isReversible: true,
  result: 'approved',
  ratedService: 'ONLINE',
  visits: 2,
  legs: {
    isFlowValid: true,
    isAnyDispatched: true,
    isAnyAcknowledged: true,
    isAnyAtWork: false,
    isIrreversibleDone: false,
    isCompensationOutstanding: false,
    verdict: 'SATISFIED',
  },
};

const gap = (subject: string, defect: string): Gap => ({ subject, defect });
const { legs, item } = goodFacts;

/** Facts that a case may well meet: each differs from the good ones in what some choice or guard looks at. */
export const variants: readonly Facts[] = [
  goodFacts,
  { ...goodFacts, outcome: 'REFUSED' },
  { ...goodFacts, ratedService: 'COUNTER', visits: 1 },
  ...[gap('form', 'EXPIRED'), gap('form', 'GRADE_TOO_LOW'), gap('photo', 'MISSING')].map((one) => ({
    ...goodFacts,
    gaps: [one],
  })),
  ...(item === undefined ? [] : [{ ...goodFacts, item: { ...item, givesLicence: false } }]),
  ...(item === undefined ? [] : [{ ...goodFacts, item: { ...item, caseKind: 'ON_THE_SPOT' as const } }]),
  ...(legs === undefined
    ? []
    : (
        [
          { verdict: 'OPEN' },
          { verdict: 'OPEN', isAnyAcknowledged: false },
          { verdict: 'OPEN', isAnyDispatched: false, isAnyAcknowledged: false },
          { verdict: 'IMPOSSIBLE' },
          { verdict: 'IMPOSSIBLE', isCompensationOutstanding: true },
          { verdict: 'IMPOSSIBLE', isAnyAtWork: true },
          { verdict: 'IMPOSSIBLE', isIrreversibleDone: true },
        ] as const
      ).map((change) => ({ ...goodFacts, legs: { ...legs, ...change } }))),
];

const without = (...missing: readonly string[]): Facts =>
  Object.fromEntries(Object.entries(goodFacts).filter(([name]) => !missing.includes(name)));

/** The good facts without one of them, for each; a procedure ends in either of two ways. */
export const incompleteFacts: readonly Facts[] = [
  ...Object.keys(goodFacts).map((missing) => without(missing)),
  without('procedureResult', 'isProcedureLimitOut'),
  { ...goodFacts, ratedService: 'COUNTER', visits: 0 },
];

/** Mostly facts with which a case goes on, sometimes facts that lack something. */
export const anyFacts: fc.Arbitrary<Facts> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...variants) },
  { weight: 1, arbitrary: fc.constantFrom(...incompleteFacts) },
);
