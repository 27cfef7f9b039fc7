/** Why an upstream gave no usable answer. */
export type UpstreamFailure = 'unreachable' | 'timeout' | 'cancelled' | 'fault' | 'breach' | 'maintenance';

/** No usable answer from an upstream. The message is for the log; it names hosts and must not reach a client. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';

  constructor(
    readonly failure: UpstreamFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** An upstream does not answer by its own decision. `notice` is what it has announced, for clients. */
export class MaintenanceError extends UpstreamError {
  constructor(readonly notice: string | undefined) {
    super('maintenance', 'in maintenance');
  }
}

/** True when somebody was there: whoever refuses, is in maintenance, or answers nonsense has answered. */
export function hasAnswered(failure: UpstreamFailure): boolean {
  return failure !== 'unreachable' && failure !== 'timeout' && failure !== 'cancelled';
}
