import { isOrdered } from '../access/own-case.service.js';
import { isOfUnit } from '../access/unit.rules.js';
import type { ProvinceContext } from '../context.js';
import { fromJson } from '../storage/stored.js';
import { findCase } from './case.service.js';
import { isConcerned } from './handling/concerned.service.js';
import { findHandledCase } from './handling/read-handling.service.js';

/**
 * Whether a case concerns the caller, so that he sees what was written about it: as {@link isConcerned}; of a mere
 * record, the person and the unit that has accepted it, and who supervises here under an order.
 */
export async function isConcernedByCase(context: ProvinceContext, caseId: string): Promise<boolean> {
  const handled = await findHandledCase(context, caseId);
  if (handled !== undefined) return isConcerned(context, handled.collaborationNo);
  const { caller, province } = context;
  const row = await findCase(context, caseId);
  if (row === undefined || caller === undefined) return false;
  if (isOrdered(context)) return true;
  const isOwn = caller.person !== undefined && caller.person === row.applicant_person;
  const unit = row.acceptance === null ? null : fromJson(row.acceptance).unitCode;
  return (
    ((caller.role === 'citizen' || caller.role === 'app') && isOwn) ||
    isOfUnit(caller, { province: province.code, unit })
  );
}
