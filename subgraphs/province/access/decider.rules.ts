import type { DeciderKind } from '../../../schema/access-lists.js';
import { type ClauseName, formatClause } from '../shared/agreement.js';

/** What decides about an access, by name. */
export interface Decider {
  readonly kind: keyof typeof DeciderKind.entries;
  readonly name: string;
}

/** The documents by which every item of the national catalogue is handled across provinces. */
export const NATIONAL_LIST: Decider = { kind: 'NATIONAL_LIST', name: '国办发〔2020〕35号、国办发〔2022〕34号' };

/** A clause as a decider. */
export function decidingClause(clause: ClauseName, kind: 'CLAUSE' | 'GRANT'): Decider {
  return { kind, name: formatClause(clause) };
}
