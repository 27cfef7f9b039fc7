import type { Identity } from '../../../schema/identity.js';
import { isOfUnit } from '../access/unit.rules.js';
import type { CaseNeeds } from '../cases/index.js';
import type { Bureau } from './course.service.js';

/**
 * True for a clerk or an officer of the unit that has a case here. No unit has one that is only received here; a draft,
 * none but that which holds the applicant's mandate.
 */
export function isOfHandlingUnit(
  { instance }: Pick<Bureau, 'instance'>,
  caller: Identity | undefined,
  { unitCode, mandateUnit, isHandledHere, isSubmitted }: CaseNeeds,
): boolean {
  const unit = isSubmitted ? unitCode : mandateUnit;
  return isHandledHere && isOfUnit(caller, { province: instance.code, unit });
}
