import { isOrdered } from '../access/own-case.service.js';
import { isOfUnit } from '../access/unit.rules.js';
import type { ProvinceContext } from '../context.js';
import { fromJson } from '../storage/stored.js';
import { viewForCopy } from './annotate-licence.service.js';
import type { AnnotatedCopyRow } from './licence.entity.js';
import { findLicence } from './licence.service.js';

/**
 * Whether an annotated copy concerns the caller, so that he sees what it is for: its holder, the unit that it was made by
 * or for, who may read the holder in clear for its case, and who supervises here under an order.
 */
export async function isConcernedByCopy(context: ProvinceContext, copy: AnnotatedCopyRow): Promise<boolean> {
  const { caller } = context;
  if (caller === undefined) return false;
  const { province, unit } = fromJson(copy.creator);
  if (isOrdered(context)) return true;
  if (province !== null && isOfUnit(caller, { province, unit })) return true;
  const licence = await findLicence(context, copy.licence_id);
  if (licence === undefined) return false;
  return (await viewForCopy(context, licence, copy.case_id))?.kind === 'CLEAR';
}
