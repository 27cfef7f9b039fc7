import type { Random } from './random.js';

/** A UUID of version 7 (RFC 9562 §5.7) whose random bits come from `random`: it sorts by time, and is reproducible. */
export function uuidV7(instantMs: number, random: Random): string {
  const time = instantMs.toString(16).padStart(12, '0');
  const a = random.integer(0, 0xfff).toString(16).padStart(3, '0');
  const b = random.integer(0x8000, 0xbfff).toString(16);
  // Two draws: one has 32 random bits, and the last group holds 48.
  const c = [0, 0].map(() => random.integer(0, 0xff_ffff).toString(16).padStart(6, '0')).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-${b}-${c}`;
}
