// Documents travel by reference; an envelope says what happened. A gateway takes bodies of 256 KiB: what is left is for
// the text of the operation and for the other fields, which are bounded by their names' length.
const MAX_PAYLOAD_BYTES = 200_000;

/** A payload is too long to travel. What happened is to be said shorter, with documents by reference. */
export class OversizedPayloadError extends Error {
  override readonly name = 'OversizedPayloadError';

  constructor(readonly bytes: number) {
    super(`A payload has at most ${MAX_PAYLOAD_BYTES} bytes as it travels, and this one has ${bytes}.`);
  }
}

/** Throws an {@link OversizedPayloadError} for a payload that would not fit the way to the addressee. */
export function assertFits(payload: string): void {
  const bytes = measurePayload(payload);
  if (bytes > MAX_PAYLOAD_BYTES) throw new OversizedPayloadError(bytes);
}

/** True when a payload fits the way to the addressee. */
export function fits(payload: string): boolean {
  return payload.length <= MAX_PAYLOAD_BYTES && measurePayload(payload) <= MAX_PAYLOAD_BYTES;
}

// As it travels: JSON within JSON, where each quote takes another byte and each Chinese character three.
const measurePayload = (payload: string): number => Buffer.byteLength(JSON.stringify(payload));
