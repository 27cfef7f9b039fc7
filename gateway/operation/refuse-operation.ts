import type { GraphQLError } from 'graphql';
import type { ErrorCode } from '../../schema/error-codes.js';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';

/** What the caller has to mend before an operation can run. */
export interface Refusal {
  readonly ok: false;
  readonly errors: readonly ErrorEntry[];
}

// Enough to mend a request by; an answer must not grow with the number of mistakes in it.
export const MAX_ERRORS = 20;
// Messages of coercion quote the value, which may be as long as the body.
const MAX_MESSAGE = 500;

// How graphql 16 ends a message with names of the schema that are like a wrong one.
const SUGGESTION = / Did you mean [^]*$/;

/** The same refusal without names of the schema that the caller did not write himself. */
export function withoutSuggestions({ errors }: Refusal): Refusal {
  return { ok: false, errors: errors.map((error) => ({ ...error, message: error.message.replace(SUGGESTION, '') })) };
}

/** Writes mistakes of the caller's as errors of one code: at most twenty, each short, with places in the document. */
export function refuseOperation(code: ErrorCode, errors: readonly GraphQLError[]): Refusal {
  return {
    ok: false,
    errors: errors.slice(0, MAX_ERRORS).map(({ message, locations }) => ({
      ...errorEntry(new Fault(code, message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message)),
      ...(locations === undefined ? {} : { locations }),
    })),
  };
}
