import { type PolicyCode, policyParameters } from '../../../schema/policy-parameters.js';
import type { PolicyRefusalCode } from '../../../schema/policy-refusals.js';
import type { ListOrders } from '../../shared/list-request.js';

/** What somebody wants a parameter to be: a number, or null for the national value. */
export interface AskedValue {
  readonly code: PolicyCode;
  /** Undefined where nothing was said, which is not the same as null. */
  readonly value: number | null | undefined;
  readonly reason: string;
}

const MAX_REASON = 500;

/** Why a parameter may not be set so, given what the province has set; undefined when it may. */
export function refuseValue(set: number | null, { code, value, reason }: AskedValue): PolicyRefusalCode | undefined {
  if (value === undefined) return 'VALUE_MISSING';
  const isReason = reason.trim() !== '' && Array.from(reason).length <= MAX_REASON && reason.isWellFormed();
  if (!isReason || reason.includes('\0')) return 'REASON_MISSING';
  const { min, max } = policyParameters[code];
  if (value !== null && (value < min || value > max)) return 'VALUE_OUT_OF_BOUNDS';
  return value === set ? 'NOTHING_CHANGES' : undefined;
}

/** The one order of the list of changes: the newest first, and those of one parameter as they followed on each other. */
export const changeOrders = {
  fields: {
    AT: { column: 'at', holds: 'TEXT', nullable: false, labelZh: '时间', labelEn: 'when' },
    SEQ: { column: 'seq', holds: 'INTEGER', nullable: false, labelZh: '次序', labelEn: 'order' },
  },
  defaultOrder: 'AT_DESC',
} as const satisfies ListOrders;
