import { holdsAt, type Validity } from './certification.rules.js';

/** How long somebody has been on the staff. */
export interface Membership {
  readonly unit_code: string;
  readonly added_at: string;
  readonly left_at: string | null;
}

/** A member of the staff, with what he is certified for of one item and mode. */
export interface Certified extends Membership {
  readonly certifications: readonly Validity[];
}

/** A time in which a colleague sits by, of one item and mode. */
export interface SessionTime {
  readonly from_at: string;
  readonly to_at: string;
  readonly ended_at: string | null;
  readonly colleague: Certified;
}

/** All that decides whether somebody may receive an item in a mode. */
export interface ReceiptFacts extends Certified {
  readonly sessions: readonly SessionTime[];
}

/** True for who was on the staff of that unit at an instant. */
export function isOnStaff({ unit_code: own, added_at: from, left_at: to }: Membership, unit: string, at: string) {
  return own === unit && from <= at && (to === null || at < to);
}

/** True for who was certified, and on the staff of that unit, at an instant. */
export function isCertifiedAt(member: Certified, unit: string, at: string): boolean {
  return isOnStaff(member, unit, at) && member.certifications.some((each) => holdsAt(each, at));
}

/**
 * True when somebody may receive at an instant, for a unit: he is of it, and is certified himself, or a colleague of it
 * who is sits by.
 */
export function mayReceive(member: ReceiptFacts, unit: string, at: string): boolean {
  if (isCertifiedAt(member, unit, at)) return true;
  if (!isOnStaff(member, unit, at)) return false;
  return member.sessions.some(({ from_at: from, to_at: to, ended_at: ended, colleague }) => {
    const isOn = from <= at && at < to && (ended === null || at < ended);
    return isOn && isCertifiedAt(colleague, unit, at);
  });
}
