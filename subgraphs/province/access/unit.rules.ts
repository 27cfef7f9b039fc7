import type { Identity } from '../../../schema/identity.js';

/** A unit of a province; null where none has what it is about. */
export interface UnitOfProvince {
  readonly province: string;
  readonly unit: string | null;
}

/** The unit that has what no other unit has: the coordinators of a province. */
export const COORDINATION = 'COORDINATION';

/** True for a clerk or an officer of the unit that has something in a province, and for coordinators of theirs. */
export function isOfUnit(caller: Identity | undefined, { province, unit }: UnitOfProvince): boolean {
  if (unit === COORDINATION) return caller?.role === 'coordinator' && caller.province === province;
  const isStaff = caller?.role === 'officer' || caller?.role === 'clerk';
  return isStaff && unit !== null && caller.province === province && caller.unit === unit;
}
