import type { Choices } from '../choices.js';

/** One blow to the network: what, whom, when, for how long. */
export interface Blow {
  readonly atMs: number;
  readonly kind: 'kill' | 'freeze' | 'cut' | 'rotate' | 'kill the gateway';
  readonly province: string;
  readonly forMs: number;
}

const KINDS = ['kill', 'kill', 'freeze', 'freeze', 'cut', 'cut', 'rotate', 'kill the gateway'] as const;

/** The blows of one storm, in the order of time. The choices alone decide, so that a seed always gives the same. */
export function planBlows(
  choices: Choices,
  { provinces, seconds }: { readonly provinces: readonly string[]; readonly seconds: number },
): readonly Blow[] {
  const blows: Blow[] = [];
  // One begins every one to two seconds, so that several of them overlap.
  for (let atMs = 2_000; atMs < seconds * 1_000; atMs += 1_000 + choices.below(1_000)) {
    blows.push({ atMs, kind: choices.of(KINDS), province: choices.of(provinces), forMs: 200 + choices.below(4_000) });
  }
  return blows;
}
