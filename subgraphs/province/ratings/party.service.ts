import { type Identity, supervisesIn } from '../../../schema/identity.js';
import type { RatingPartyCode } from '../../../schema/rating-lists.js';
import { isApplicant } from '../access/own-case.js';
import { isOfUnit } from '../access/unit.rules.js';
import type { RatingRow, RatingStepRow } from './rating.entity.js';
import { publicStates } from './states.rules.js';

/** As what somebody takes part in a rating in a province; undefined when he does not. */
export function partyOf(
  caller: Identity | undefined,
  row: RatingRow,
  province: string,
): Exclude<RatingPartyCode, 'SYSTEM'> | undefined {
  if (caller === undefined) return undefined;
  if (supervisesIn(caller, province)) return 'SUPERVISOR';
  const isHere = row.responsible_province === province;
  if (isHere && isOfUnit(caller, { province, unit: row.responsible_unit })) return 'UNIT';
  const isPerson = caller.role === 'citizen' || caller.role === 'app';
  return isPerson && isApplicant(caller, { person: row.rater_person, subject: row.rater_subject })
    ? 'RATER'
    : undefined;
}

/** True for a supervisor who neither belongs to the unit that answers for the rating nor has acted for one. */
export const isOutsideUnit = (
  { role, unit, subject }: Identity,
  row: RatingRow,
  steps: readonly Pick<RatingStepRow, 'party' | 'subject'>[],
): boolean =>
  role === 'supervisor' &&
  unit !== row.responsible_unit &&
  !steps.some((step) => step.party === 'UNIT' && step.subject === subject);

/** True for a rating that everybody sees, without its text. */
export const isPublic = ({ state }: RatingRow): boolean => publicStates.includes(state);
