import type { MissingReason as MissingReasonList } from '../../schema/code-lists.js';
import type { ErrorCode } from '../../schema/error-codes.js';
import type { Failed } from './fan-out.js';
import type { FilledObject } from './selection.js';

/** Why a province is missing, as the contract's enum of that name has it. */
export type MissingReason = keyof typeof MissingReasonList.entries;

const reasons: Partial<Record<ErrorCode, MissingReason>> = {
  PROVINCE_UNREACHABLE: 'UNREACHABLE',
  PROVINCE_TIMEOUT: 'TIMEOUT',
  PROVINCE_MAINTENANCE: 'MAINTENANCE',
  CONTRACT_BREACH: 'CONTRACT_BREACH',
};

/** The reason that stands in `coverage.missing` for a fault code. */
export function missingReason(code: ErrorCode): MissingReason {
  return reasons[code] ?? 'FAULT';
}

/** A reference to a province; its name and all else come from the national subgraph. */
export function provinceReference(code: string): FilledObject {
  return { __typename: 'Province', code };
}

/** The contract's `Coverage` of a gathered answer. Exact only when every asked province answered. */
export function coverageOf(asked: readonly string[], missing: readonly Failed[]): FilledObject {
  const absent = new Set(missing.map(({ province }) => province));
  return {
    __typename: 'Coverage',
    exact: missing.length === 0,
    asked: asked.map(provinceReference),
    answered: asked.filter((code) => !absent.has(code)).map(provinceReference),
    missing: asked.flatMap((code) => missing.filter(({ province }) => province === code)).map(missingProvince),
  };
}

function missingProvince({ province, fault }: Failed): FilledObject {
  return {
    __typename: 'MissingProvince',
    province: provinceReference(province),
    reason: missingReason(fault.code),
    message: fault.code === 'PROVINCE_MAINTENANCE' ? fault.message : null,
  };
}
