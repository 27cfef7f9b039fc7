import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Span as OtelSpan, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracingOptions } from './config.js';
import type { Span, SpanOptions, Traced, Tracing } from './tracing.js';

// Some 1 kB each. What comes while so many wait is lost: traces are a sample anyway, and memory is for answers.
const MAX_WAITING = 2048;
const SEND_EVERY_MS = 2_000;
// A collector stands nearby; the same bounds the end of the process.
const SEND_LIMIT_MS = 3_000;

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Traces that are sent by OTLP over HTTP, in batches and beside the requests. */
export function createOtlpTracing({ endpoint, ratio }: TracingOptions, traced: Traced): Tracing {
  const sampler = new TraceIdRatioBasedSampler(ratio);
  const own = { root: sampler, remoteParentSampled: sampler, remoteParentNotSampled: sampler };
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: SEND_LIMIT_MS });
  const provider = new TracerProvider({
    sampler: new ParentBasedSampler(traced.trustsCaller ? { root: sampler } : own),
    resource: resourceFromAttributes({ 'service.name': traced.service }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: tellChanges(exporter, traced.onChange),
        maxQueueSize: MAX_WAITING,
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: SEND_LIMIT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('tongban');
  const active = new AsyncLocalStorage<Span>();
  return {
    begin(name, options) {
      const { kind, attributes = {}, beganAt } = options;
      const settings = { kind: kinds[kind], attributes, ...(beganAt === undefined ? {} : { startTime: beganAt }) };
      return new OtlpSpan(tracer.startSpan(name, settings, contextOf(options.parent)));
    },
    within: (span, work) => active.run(span, work),
    current: () => active.getStore(),
    [Symbol.asyncDispose]: () => inTime(provider.shutdown()),
  };
}

class OtlpSpan implements Span {
  readonly traceparent: string;

  constructor(readonly inner: OtelSpan) {
    const { traceId, spanId, traceFlags } = inner.spanContext();
    this.traceparent = `00-${traceId}-${spanId}-0${(traceFlags & 0b11).toString(16)}`;
  }

  end(failure?: string): void {
    if (failure !== undefined) this.inner.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure);
    this.inner.end();
  }
}

// As in gateway/observability/trace-context.ts; what is malformed is no parent.
const PARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

function contextOf(parent: SpanOptions['parent']): Context {
  if (parent instanceof OtlpSpan) return trace.setSpan(ROOT_CONTEXT, parent.inner);
  const [, traceId, spanId, flags] = (typeof parent === 'string' ? PARENT.exec(parent) : null) ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags ?? '0', 16) & 0b11;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** The same exporter; a collector that is away is told once, and once more when it is back. */
function tellChanges(exporter: SpanExporter, onChange: Traced['onChange']): SpanExporter {
  let isSending = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const isSent = result.error === undefined;
        if (isSent !== isSending) onChange(isSent, result.error?.message);
        isSending = isSent;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}

async function inTime(ending: Promise<void>): Promise<void> {
  const limit = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => limit.resolve(undefined), SEND_LIMIT_MS);
  await Promise.race([ending.catch(() => undefined), limit.promise]);
  clearTimeout(timer);
}
