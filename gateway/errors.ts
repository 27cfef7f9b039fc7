import { errorCodes, type ErrorCode } from '../schema/error-codes.js';

export interface FaultOptions {
  /** Letter code of the province at fault, when there is one. */
  readonly province?: string | undefined;
  /** Where in the answer the null stands that this fault explains. */
  readonly path?: readonly (string | number)[] | undefined;
  /** The technical story, for the log only. */
  readonly cause?: unknown;
  /** When the same request may be sent again, where that is known. */
  readonly retryAfterMs?: number | undefined;
}

/** Why the system did not do what it was asked, in a word: `ENOENT`. */
export function asReason(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : String(thrown);
}

/** Something that an answer must report. `message` is safe for the public; the technical story goes into `cause`. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: ErrorCode;
  readonly province: string | undefined;
  readonly path: readonly (string | number)[] | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string = errorCodes[code].message, options: FaultOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.province = options.province;
    this.path = options.path;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What the operator has to mend before the gateway can start; every line names the place and the cure. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** A bug of ours: an impossible state. Masked as INTERNAL at the edge. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/** Throws {@link BugError} when `condition` does not hold. Never for bad input, which is a {@link Fault}. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === undefined || condition === null) throw new BugError(message);
}

/** One entry of a response's `errors`, as this gateway writes it. */
export interface ErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: {
    readonly code: ErrorCode;
    readonly province?: string;
    readonly retryable: boolean;
    readonly requestId?: string;
  };
}

/** The public entry of a fault: code, province and place, and nothing of its cause. */
export function errorEntry(fault: Fault): ErrorEntry {
  return {
    message: fault.message,
    ...(fault.path === undefined ? {} : { path: fault.path }),
    extensions: {
      code: fault.code,
      ...(fault.province === undefined ? {} : { province: fault.province }),
      retryable: errorCodes[fault.code].retryable,
    },
  };
}
