import { type ErrorCode, errorCodes } from '../../schema/error-codes.js';

/** A fault that a client may read about. `message` is safe for the public; the technical story goes into `cause`. */
export class SubgraphError extends Error {
  override readonly name = 'SubgraphError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = errorCodes[code].message, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The process cannot start; `message` says in one sentence why and what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** The database cannot be used; `message` names its place and the cure. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The file, or the server with database and schema; never with a password. */
  readonly place: string;

  constructor(message: string, options: { place: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.place = options.place;
  }
}

/** What was thrown, as an error. By its shape, since inside a jest test Node's own errors are of another realm. */
export function asError(thrown: unknown): Error {
  return isErrorShaped(thrown) ? thrown : new Error(String(thrown));
}

function isErrorShaped(thrown: unknown): thrown is Error {
  if (typeof thrown !== 'object' || thrown === null || !('name' in thrown) || !('message' in thrown)) return false;
  return typeof thrown.name === 'string' && typeof thrown.message === 'string';
}
