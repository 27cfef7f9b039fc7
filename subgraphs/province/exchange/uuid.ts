/** Where chance comes from. */
export interface Randomness {
  /** At least 0, less than 1. */
  readonly fraction: () => number;
  readonly bytes: (count: number) => Uint8Array;
}

/** A UUID of version 7 (RFC 9562 §5.7): unique, and sorted by the millisecond in which it was made. */
export function createUuidV7(nowMs: number, randomness: Randomness): string {
  const time = nowMs.toString(16).padStart(12, '0');
  const bytes = randomness.bytes(10);
  const version = 0x70 | ((bytes[0] ?? 0) & 0x0f);
  const variant = 0x80 | ((bytes[2] ?? 0) & 0x3f);
  const tail = Buffer.from([version, bytes[1] ?? 0, variant, ...bytes.subarray(3)]).toString('hex');
  return [time.slice(0, 8), time.slice(8), tail.slice(0, 4), tail.slice(4, 8), tail.slice(8)].join('-');
}
