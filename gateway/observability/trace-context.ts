/** Gives random bytes as hexadecimal text, never all zero. */
export type NewTraceId = (bytes: 8 | 16) => string;

/** What a client said of the trace that its request belongs to, unchecked (W3C Trace Context). */
export interface TraceHeaders {
  readonly traceparent: string | string[] | undefined;
  readonly tracestate: string | string[] | undefined;
}

/** The trace of one operation. */
export interface TraceContext {
  /** Goes on unchanged, as `tracestate`. */
  readonly state: string | undefined;
  /** The `traceparent` of one more call, which gets an id of its own. */
  nextParent(): string;
  /** Begins one call, which is told to a collector; undefined where nothing is. */
  readonly call?: (upstream: string) => TracedCall;
}

/** A call within a trace. It is one parent, however often it is sent. */
export interface TracedCall extends TraceContext {
  end(failure?: string): void;
}

// Version 00, or a later one, whose first four fields mean the same. ff and ids of zeros are invalid.
const PARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-[\x21-\x7e]*)?$/;

// A list of key=value; each key as the standard has it, each value printable without comma and equals sign.
const MEMBER = /^[a-z0-9][a-z0-9_\-*/]{0,255}(?:@[a-z][a-z0-9_\-*/]{0,13})?=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{1,256}$/;

// Both from the standard: what has to be passed on, and how many members there may be.
const MAX_STATE = 512;
const MAX_MEMBERS = 32;

// "sampled" and "random trace id"; what the other bits will mean is not known.
const KNOWN_FLAGS = 0b11;

/** Goes on with the client's trace, or begins one when it gave none or one that is malformed. */
export function continueTrace({ traceparent, tracestate }: TraceHeaders, newId: NewTraceId): TraceContext {
  const parent = readParent(traceparent);
  const traceId = parent?.[2] ?? newId(16);
  const flags = parent === undefined ? '0' : knownFlags(parent);
  return {
    state: parent === undefined ? undefined : readState(tracestate),
    nextParent: () => `00-${traceId}-${newId(8)}-0${flags}`,
  };
}

/** The client's own place in its trace, as version 00 writes it, and the state that goes with it. */
export function readTraceHeaders({ traceparent, tracestate }: TraceHeaders): {
  readonly parent: string | undefined;
  readonly state: string | undefined;
} {
  const parent = readParent(traceparent);
  if (parent === undefined) return { parent: undefined, state: undefined };
  const [, , traceId = '', parentId = ''] = parent;
  return { parent: `00-${traceId}-${parentId}-0${knownFlags(parent)}`, state: readState(tracestate) };
}

function readParent(traceparent: TraceHeaders['traceparent']): RegExpExecArray | undefined {
  const parent = typeof traceparent === 'string' ? PARENT.exec(traceparent) : null;
  return parent !== null && (parent[1] !== '00' || parent[5] === undefined) ? parent : undefined;
}

function knownFlags([, , , , flags = '']: RegExpExecArray): string {
  return (parseInt(flags, 16) & KNOWN_FLAGS).toString(16);
}

function readState(text: TraceHeaders['tracestate']): string | undefined {
  if (typeof text !== 'string' || text.length > MAX_STATE) return undefined;
  const members = text.split(',').map((member) => member.trim());
  const isState = members.length <= MAX_MEMBERS && members.every((member) => MEMBER.test(member));
  return isState ? members.join(',') : undefined;
}

// So many ids are drawn at once: asking the system for every eight bytes would cost more than the rest of a header.
const POOL_BYTES = 4096;

/** Creates ids from a source of random bytes, which fills the buffer that it is given. */
export function createTraceIds(fill: (bytes: Buffer) => void): NewTraceId {
  const pool = Buffer.alloc(POOL_BYTES);
  let at = POOL_BYTES;
  const draw = (bytes: number): string => {
    if (at + bytes > POOL_BYTES) {
      fill(pool);
      at = 0;
    }
    at += bytes;
    return pool.toString('hex', at - bytes, at);
  };
  return (bytes) => {
    for (;;) {
      const id = draw(bytes);
      if (!/^0+$/.test(id)) return id; // the standard's sign for "invalid"
    }
  };
}
