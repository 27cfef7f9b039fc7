import { audienceOf, authorityMatrix, rolesFor } from '../../schema/authority-matrix.js';
import type { Identity } from '../../schema/identity.js';
import { Fault } from '../errors.js';

/**
 * Why a caller may not have a list as a file, or undefined when he may. What stands in the list is guarded besides, for
 * each page, as anywhere else.
 */
export function refuseExport(identity: Identity | undefined): Fault | undefined {
  if (identity?.role !== undefined && rolesFor('exportData').includes(identity.role)) return undefined;
  const { zh, en } = authorityMatrix['exportData'];
  const audience = audienceOf('exportData');
  const message = `${zh}（exportData）：${audience.zh}。 · To ${en} (exportData) is for: ${audience.en}.`;
  return new Fault(identity === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN', message);
}
