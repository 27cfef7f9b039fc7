import type { Choices } from '../choices.js';

const NATS_KINDS = ['kill nats', 'lose nats', 'cut from nats', 'hush nats', 'reset nats'] as const;

/** What may happen to a server that carries letters, or to a province's line to it. */
export type NatsBlow = (typeof NATS_KINDS)[number];

/** What carries the letters of a storm. */
export type Transport = 'http' | 'nats';

/** One blow to the network: what, whom, when, for how long. */
export interface Blow {
  readonly atMs: number;
  readonly kind: 'kill' | 'freeze' | 'cut' | 'rotate' | 'kill the gateway' | NatsBlow;
  readonly province: string;
  readonly forMs: number;
}

const KINDS = ['kill', 'kill', 'freeze', 'freeze', 'cut', 'cut', 'rotate', 'kill the gateway'] as const;

export interface StormPlan {
  readonly provinces: readonly string[];
  readonly seconds: number;
  readonly transport: Transport;
}

/** The blows of one storm, in the order of time. The choices alone decide, so that a seed always gives the same. */
export function planBlows(choices: Choices, { provinces, seconds, transport }: StormPlan): readonly Blow[] {
  const kinds = transport === 'nats' ? [...KINDS, ...NATS_KINDS] : KINDS;
  const blows: Blow[] = [];
  // One begins every one to two seconds, so that several of them overlap.
  for (let atMs = 2_000; atMs < seconds * 1_000; atMs += 1_000 + choices.below(1_000)) {
    blows.push({ atMs, kind: choices.of(kinds), province: choices.of(provinces), forMs: 200 + choices.below(4_000) });
  }
  return blows;
}
