import type { LegRole } from '../../../schema/case-lists.js';

/** What an event says of a leg: which role that leg has, and at which end of the envelope it is done. */
export interface LegEvent {
  readonly role: keyof typeof LegRole.entries;
  readonly at: 'SENDER' | 'ADDRESSEE';
}

const receive: LegEvent = { role: 'RECEIVE', at: 'SENDER' };
const handle: LegEvent = { role: 'HANDLE', at: 'SENDER' };
const deliver: LegEvent = { role: 'DELIVER', at: 'SENDER' };
const participant: LegEvent = { role: 'PARTICIPATE', at: 'SENDER' };
// The lead tells of the participant's leg, which both keep; one side at a time moves it.
const lead: LegEvent = { role: 'PARTICIPATE', at: 'ADDRESSEE' };

/** Every event between provinces that tells the state of a leg. */
export const legEvents = {
  caseForwarded: receive,
  handoffAcknowledged: handle,
  handoffRejected: handle,
  correctionRequested: handle,
  caseCorrected: receive,
  caseAccepted: handle,
  acceptanceRefused: handle,
  caseSuspended: handle,
  caseResumed: handle,
  caseExtended: handle,
  resultReturned: handle,
  refusalReturned: handle,
  resultAcknowledged: receive,
  resultDelivered: deliver,
  caseRated: deliver,
  withdrawalRequested: receive,
  caseClosed: handle,
  legDispatched: lead,
  legAcknowledged: participant,
  legStarted: participant,
  legCompleted: participant,
  legRefused: participant,
  infoRequested: participant,
  infoSupplied: lead,
  infoExpired: lead,
  legExpired: lead,
  legRecalled: lead,
  legCancelled: participant,
  compensationOrdered: lead,
  legCompensated: participant,
} as const satisfies Readonly<Record<string, LegEvent>>;

/**
 * Events that move responsibility for the case once they are acknowledged: to their sender, who has taken it over, or to
 * nobody, since it has ended. An acknowledged handoff moves nothing; the acknowledgement of it does.
 */
export const holderMoves: ReadonlyMap<string, 'SENDER' | 'NOBODY'> = new Map([
  ['handoffAcknowledged', 'SENDER'],
  ['resultAcknowledged', 'SENDER'],
  ['resultDelivered', 'NOBODY'],
  ['caseClosed', 'NOBODY'],
]);

/** What an event tells of a leg; undefined for one that tells of none. */
export function findLegEvent(event: string): LegEvent | undefined {
  return Object.hasOwn(legEvents, event) ? legEvents[event as keyof typeof legEvents] : undefined;
}
