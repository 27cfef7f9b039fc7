import { orderOf } from '../../../schema/purpose.js';
import type { ProvinceContext } from '../context.js';
import { commitAccess } from '../trail/index.js';
import { findApplicantOf } from './case-register.service.js';

/**
 * Enters into the trail of the applicant that a supervisor is about to read which materials a case has, by his order.
 * The applicant and the units of the case read what they work with, which is not entered.
 */
export async function enterOrder(context: ProvinceContext, caseId: string): Promise<void> {
  const { caller, passport, orm } = context;
  const text = orderOf(passport?.purpose);
  if (caller?.role !== 'supervisor' || text === undefined) return;
  const person = await findApplicantOf(orm.em, caseId);
  if (person === undefined) return; // nobody has said who applies, so it is nobody's trail
  await commitAccess(context, [{ person, classes: ['MATERIAL'], basis: { kind: 'ORDER', text }, caseId }]);
}
