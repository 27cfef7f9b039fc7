import type { ErrorCode } from '../../schema/error-codes.js';
import { Fault } from '../errors.js';
import type { ProvinceEntry } from '../provinces/registry.js';
import type { ProvinceStatus } from '../provinces/status.js';
import { startDeadline, type Deadline } from '../resilience/deadline.js';
import { UpstreamError, type Upstream, type UpstreamAnswer, type UpstreamFailure } from '../upstream/post-graphql.js';

/** What one province contributed. Partial answers are data, not exceptions. */
export type Outcome<T = UpstreamAnswer> =
  | { readonly status: 'answered'; readonly province: string; readonly value: T }
  | { readonly status: 'failed'; readonly province: string; readonly fault: Fault };

export type Answered<T = UpstreamAnswer> = Extract<Outcome<T>, { status: 'answered' }>;
export type Failed = Extract<Outcome, { status: 'failed' }>;

/** What routing needs to ask provinces anything. */
export interface Asking {
  readonly upstream: Upstream;
  /** Deadline of the whole operation. */
  readonly deadline: Deadline;
  /** A province that takes longer is reported as missing; the others' answers are not held up. */
  readonly provinceTimeoutMs: number;
  readonly status: ProvinceStatus;
}

/** Asks all at once; the outcomes come in the order of `requests`, and the promise never rejects for a province's fault. */
export async function fanOut(
  requests: readonly { readonly province: ProvinceEntry; readonly body: string }[],
  asking: Asking,
): Promise<Outcome[]> {
  // One timer for all of them: the soft deadline of this fan-out, never later than the operation's own.
  using deadline = startDeadline(asking.provinceTimeoutMs, asking.deadline);
  return await Promise.all(requests.map(({ province, body }) => ask(province, body, { asking, deadline })));
}

async function ask(
  province: ProvinceEntry,
  body: string,
  { asking, deadline }: { readonly asking: Asking; readonly deadline: Deadline },
): Promise<Outcome> {
  if (province.maintenance !== undefined) {
    return failed(province.code, 'PROVINCE_MAINTENANCE', { message: province.maintenance });
  }
  try {
    const value = await asking.upstream.post(province.url, body, deadline);
    return { status: 'answered', province: province.code, value };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return failed(province.code, faultCodes[error.failure], { cause: error });
  }
}

const faultCodes: Readonly<Record<UpstreamFailure, ErrorCode>> = {
  unreachable: 'PROVINCE_UNREACHABLE',
  timeout: 'PROVINCE_TIMEOUT',
  cancelled: 'PROVINCE_TIMEOUT',
  fault: 'PROVINCE_FAULT',
  breach: 'CONTRACT_BREACH',
};

/** Notes how the provinces did, once it is known whether what they answered can be used. */
export function noteOutcomes(outcomes: readonly Outcome<unknown>[], { status }: Asking): void {
  for (const outcome of outcomes) {
    if (outcome.status === 'answered') status.noteAnswered(outcome.province);
    else status.noteFailed(outcome.province, outcome.fault);
  }
}

/** The outcome of a province that contributes nothing. `message` is what clients read, `cause` is for the log. */
export function failed(
  province: string,
  code: ErrorCode,
  { message, cause }: { readonly message?: string; readonly cause?: unknown } = {},
): Failed {
  return { status: 'failed', province, fault: new Fault(code, message, { province, cause }) };
}
