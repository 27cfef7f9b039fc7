import type { CaseState, LegRole } from '../../../../schema/case-lists.js';
import type { Machine } from '../machine/machine.rules.js';
import type { CaseEvent, EnvelopeEvent } from '../machine/vocabulary.rules.js';
import { deliverLeg } from '../modes/deliver-leg.rules.js';
import { forwardedCaseState, type ForwardedLegs, responsiblePlace } from '../modes/forwarded-state.rules.js';
import { handleLeg } from '../modes/handle-leg.rules.js';
import { jointCase } from '../modes/joint-case.rules.js';
import { machines } from '../modes/machines.rules.js';
import { onlineCase } from '../modes/online.rules.js';
import { receiveLeg } from '../modes/receive-leg.rules.js';
import { endedCaseStates } from '../../shared/ended-states.js';

/** The name of the course of the case itself, where it has one. */
export const CASE = 'case';

/** A course as it is planned when a case begins. */
export interface PlannedCourse {
  readonly name: string;
  readonly role: keyof typeof LegRole.entries;
  readonly machine: Machine;
  readonly province: string;
}

/** The courses of a case that one place handles with a window elsewhere. */
export function forwardedCourses(receiving: string, handling: string): readonly PlannedCourse[] {
  return [
    { name: 'receive', role: 'RECEIVE', machine: receiveLeg, province: receiving },
    { name: 'handle', role: 'HANDLE', machine: handleLeg, province: handling },
    { name: 'deliver', role: 'DELIVER', machine: deliverLeg, province: receiving },
  ];
}

/** The course of a case that its province handles alone, or leads. */
export function caseCourse(province: string, isJoint: boolean): PlannedCourse {
  return isJoint
    ? { name: CASE, role: 'LEAD', machine: jointCase, province }
    : { name: CASE, role: 'HANDLE', machine: onlineCase, province };
}

/** The machine that a course follows. */
export function getMachine(name: string): Machine {
  const machine = machines.find((candidate) => candidate.name === name);
  if (machine === undefined) throw new Error(`There is no machine ${name}.`);
  return machine;
}

/** Where a letter leads a leg of which only the state is known; undefined when its table does not take it there. */
export function stateAfter({ rows }: Machine, state: string, event: EnvelopeEvent): string | undefined {
  return rows.find((row) => row.from === state && row.event === event)?.next;
}

/** A course as far as the face of its case depends on it. */
export interface FaceCourse {
  readonly name: string;
  readonly state: string;
}

/** The state of a case as the public sees it; undefined where a province has no case but only a leg. */
export function faceOf(courses: readonly FaceCourse[]): keyof typeof CaseState.entries | undefined {
  const own = courses.find(({ name }) => name === CASE);
  if (own !== undefined) return own.state === 'NEW' ? 'DRAFT' : (own.state as keyof typeof CaseState.entries);
  const legs = forwardedLegs(courses);
  return legs === undefined ? undefined : forwardedCaseState(legs);
}

/** States of a case in which nothing that is brought could change how it ends. */
export const decidedStates: ReadonlySet<string> = new Set(['DECIDED', ...endedCaseStates]);

/** Who answers for a case at this moment. */
export function placeOf(courses: readonly FaceCourse[]): 'RECEIVING' | 'HANDLING' | null {
  const legs = forwardedLegs(courses);
  if (legs !== undefined) return responsiblePlace(legs);
  const own = courses.find(({ name }) => name === CASE);
  return own === undefined || getMachine(jointCase.name).final.includes(own.state) ? null : 'HANDLING';
}

// The tables give these names; a course is stored with a state of its own table only.
function forwardedLegs(courses: readonly FaceCourse[]): ForwardedLegs | undefined {
  const stateOf = (name: string): string | undefined => courses.find((course) => course.name === name)?.state;
  const receive = stateOf('receive');
  if (receive === undefined) return undefined;
  return { receive, handle: stateOf('handle'), deliver: stateOf('deliver') } as ForwardedLegs;
}

/** The course that an event of the case concerns: the first whose table knows it, else the first of all. */
export function courseFor<Candidate extends { readonly machine: string }>(
  own: readonly Candidate[],
  event: CaseEvent,
): Candidate | undefined {
  const knows = ({ machine }: Candidate): boolean =>
    getMachine(machine).rows.some((row) => row.event === event || row.detail.sends === event);
  return own.find(knows) ?? own[0];
}

// What the receiving place says goes to the leg that handles, and back.
const answering: Readonly<Record<string, string>> = { receive: 'handle', deliver: 'handle', handle: 'receive' };

/** The leg at the addressee that an envelope of this leg concerns. */
export function counterpartOf(leg: string): string {
  return answering[leg] ?? leg;
}

/** Envelopes whose content the addressee acknowledges: it checks the digest itself. */
export const broughtWith: ReadonlySet<EnvelopeEvent> = new Set<EnvelopeEvent>([
  'caseForwarded',
  'legDispatched',
  'resultReturned',
  'refusalReturned',
  'acceptanceRefused',
]);

/** Envelopes with which materials travel: the case itself, what is added to it, and what came of it. */
export const materialsWith: ReadonlySet<EnvelopeEvent> = new Set<EnvelopeEvent>([
  ...broughtWith,
  'caseCorrected',
  'infoSupplied',
  'legCompleted',
]);

/** Envelopes of which the materials are of the leg: at the lead they stand beside those of the case. */
export const legMaterialsWith: ReadonlySet<EnvelopeEvent> = new Set<EnvelopeEvent>(['legCompleted']);

/** Letters that answer a handoff, and are nothing when that is no longer open. */
export const handoffAnswers: ReadonlySet<EnvelopeEvent> = new Set<EnvelopeEvent>([
  'handoffAcknowledged',
  'handoffRejected',
]);

/** States of a joint case in which its lead dispatches legs. */
export const dispatching: ReadonlySet<string> = new Set(['ACCEPTED', 'LEGS_DISPATCHED', 'IN_PROGRESS']);

/** States of a joint case in which its end is a matter of its legs, and not yet of its lead. */
export const awaitingLegs: ReadonlySet<string> = new Set([
  ...['NEW', 'DRAFT', 'SUBMITTED', 'CORRECTION'],
  ...dispatching,
]);
