import { median, runRound, type Round, type Target } from './load.js';

/** How much is measured; from the command line. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

/** Rounds of two targets that did the same work. */
export interface Comparison {
  readonly ours: readonly Round[];
  readonly theirs: readonly Round[];
}

/**
 * Rounds of all targets in turn, the order reversed each time, so that a machine that drifts favours none; gives the
 * rounds of each target, in the order of `targets`. A round of a second comes before, and does not count.
 */
export async function interleave(
  targets: readonly Target[],
  clients: number,
  { rounds, seconds }: Effort,
): Promise<readonly (readonly Round[])[]> {
  const measured = targets.map((target) => ({ target, rounds: [] as Round[] }));
  for (const { target } of measured) await runRound(target, clients, 1);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? measured : measured.toReversed();
    for (const entry of order) entry.rounds.push(await runRound(entry.target, clients, seconds));
  }
  return measured.map((entry) => entry.rounds);
}

/** Two targets, interleaved. */
export async function compare(
  sides: { readonly ours: Target; readonly theirs: Target },
  clients: number,
  effort: Effort,
): Promise<Comparison> {
  const [ours = [], theirs = []] = await interleave([sides.ours, sides.theirs], clients, effort);
  return { ours, theirs };
}

/** The median of one figure over the rounds; not a number where the figure is missing. */
export function middle(rounds: readonly Round[], read: (round: Round) => number | undefined): number {
  return median(rounds.map((round) => read(round) ?? Number.NaN));
}

/** One line of a comparison: ours, theirs, and how many times theirs ours is. */
export function comparisonRow(
  label: string,
  rounds: Comparison,
  read: (round: Round) => number | undefined,
): readonly string[] {
  const [ours, theirs] = [middle(rounds.ours, read), middle(rounds.theirs, read)];
  return [label, ours.toFixed(2), theirs.toFixed(2), (ours / theirs).toFixed(2)];
}
