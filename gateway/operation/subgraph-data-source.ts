import type { ErrorCode } from '../../schema/error-codes.js';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import type { GatewayMeters } from '../observability/gateway-metrics.js';
import type { TraceContext } from '../observability/trace-context.js';
import type { Deadline } from '../resilience/deadline.js';
import { UpstreamError, type UpstreamFailure } from '../upstream/upstream-error.js';
import type { Upstream, UpstreamRequest } from '../upstream/post-graphql.js';
import type { UpstreamAnswer } from '../upstream/read-answer.js';

/** One fetch of a query plan, for an ordinary subgraph. */
export interface SubgraphFetch {
  readonly kind: 'query' | 'mutation';
  /** The GraphQL request as JSON text. */
  readonly body: string;
  readonly deadline: Deadline;
  readonly trace: TraceContext;
  readonly passport: UpstreamRequest['passport'];
  /** Reads the data of an answer that is written as expected. */
  readonly read: UpstreamRequest['read'];
}

/** An ordinary subgraph, and who counts its calls. */
export interface Subgraph {
  readonly name: string;
  readonly url: URL;
  readonly meters: GatewayMeters | undefined;
}

export interface SubgraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly ErrorEntry[];
}

const faultCodes: Readonly<Record<UpstreamFailure, ErrorCode>> = {
  unreachable: 'SUBGRAPH_UNREACHABLE',
  timeout: 'SUBGRAPH_TIMEOUT',
  cancelled: 'SUBGRAPH_TIMEOUT',
  fault: 'SUBGRAPH_FAULT',
  breach: 'SUBGRAPH_FAULT',
  maintenance: 'SUBGRAPH_UNREACHABLE',
};

/** Asks an ordinary subgraph. Never rejects for a fault of the subgraph: that is an error entry beside null data. */
export async function askSubgraph(
  { name, url, meters }: Subgraph,
  upstream: Upstream,
  fetch: SubgraphFetch,
): Promise<SubgraphAnswer> {
  const call = fetch.trace.call?.(name);
  const began = performance.now();
  try {
    // Written out: an object made by spreading costs every request more than all the rest of this function.
    const { body, kind, trace, passport, deadline, read } = fetch;
    const request = { url, body, isRead: kind === 'query', trace: call ?? trace, passport, read };
    const answer = await upstream.post(request, deadline);
    call?.end();
    meters?.called({ upstream: name, outcome: 'answered' }, performance.now() - began);
    return readSubgraph(answer);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    call?.end(error.failure);
    const fault = subgraphFault(error);
    const outcome = error.failure === 'cancelled' ? 'cancelled' : fault.code;
    meters?.called({ upstream: name, outcome }, performance.now() - began);
    return { data: null, errors: [errorEntry(fault)] };
  }
}

/** The answer of an ordinary subgraph as clients may see it. */
export function readSubgraph({ data, errors }: UpstreamAnswer): SubgraphAnswer {
  return {
    data,
    // The subgraph's own message may hold anything, so clients read ours; its path says where.
    errors: errors.map(({ path, code, message }) =>
      errorEntry(new Fault(isCallersCode(code) ? code : 'SUBGRAPH_FAULT', undefined, { path, cause: message })),
    ),
  };
}

/** Why an ordinary subgraph gave nothing, as clients may see it. */
export function subgraphFault(error: UpstreamError): Fault {
  return new Fault(faultCodes[error.failure], undefined, { cause: error });
}

/** Codes by which a subgraph may say that the caller's argument was wrong. */
function isCallersCode(code: unknown): code is ErrorCode {
  return code === 'BAD_USER_INPUT' || code === 'BAD_ID' || code === 'UNKNOWN_PROVINCE';
}
