import type { ErrorCode } from '../../schema/error-codes.js';
import { Fault } from '../errors.js';
import type { NoticeState } from '../provinces/notice.js';
import type { ProvinceEntry } from '../provinces/registry.js';
import type { ProvinceStatus } from '../provinces/status.js';
import type { TraceContext } from '../observability/trace-context.js';
import type { Breaker } from '../resilience/breaker.js';
import type { Deadline } from '../resilience/deadline.js';
import type { OperationScope } from './operation-scope.js';
import { hasAnswered, MaintenanceError, UpstreamError, type UpstreamFailure } from '../upstream/upstream-error.js';
import type { Upstream, UpstreamRequest } from '../upstream/post-graphql.js';
import type { UpstreamAnswer } from '../upstream/read-answer.js';

/** What one province contributed. Partial answers are data, not exceptions. */
export type Outcome<T = UpstreamAnswer> =
  | { readonly status: 'answered'; readonly province: string; readonly tookMs: number; readonly value: T }
  | { readonly status: 'failed'; readonly province: string; readonly tookMs: number; readonly fault: Fault };

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
  /** Spares callers the wait for a province that does not answer; undefined where each call is to be made. */
  readonly breaker: Breaker | undefined;
  readonly timedOut: OperationScope['timedOut'];
  readonly explanation: OperationScope['explanation'];
  /** False for a mutation, which is never sent twice. */
  readonly isRead: boolean;
  /** True where nothing new may begin in the province, which is asked for that while it leaves. */
  readonly isUnderWay?: boolean;
  readonly trace: TraceContext | undefined;
  readonly passport: OperationScope['passport'];
  /** Reads the data of an answer that is written as expected. */
  readonly read?: UpstreamRequest['read'];
}

/** Asks all at once; the outcomes come in the order of `requests`, and the promise never rejects for a province's fault. */
export async function fanOut(
  requests: readonly { readonly province: ProvinceEntry; readonly body: string }[],
  asking: Asking,
): Promise<Outcome[]> {
  return await Promise.all(requests.map(({ province, body }) => ask(province, body, asking)));
}

async function ask(province: ProvinceEntry, body: string, asking: Asking): Promise<Outcome> {
  const { isRead, trace, passport, read, provinceTimeoutMs: limitMs } = asking;
  const { code, url } = province;
  const unasked = whyUnasked(province, asking);
  if (unasked !== undefined) return { status: 'failed', province: code, tookMs: 0, fault: unasked };
  if (asking.timedOut.has(code)) return failed(code, 'PROVINCE_TIMEOUT', { cause: 'timed out in this operation' });
  const silence = asking.breaker?.enter(url);
  if (silence !== undefined) return failed(code, faultCodes[silence], { cause: 'it has not answered for some time' });
  const call = trace?.call?.(code);
  const began = performance.now();
  // Whoever has less time than a province may take gives up for his own reasons.
  const isPatient = asking.deadline.endsAt - began >= limitMs;
  try {
    const request = { url, body, isRead, limitMs, trace: call ?? trace, passport, read };
    const value = await asking.upstream.post(request, asking.deadline);
    call?.end();
    asking.breaker?.left(url, 'answered');
    return { status: 'answered', province: code, tookMs: performance.now() - began, value };
  } catch (error) {
    const isExpected = error instanceof UpstreamError;
    asking.breaker?.left(url, isExpected ? outcomeOf(error.failure, isPatient) : undefined);
    if (!isExpected) throw error;
    call?.end(error.failure);
    if (error.failure === 'timeout') asking.timedOut.add(code);
    const tookMs = performance.now() - began;
    return { status: 'failed', province: code, tookMs, fault: provinceFault(error, code) };
  }
}

function outcomeOf(failure: UpstreamFailure, isPatient: boolean): Parameters<Breaker['left']>[1] {
  if (hasAnswered(failure)) return 'answered';
  if (failure === 'unreachable') return failure;
  return failure === 'timeout' && isPatient ? failure : undefined;
}

/** Why a province is not asked at present; undefined when it is. */
export function whyUnasked(
  { code, notice }: ProvinceEntry,
  { status, isUnderWay = false }: Pick<Asking, 'status' | 'isUnderWay'>,
): Fault | undefined {
  const fault = notice && noticeFaults[notice.state];
  const isExempt = fault === 'PROVINCE_DEREGISTERING' && isUnderWay;
  if (fault !== undefined && !isExempt) return new Fault(fault, notice?.message, { province: code });
  const quarantine = status.quarantineOf(code);
  return quarantine && new Fault('CONTRACT_BREACH', undefined, { province: code, cause: quarantine.reason });
}

// Nobody asks those that have only asked to take part: a registry keeps them apart.
const noticeFaults: Readonly<Record<NoticeState, ErrorCode>> = {
  MAINTENANCE: 'PROVINCE_MAINTENANCE',
  DISABLED: 'PROVINCE_DISABLED',
  DEREGISTERING: 'PROVINCE_DEREGISTERING',
  REGISTRATION_REQUESTED: 'UNKNOWN_PROVINCE',
};

/** Why a province gave nothing, as clients may see it. */
export function provinceFault(error: UpstreamError, province: string): Fault {
  const notice = error instanceof MaintenanceError ? error.notice : undefined;
  return new Fault(faultCodes[error.failure], notice, { province, cause: error });
}

const faultCodes: Readonly<Record<UpstreamFailure, ErrorCode>> = {
  unreachable: 'PROVINCE_UNREACHABLE',
  timeout: 'PROVINCE_TIMEOUT',
  cancelled: 'PROVINCE_TIMEOUT',
  fault: 'PROVINCE_FAULT',
  breach: 'CONTRACT_BREACH',
  maintenance: 'PROVINCE_MAINTENANCE',
};

/**
 * Notes how the provinces did, once it is known whether what they answered can be used. One that says that it does not
 * offer something has answered.
 */
export function noteOutcomes(outcomes: readonly Outcome<unknown>[], { status }: Asking): void {
  for (const outcome of outcomes) {
    const code = outcome.status === 'answered' ? undefined : outcome.fault.code;
    if (outcome.status === 'answered' || code === 'NOT_OFFERED') status.noteAnswered(outcome.province, outcome.tookMs);
    // A province that leaves answers some questions and not others: that is no trouble that comes and goes.
    else if (code !== 'PROVINCE_DEREGISTERING') status.noteFailed(outcome.province, outcome.fault, outcome.tookMs);
  }
}

/** The outcome of a province that contributes nothing. `message` is what clients read, `cause` is for the log. */
export function failed(
  province: string,
  code: ErrorCode,
  {
    message,
    cause,
    tookMs = 0,
  }: { readonly message?: string; readonly cause?: unknown; readonly tookMs?: number } = {},
): Failed {
  return { status: 'failed', province, tookMs, fault: new Fault(code, message, { province, cause }) };
}
