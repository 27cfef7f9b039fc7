import type { Identity } from '../../../../schema/identity.js';
import { roles } from '../../../../schema/roles.js';

/** True for whoever works in a province that is a party: how to reach its people is for nobody else. */
export function isStaffOfParty(caller: Identity | undefined, parties: readonly string[]): boolean {
  if (caller?.role === undefined || caller.province === undefined) return false;
  return roles[caller.role].isOfProvince && parties.includes(caller.province);
}
