import type { Span, Tracing } from '../../telemetry/tracing.js';
import { readTraceHeaders, type TraceContext, type TraceHeaders } from './trace-context.js';

/** What is told of an operation. Its name and its text are the client's, and are not. */
export interface TracedOperation {
  readonly kind: string;
  /** Tells documents apart. */
  readonly documentHash: string;
}

/** The trace of an operation that is told to a collector. */
export interface OperationTrace extends TraceContext {
  /** The plan is there, or is not needed: the first fetch begins. To be said before each fetch. */
  planned(): void;
  end(failure: string | undefined): void;
}

/** Begins the span of an operation, in the client's trace where there is one. */
export function traceOperation(
  tracing: Tracing,
  headers: TraceHeaders,
  { kind, documentHash }: TracedOperation,
): OperationTrace {
  const { parent, state } = readTraceHeaders(headers);
  const beganAt = Date.now();
  const attributes = { 'graphql.operation.type': kind, 'graphql.document.hash': documentHash };
  const span = tracing.begin(kind, { kind: 'server', parent, attributes });
  let isPlanned = false;
  return {
    state,
    nextParent: () => span.traceparent,
    planned() {
      if (isPlanned) return;
      isPlanned = true;
      tracing.begin('plan', { kind: 'internal', parent: span, beganAt }).end();
    },
    call: (upstream) =>
      asCall(tracing.begin('call', { kind: 'client', parent: span, attributes: { upstream } }), state),
    end: (failure) => span.end(failure),
  };
}

function asCall(span: Span, state: string | undefined): ReturnType<NonNullable<TraceContext['call']>> {
  return { state, nextParent: () => span.traceparent, end: (failure) => span.end(failure) };
}
