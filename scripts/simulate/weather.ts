/** What goes wrong with one request to a province. */
export type Trouble = 'reset' | 'hang' | 'unavailable';

/** How a province takes one request. */
export interface Moment {
  readonly delayMs: number;
  readonly trouble: Trouble | undefined;
}

export interface WeatherOptions {
  /** Tells two runs apart; the same number gives the same weather. */
  readonly seed: number;
  /** Share of the time for which a province is out of order, from 0 to 1. */
  readonly outage: number;
}

// Assumptions, not measurements: a government network within one country, and systems of different age behind it.
const ROUND_TRIP_MS = { least: 4, most: 45 };
const WORK_MS = { median: 6, sigma: 0.7 };
const SLOW = { share: 0.01, times: 12 };
const ACCIDENT_SHARE = 0.0005;
const OUTAGE_MS = 8000;
// Of outages, how they look from outside.
const outages: readonly (readonly [Trouble, number])[] = [
  ['hang', 0.4],
  ['reset', 0.4],
  ['unavailable', 0.2],
];

/** The weather of one province: how long it takes at each moment, and when it is out of order. */
export function createWeather(code: string, { seed, outage }: WeatherOptions): (nowMs: number) => Moment {
  const random = createRandom(hash(`${seed} ${code}`));
  const roundTripMs = ROUND_TRIP_MS.least + random() * (ROUND_TRIP_MS.most - ROUND_TRIP_MS.least);
  let isOut = random() < outage;
  let trouble = pick(random());
  let untilMs = lasting(isOut);
  function lasting(out: boolean): number {
    if (outage <= 0 || outage >= 1) return Infinity;
    const meanMs = out ? OUTAGE_MS : (OUTAGE_MS * (1 - outage)) / outage;
    return -Math.log(1 - random()) * meanMs;
  }
  return (nowMs) => {
    while (nowMs >= untilMs) {
      isOut = !isOut;
      trouble = pick(random());
      untilMs += lasting(isOut);
    }
    const workMs = WORK_MS.median * Math.exp(WORK_MS.sigma * normal(random)) * (random() < SLOW.share ? SLOW.times : 1);
    const isAccident = random() < ACCIDENT_SHARE;
    return { delayMs: roundTripMs + workMs, trouble: isOut ? trouble : isAccident ? 'reset' : undefined };
  };
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick(at: number): Trouble {
  let left = at;
  for (const [trouble, share] of outages) {
    if (left < share) return trouble;
    left -= share;
  }
  return 'unavailable';
}

/** A normal deviate (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** FNV-1a. */
function hash(text: string): number {
  return Buffer.from(text).reduce((sum, byte) => Math.imul(sum ^ byte, 16_777_619), 2_166_136_261);
}
