import { SubgraphError } from '../../server/errors.js';
import { assertOwnCase } from '../access/own-case.service.js';
import { assertOwnLeg } from '../access/own-leg.service.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId, typeOfOwnId } from '../../shared/ids.js';

/**
 * Throws unless an id is of a case of this province that is the caller's own, or of a leg that his unit does for a case of
 * another province: what has materials of its own.
 */
export async function assertOwnSubject(context: ProvinceContext, id: string): Promise<void> {
  if (typeOfOwnId(id, context.province.code) === 'Leg') return assertOwnLeg(context, id);
  assertOwnId(id, 'Case', context.province.code);
  return assertOwnCase(context, id);
}

/** Whether {@link assertOwnSubject} lets the caller pass. */
export async function isOwnSubject(context: ProvinceContext, id: string): Promise<boolean> {
  try {
    await assertOwnSubject(context, id);
    return true;
  } catch (error) {
    if (error instanceof SubgraphError) return false;
    throw error;
  }
}
