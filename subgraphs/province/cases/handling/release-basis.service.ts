import type { AccessBasis } from '../../../../schema/trail-lists.js';
import { formatClause, isClause } from '../../shared/agreement.js';
import type { FileContent } from './handling.entity.js';

/** Upon what data of a case are read: the clause under which it is handled, or the national list that names its item. */
export function basisOf({ basis, itemCode }: Pick<FileContent, 'basis' | 'itemCode'>): AccessBasis {
  return isClause(basis) ? { kind: 'AGREEMENT', text: formatClause(basis) } : listed(itemCode);
}

/** What is handled because the national list names it. */
export const listed = (itemCode: string): AccessBasis => ({ kind: 'NATIONAL_LIST', text: itemCode });
