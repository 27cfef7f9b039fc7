/** What a span may say: codes, counts and names of ours. Nothing that a client or a person has written. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** Something that has begun and is told when it has ended. */
export interface Span {
  /** What a call that belongs to it carries on (W3C Trace Context). */
  readonly traceparent: string;
  /** Tells it; `failure` is a code. A span that is never ended is never told. */
  end(failure?: string): void;
}

export interface SpanOptions {
  readonly kind: 'server' | 'client' | 'internal';
  /** A span of this process, or the `traceparent` of another. */
  readonly parent: Span | string | undefined;
  readonly attributes?: SpanAttributes;
  /** By `Date.now()`; now unless it is given. */
  readonly beganAt?: number;
}

/** Traces of one process. Disposing of it sends what has ended by then, for a bounded time. */
export interface Tracing extends AsyncDisposable {
  begin(name: string, options: SpanOptions): Span;
  /** Does `work`, and whatever it waits for, within a span. */
  within<Result>(span: Span, work: () => Result): Result;
  /** The span within which this is called. */
  current(): Span | undefined;
}

/** Who is traced, and who decides how much. */
export interface Traced {
  /** `tongban-gateway`, `tongban-GD`. */
  readonly service: string;
  /** Whether a caller decides if his call is traced. Clients of the public do not: it costs us, not them. */
  readonly trustsCaller: boolean;
  /** Told when traces cannot be sent, and when they can again. */
  readonly onChange: (isSending: boolean, reason: string | undefined) => void;
}
