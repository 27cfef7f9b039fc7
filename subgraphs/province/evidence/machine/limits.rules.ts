import type { ClockName } from './machine.rules.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A limit, and where it is from. */
export interface Limit {
  readonly ms: number;
  readonly text: string;
  readonly source: string;
}

/** How long each clock runs. */
export const limits: Readonly<Record<ClockName, Limit>> = {
  // As long as the exchange delivers: whoever is down for a day has not failed yet.
  ANSWER: { ms: 72 * 60 * MINUTE_MS, text: '72 h', source: '[P] as long as a letter is delivered' },
  OPEN: { ms: 15 * MINUTE_MS, text: '15 min', source: '[V] OOTS TDD 2.0.1, T2' },
  DECIDE: { ms: 40 * MINUTE_MS, text: '40 min', source: '[V] OOTS TDD 2.0.1, T3' },
  CONTENT: { ms: 365 * DAY_MS, text: '365 d', source: '[P] retention of the case' },
  METADATA: { ms: 365 * DAY_MS, text: '12 months', source: '[V] OOTS TDD 2.0.1: logs are kept for 12 months' },
};
