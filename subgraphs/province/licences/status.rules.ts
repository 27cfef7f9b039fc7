import type { LicenceEvent, LicenceStatus } from '../../../schema/licence-lists.js';
import { chinaDayOf, dateOf } from '../shared/calendar.js';

/** The name of a status. */
export type StatusName = keyof typeof LicenceStatus.entries;

/** What an authority does to a licence. */
export type EventName = keyof typeof LicenceEvent.entries;

/** What the status of a licence depends on besides the instant. Dates are days in China. */
export interface LicenceTerm {
  /** The status that was given to it last. LAPSED is never given: time and successors bring it about. */
  readonly status: StatusName;
  readonly validFrom: string;
  /** The last day; null for one without end. */
  readonly validTo: string | null;
  /** From this day another licence stands in its place; null while there is none. */
  readonly supersededFrom: string | null;
}

interface Change {
  readonly from: readonly StatusName[];
  readonly to: StatusName;
}

// A licence that has ended by time can still be cancelled, which is what takes it off the register, or be revoked,
// which says that it never should have been. What was revoked, cancelled, withdrawn or transferred stays so.
const CHANGES: Readonly<Record<EventName, Change>> = {
  WITHHOLD: { from: ['VALID'], to: 'WITHHELD' },
  RELEASE: { from: ['WITHHELD'], to: 'VALID' },
  REVOKE: { from: ['VALID', 'WITHHELD', 'LAPSED'], to: 'REVOKED' },
  CANCEL: { from: ['VALID', 'WITHHELD', 'LAPSED'], to: 'CANCELLED' },
  TRANSFER_OUT: { from: ['VALID'], to: 'TRANSFERRED_OUT' },
  WITHDRAW: { from: ['VALID', 'WITHHELD'], to: 'WITHDRAWN' },
};

/** The status in which a licence is after an event; undefined when the event is not one of its status. */
export function statusAfter(status: StatusName, event: EventName): StatusName | undefined {
  const { from, to } = CHANGES[event];
  return from.includes(status) ? to : undefined;
}

/** The events that may happen to a licence of a status; none when it is final. */
export function eventsIn(status: StatusName): readonly EventName[] {
  return (Object.keys(CHANGES) as EventName[]).filter((event) => CHANGES[event].from.includes(status));
}

/** The status of a licence as of an instant: what was given to it, unless its time is over or it has a successor. */
export function statusAt({ status, validTo, supersededFrom }: LicenceTerm, atMs: number): StatusName {
  if (status !== 'VALID' && status !== 'WITHHELD') return status;
  const today = dateOf(chinaDayOf(atMs));
  const isOver = validTo !== null && validTo < today;
  const isSuperseded = supersededFrom !== null && supersededFrom <= today;
  return isOver || isSuperseded ? 'LAPSED' : status;
}

/** True when a licence counts at an instant: valid, and its first day has come. */
export function isInForce(term: LicenceTerm, atMs: number): boolean {
  return statusAt(term, atMs) === 'VALID' && term.validFrom <= dateOf(chinaDayOf(atMs));
}
