import type { ErrorCode } from '../../schema/error-codes.js';
import type { Failed } from './fan-out.js';
import { missingReason, type MissingReason } from './missing-reason.js';
import type { FilledObject } from './project.js';

/** A reference to a province; its name and all else come from the national subgraph. */
export function provinceReference(code: string): FilledObject {
  return { __typename: 'Province', code };
}

/** A province of which rows are not in an answer, or not in the pages up to it. */
export interface Missing {
  readonly province: string;
  readonly reason: MissingReason;
  readonly since: Date;
  /** What the province has announced: a notice of maintenance. */
  readonly message: string | null;
  /** True when rows before the page's cursor are lacking too: the province was missing from an earlier page. */
  readonly behindCursor: boolean;
}

/** What is known of provinces that are missing, and since when. */
export interface Absence {
  /** Letter codes, in the order of the registry. */
  readonly asked: readonly string[];
  /** Provinces that were missing from the pages before this one. */
  readonly behind: ReadonlyMap<string, Date>;
  readonly missingSince: (code: string) => Date;
}

// What these say was written for clients; of other faults only the reason is told.
const announced: ReadonlySet<ErrorCode> = new Set([
  'PROVINCE_MAINTENANCE',
  'PROVINCE_DISABLED',
  'PROVINCE_DEREGISTERING',
]);

/** Who is missing, in the order of the registry: those who failed now, and those who did on an earlier page. */
export function listMissing(failures: readonly Failed[], { asked, behind, missingSince }: Absence): readonly Missing[] {
  const faults = new Map(failures.map(({ province, fault }) => [province, fault]));
  return asked.flatMap((province): Missing[] => {
    const fault = faults.get(province);
    const behindSince = behind.get(province);
    const behindCursor = behindSince !== undefined;
    if (fault !== undefined) {
      const message = announced.has(fault.code) ? fault.message : null;
      return [{ province, reason: missingReason(fault.code), since: missingSince(province), message, behindCursor }];
    }
    if (behindSince === undefined) return [];
    return [{ province, reason: 'BEHIND_CURSOR', since: behindSince, message: null, behindCursor }];
  });
}

/** Whom a gathered answer covers: the contract's `Coverage`. */
export interface Covered {
  /** Letter codes, in the order of the registry. */
  readonly asked: readonly string[];
  readonly missing: readonly Missing[];
}

/** The contract's `Coverage`. A province that is only behind the cursor has answered, and yet the whole is not exact. */
export function coverageOf({ asked, missing }: Covered): FilledObject {
  const absent = new Set(missing.flatMap(({ province, reason }) => (reason === 'BEHIND_CURSOR' ? [] : [province])));
  return {
    __typename: 'Coverage',
    exact: missing.length === 0,
    asked: asked.map(provinceReference),
    answered: asked.filter((code) => !absent.has(code)).map(provinceReference),
    missing: missing.map(({ province, reason, since, message, behindCursor }) => ({
      __typename: 'MissingProvince',
      province: provinceReference(province),
      reason,
      since: reason === 'NOT_OFFERED' ? null : since.toISOString(), // it answers, and never had this
      message,
      behindCursor,
    })),
  };
}
