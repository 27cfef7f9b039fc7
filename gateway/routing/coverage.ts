import type { MissingReason as MissingReasonList } from '../../schema/code-lists.js';
import type { ErrorCode } from '../../schema/error-codes.js';
import type { Failed } from './fan-out.js';
import type { FilledObject } from './project.js';

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

/** Whom a gathered answer covers. */
export interface Covered {
  /** Letter codes, in the order of the registry. */
  readonly asked: readonly string[];
  readonly missing: readonly Failed[];
  readonly missingSince: (code: string) => Date;
}

/** The contract's `Coverage` of a gathered answer. Exact only when every asked province answered. */
export function coverageOf({ asked, missing, missingSince }: Covered): FilledObject {
  const absent = new Set(missing.map(({ province }) => province));
  return {
    __typename: 'Coverage',
    exact: missing.length === 0,
    asked: asked.map(provinceReference),
    answered: asked.filter((code) => !absent.has(code)).map(provinceReference),
    missing: asked
      .flatMap((code) => missing.filter(({ province }) => province === code))
      .map((failure) => missingProvince(failure, missingSince(failure.province))),
  };
}

function missingProvince({ province, fault }: Failed, since: Date): FilledObject {
  return {
    __typename: 'MissingProvince',
    province: provinceReference(province),
    reason: missingReason(fault.code),
    since: since.toISOString(),
    message: fault.code === 'PROVINCE_MAINTENANCE' ? fault.message : null,
  };
}
