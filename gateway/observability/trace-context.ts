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
}

// Version 00, or a later one, whose first four fields mean the same. ff and ids of zeros are invalid.
const PARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-[\x21-\x7e]*)?$/;

// A list of key=value; each key as the standard has it, each value printable without comma and equals sign.
const MEMBER = /^[a-z0-9][a-z0-9_\-*/]{0,255}(?:@[a-z][a-z0-9_\-*/]{0,13})?=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{1,256}$/;

// Both from the standard: what has to be passed on, and how many members there may be.
const MAX_STATE = 512;
const MAX_MEMBERS = 32;

// "sampled" and "random trace id"; what the other bits will mean is not known.
const KNOWN_FLAGS = 0b11;

/** Goes on with the client's trace, or begins one when it gave none or one that is malformed. */
export function continueTrace({ traceparent, tracestate }: TraceHeaders, newId: NewTraceId): TraceContext {
  const parent = typeof traceparent === 'string' ? PARENT.exec(traceparent) : null;
  const isKnown = parent !== null && (parent[1] !== '00' || parent[4] === undefined);
  const traceId = (isKnown ? parent[2] : undefined) ?? newId(16);
  const flags = isKnown ? (parseInt(parent[3] ?? '', 16) & KNOWN_FLAGS).toString(16) : '0';
  return {
    state: isKnown ? readState(tracestate) : undefined,
    nextParent: () => `00-${traceId}-${newId(8)}-0${flags}`,
  };
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
