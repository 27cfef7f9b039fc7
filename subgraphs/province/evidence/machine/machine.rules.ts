import type { EvidenceState } from '../../../../schema/evidence-lists.js';
import type { EvidenceRule } from '../../../../schema/evidence-refusals.js';
import { type Asked as AskedOf, decideBy, type StateTable } from '../../shared/state-table.js';
import type { evidenceEvents } from './events.rules.js';

/** A state of a request for evidence. */
export type State = keyof typeof EvidenceState.entries;

/** Something that happens to a request. */
export type EvidenceEvent = keyof typeof evidenceEvents;

/** Who brings it about. */
export type Actor = 'APPLICANT' | 'UNIT' | 'SYSTEM' | 'OTHER_PROVINCE';

/** A limit that runs while a request is in a state. */
export type ClockName = 'ANSWER' | 'OPEN' | 'DECIDE' | 'CONTENT' | 'METADATA';

/** What guards look at; whoever asks for a step establishes it. */
export interface Facts {
  /** The applicant is the person whom it is about. */
  readonly isSubject: boolean;
  /** Law and article stand in the list of bases for this type. */
  readonly hasLegalBasis: boolean;
  /** Clause or list, class and grant allow it at this instant. */
  readonly isGranted: boolean;
  /** The trail has the entry. */
  readonly isLogged: boolean;
  /** The answer is bound to this request, and about its subject. */
  readonly isBound: boolean;
  /** The case needs a material that it proves. */
  readonly isNeeded: boolean;
  /** The clock of the state has run out. */
  readonly isOut: boolean;
}

/** The name of a guard. */
export type Guard = keyof Facts;

/** Which rule refuses when a guard does not hold. */
export const guards: Readonly<Record<Guard, EvidenceRule>> = {
  isSubject: 'NOT_THE_SUBJECT',
  hasLegalBasis: 'BASIS_MISSING',
  isGranted: 'NO_BASIS',
  isLogged: 'STEP_OUT_OF_TURN',
  isBound: 'REQUEST_DIFFERS',
  isNeeded: 'NOT_NEEDED',
  isOut: 'STEP_OUT_OF_TURN',
};

/** The words of both tables. */
export interface EvidenceWords {
  readonly state: State;
  readonly event: EvidenceEvent;
  readonly actor: Actor;
  readonly guard: Guard;
  readonly clock: ClockName;
}

/** All that can happen to a request at one of its two ends. */
export type Machine = StateTable<EvidenceWords>;

/** Where a request stands, and until when. */
export interface Step {
  readonly state: State;
  readonly clock: ClockName | 'KEEP' | null;
}

/** What is asked of a machine. */
export type Asked = AskedOf<EvidenceWords>;

/** The step that an event leads to, or the rule that refuses it. What no line allows is refused. */
export function decide(machine: Machine, asked: Asked): Step | EvidenceRule {
  const decision = decideBy(machine, asked);
  switch (decision.kind) {
    case 'STEP':
      return { state: decision.next, clock: decision.clock };
    case 'OUT_OF_TURN':
      return refuseFrom(asked.state, asked.event);
    case 'NOT_BY_THIS_ACTOR':
      return 'ROLE_MAY_NOT';
    case 'UNMET':
      return guards[decision.guard];
  }
}

function refuseFrom(state: State, event: EvidenceEvent): EvidenceRule {
  if (state === 'PREVIEW_PENDING' && event === 'approve') return 'PREVIEW_FIRST';
  const isDecision = event === 'open' || event === 'approve' || event === 'decline';
  return isDecision && state === 'PREVIEW_EXPIRED' ? 'PREVIEW_OVER' : 'STEP_OUT_OF_TURN';
}
