import type { ErrorCode } from '../../schema/error-codes.js';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import type { UpstreamErrorEntry } from '../upstream/read-answer.js';

/** What a province may say of an argument; the caller can mend it. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  BAD_ID: 'BAD_ID',
  BAD_CURSOR: 'BAD_CURSOR',
  BAD_PAGE_SIZE: 'BAD_PAGE_SIZE',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  UNKNOWN_PROVINCE: 'UNKNOWN_PROVINCE',
  NO_PERSON: 'NO_PERSON',
  // Who asks is known to be who he is; what he asks for is for others, as this province sees it.
  FORBIDDEN: 'FORBIDDEN',
  // The gateway has validated the document; what is left to a province are literals of scalars that only it can read.
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
};

// What tells the client more than that there is trouble: whether anything was done, and whether it ever could be.
const isTold = (code: unknown): code is 'TRAIL_UNAVAILABLE' | 'NOT_OFFERED' =>
  code === 'TRAIL_UNAVAILABLE' || code === 'NOT_OFFERED';

/** The caller's mistake that a province's error code stands for, or undefined when it is the province's own trouble. */
export function refusalCode(code: unknown): ErrorCode | undefined {
  return typeof code === 'string' && Object.hasOwn(refusals, code) ? refusals[code] : undefined;
}

/** The code of the published list that a province's error code stands for. */
export function publicCode(code: unknown): ErrorCode {
  return refusalCode(code) ?? (isTold(code) ? code : 'PROVINCE_FAULT');
}

/**
 * A province's error as clients may see it: a code of the published list, and our message for it. The province's own
 * message may hold anything, so it goes no further than the cause.
 */
export function provinceErrorEntry(
  error: UpstreamErrorEntry,
  province: string,
  fallbackPath: readonly (string | number)[],
): ErrorEntry {
  const [root] = fallbackPath;
  // A path that begins elsewhere would blame a field that this province was not asked for.
  const path = root === undefined || error.path?.[0] === root ? (error.path ?? fallbackPath) : fallbackPath;
  return errorEntry(new Fault(publicCode(error.code), undefined, { province, path, cause: error.message }));
}
