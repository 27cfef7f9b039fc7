import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from './desk.js';
import type { Randomness } from './uuid.js';

/** The clock of this machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  // Rejects only when its signal is given, which is one way for a wait to end.
  wait: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
};

/** The chance of this machine. */
export const systemRandomness: Randomness = { fraction: Math.random, bytes: (count) => randomBytes(count) };
