import { supervisesIn, type Identity } from '../../../schema/identity.js';
import { isForCase, orderOf, type Purpose } from '../../../schema/purpose.js';
import type { AccessBasis } from '../../../schema/trail-lists.js';

/** [P] How long a window that has handed a case over may still see whose it is: questions come back to it meanwhile. */
export const AFTER_HANDOVER_MS = 10 * 86_400_000;

/** What a province knows of a case, as far as it decides who may read whose it is. */
export interface CaseFacts {
  /** Global id of the case, or of what else is read: a purpose that names something names this. */
  readonly about: string;
  /** Person key of the applicant. */
  readonly person: string;
  /** Units of this province that received it, and when they had handed it over; null while they have not. */
  readonly receivingUnits: readonly string[];
  readonly handedOverMs: number | null;
  /** Units of this province that hold a leg of it. */
  readonly handlingUnits: readonly string[];
  /** What it is handled upon: the national list, or a clause. */
  readonly basis: AccessBasis;
}

/** Who asks, for what, where and when. */
export interface Asker {
  readonly caller: Identity | undefined;
  readonly purpose: Purpose | undefined;
  readonly province: string;
  readonly nowMs: number;
}

/** What of a person somebody gets to see: all, and upon what; or masks. */
export type View = { readonly kind: 'CLEAR'; readonly basis: AccessBasis } | { readonly kind: 'MASKED' };

/** Decides what somebody gets to see of the applicant of a case; undefined when nothing, not even that there is one. */
export function decideView(asker: Asker, facts: CaseFacts): View | undefined {
  const { caller } = asker;
  switch (caller?.role) {
    case 'citizen':
    case 'app':
      return caller.person === facts.person ? { kind: 'CLEAR', basis: OWN } : undefined;
    case 'clerk':
    case 'officer':
      return decideForStaff(asker, { ...caller, role: caller.role }, facts);
    case 'supervisor':
      return decideForSupervisor(asker, caller);
    case 'coordinator':
    case 'operator':
    case 'analyst':
    case undefined:
      return undefined;
  }
}

const OWN: AccessBasis = { kind: 'OWN', text: '本人信息 · the data are the reader’s own' };

function decideForStaff(
  { purpose, province, nowMs }: Asker,
  { role, province: home, unit }: Identity,
  facts: CaseFacts,
): View | undefined {
  if (home !== province) return undefined;
  const { about, receivingUnits, handedOverMs, handlingUnits, basis } = facts;
  const isReceived = handedOverMs === null || nowMs <= handedOverMs + AFTER_HANDOVER_MS;
  const isTheirs = role === 'clerk' ? isReceived && isIn(receivingUnits, unit) : isIn(handlingUnits, unit);
  // Who says for what he needs them reads them in clear; who says nothing sees that they are there.
  return isTheirs && isForCase(purpose, about) ? { kind: 'CLEAR', basis } : { kind: 'MASKED' };
}

const isIn = (units: readonly string[], unit: string | undefined): boolean =>
  unit !== undefined && units.includes(unit);

function decideForSupervisor({ purpose, province }: Asker, caller: Identity): View | undefined {
  const text = supervisesIn(caller, province) ? orderOf(purpose) : undefined;
  return text === undefined ? undefined : { kind: 'CLEAR', basis: { kind: 'ORDER', text } };
}
