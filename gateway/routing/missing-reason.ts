import type { ErrorCode } from '../../schema/error-codes.js';
import type { MissingReason as MissingReasonList } from '../../schema/graph-lists.js';

/** Why a province is missing, as the contract's enum of that name has it. */
export type MissingReason = keyof typeof MissingReasonList.entries;

const reasons: Partial<Record<ErrorCode, MissingReason>> = {
  PROVINCE_UNREACHABLE: 'UNREACHABLE',
  PROVINCE_TIMEOUT: 'TIMEOUT',
  PROVINCE_MAINTENANCE: 'MAINTENANCE',
  PROVINCE_DISABLED: 'DISABLED',
  PROVINCE_DEREGISTERING: 'DEREGISTERING',
  CONTRACT_BREACH: 'CONTRACT_BREACH',
  NOT_OFFERED: 'NOT_OFFERED',
};

/** The reason that stands in `coverage.missing` for a fault code. */
export function missingReason(code: ErrorCode): MissingReason {
  return reasons[code] ?? 'FAULT';
}
