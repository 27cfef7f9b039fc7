import type { Basis } from '../../shared/agreement.js';
import { isLicenceIdentifier } from '../../shared/licence-identifier.js';
import { findFlowFaults } from '../joint/flow-faults.rules.js';
import type { Flow, FlowLeg } from '../joint/flow.rules.js';
import { areDependenciesDone, type LegStates, takeLegsTogether } from '../joint/leg-graph.rules.js';
import type { ClockName } from '../machine/clock-face.rules.js';
import type { Course } from '../machine/course.rules.js';
import type { Facts, Gap, ItemFacts, LegsFacts } from '../machine/facts.rules.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';
import type { DraftMaterial } from '../preflight.rules.js';
import { basisOf, correctedBy, isManifestReconciled, ratingOf, type Said } from './said.rules.js';

/** What a province knows of a case when a move is asked for. */
export interface Known {
  readonly mode: 'FULLY_ONLINE' | 'RECEIVE_AND_FORWARD' | 'JOINT_HANDLING';
  readonly course: Course;
  /** Name of the course: of the leg, in a joint case. */
  readonly name: string;
  readonly itemCode: string;
  /** Undefined when this province does not list the item. */
  readonly item: ItemFacts | undefined;
  readonly isRealName: boolean;
  readonly isConsentGiven: boolean;
  /** Whether who receives may; undefined for any other event. */
  readonly isClerkCertified: boolean | undefined;
  readonly basis: Basis | null;
  readonly materials: readonly DraftMaterial[];
  /** Of the preflight; null when none is stored. */
  readonly gaps: readonly Gap[] | null;
  readonly flow: Flow | null;
  readonly legs: LegStates;
  readonly clocksOut: readonly ClockName[];
  /** Whether what the last letter brought has the digest that it names. */
  readonly isDigestEqual: boolean;
  readonly materialsLacking: readonly string[];
  /** Whether the case states who applies. */
  readonly isApplicantStated: boolean;
  /** How often somebody was served at a counter; 0 where nobody asks. */
  readonly visits: number;
}

/** Everything that the rules ask about, of what is known and what is said. What is neither stays absent. */
export function gatherFacts(event: CaseEvent, known: Known, said: Said): Facts {
  const { item, course, flow } = known;
  return defined({
    ...(item === undefined ? {} : { item }),
    isJoint: known.mode === 'JOINT_HANDLING',
    isRealName: known.isRealName,
    isConsentGiven: known.isConsentGiven,
    isPreflightStored: known.gaps !== null,
    isClerkCertified: known.isClerkCertified,
    basis: basisOf(said, known.basis, isOnList(known) ? known.itemCode : undefined),
    gaps: said.gaps,
    isGapListComplete: isGapListComplete(known, said),
    isByHandlingList: said.isByHandlingList,
    corrected: event === 'correctCase' ? correctedBy(said) : undefined,
    areConditionsMet: known.gaps?.length === 0 && course.awaited.length === 0,
    reasons: said.reasons,
    stepLimit: said.step?.limit,
    isApplicantTold: said.isApplicantTold,
    extension: said.extension,
    procedure: said.procedure,
    procedureResult: said.procedureResult,
    outcome: said.outcome,
    successorCase: said.successorCase,
    isHolderKnown: known.isApplicantStated || said.licenceIdentifier !== undefined,
    isLicenceIdentifierValid: isLicenceIdentifier(said.licenceIdentifier),
    deliveryProof: said.deliveryProof,
    secondPerson: said.secondPerson,
    checkMethod: said.checkMethod,
    isManifestReconciled: isManifestReconciled(known.materials, said.manifest ?? []),
    isDigestEqual: known.isDigestEqual,
    materialsLacking: known.materialsLacking,
    rejection: said.rejection,
    waivers: said.waivers,
    clocksOut: known.clocksOut,
    result: said.result,
    preflight: said.preflight,
    ratedService: ratingOf(said)?.service,
    visits: known.visits,
    ...(flow === null ? {} : legFacts(flow, known)),
  });
}

// A window receives what the national list names, whether its own province does it or not.
const isOnList = ({ item, mode, name }: Known): boolean =>
  item !== undefined || (mode === 'RECEIVE_AND_FORWARD' && name === 'receive');

// Whoever tells what is missing tells all of it: what the preflight by the list of the deciding place found, and may
// add what only a person sees. A window has no such list of its own and answers for having used the other place's.
function isGapListComplete({ gaps, course, mode, name }: Known, { gaps: told = [], isByHandlingList }: Said): boolean {
  if (mode === 'RECEIVE_AND_FORWARD' && name === 'receive') return isByHandlingList === true;
  if (gaps === null) return false;
  const isTold = (gap: Gap): boolean =>
    [...told, ...course.told].some(({ subject, defect }) => subject === gap.subject && defect === gap.defect);
  return gaps.every(isTold);
}

function legFacts(flow: Flow, { name, legs }: Known): Partial<Facts> {
  const leg = flow.legs.find(({ id }) => id === name);
  return { legs: legsTogether(flow, legs), ...(leg === undefined ? {} : factsOfLeg(flow, { leg, legs })) };
}

function factsOfLeg(flow: Flow, { leg, legs }: { readonly leg: FlowLeg; readonly legs: LegStates }): Partial<Facts> {
  return {
    legLimit: { value: leg.workingDays, unit: 'WORKING_DAY' },
    areDependenciesDone: areDependenciesDone(flow.legs, leg.id, legs),
    isReversible: leg.effect === 'REVERSIBLE',
  };
}

/** The legs of a joint case taken together; a graph without its provinces is no valid one. */
export function legsTogether(flow: Flow, legs: LegStates): LegsFacts {
  const isPlaced = flow.legs.every(({ province }) => province !== undefined);
  return takeLegsTogether(flow, legs, isPlaced && findFlowFaults(flow).length === 0);
}

type Optional<Value> = { readonly [Name in keyof Value]: Value[Name] | undefined };

function defined(facts: Optional<Facts>): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
