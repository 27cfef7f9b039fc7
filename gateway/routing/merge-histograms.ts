/** One province's counts over fixed buckets. Both lists are null when it has none. */
export interface Histogram {
  readonly province: string;
  /** One more than there are bounds: the last bucket is open. */
  readonly counts: readonly number[] | null;
  /** Upper bounds of all buckets but the last, rising. */
  readonly bounds: readonly number[] | null;
}

export interface MergedHistogram {
  /** Empty when no province had any. */
  readonly counts: readonly number[];
  /**
   * Provinces whose counts are not in it, and how clearly each is wrong: by how many provinces it was outvoted in the
   * matter of bounds, Infinity when its own lists do not make a histogram.
   */
  readonly outvoted: ReadonlyMap<string, number>;
}

/**
 * Adds histograms bucket by bucket. The bounds are those that most provinces have; of as many votes, those of the first
 * province. Counts over other bounds cannot be added, so who has others contributes nothing and is reported. A province
 * has one vote for the same bounds, however many histograms it sends.
 */
export function mergeHistograms(histograms: readonly Histogram[]): MergedHistogram {
  const outvoted = new Map<string, number>();
  const byBounds = new Map<string, Ballot>();
  for (const { province, counts, bounds } of histograms) {
    if (counts === null && bounds === null) continue;
    if (counts === null || bounds === null || !isHistogram(counts, bounds)) {
      outvoted.set(province, Infinity);
      continue;
    }
    const key = JSON.stringify(bounds);
    const ballot = byBounds.get(key) ?? { voters: new Set(), lists: [] };
    byBounds.set(key, ballot);
    ballot.voters.add(province);
    ballot.lists.push(counts);
  }
  // The sort keeps the order of provinces among equals.
  const [winner, ...losers] = [...byBounds.values()].sort((a, b) => b.voters.size - a.voters.size);
  if (winner === undefined) return { counts: [], outvoted };
  // The last to be noted are those of the fewest votes, so that the clearest margin of a province stands.
  for (const { voters } of losers) {
    for (const province of voters) {
      if (outvoted.get(province) !== Infinity) outvoted.set(province, winner.voters.size - voters.size);
    }
  }
  return { counts: addUp(winner.lists), outvoted };
}

/** Who counts over the same bounds, and what they have counted. */
interface Ballot {
  readonly voters: Set<string>;
  readonly lists: (readonly number[])[];
}

function addUp(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = lists;
  return first.map((_count, bucket) => lists.reduce((sum, counts) => sum + (counts[bucket] ?? 0), 0));
}

function isHistogram(counts: readonly number[], bounds: readonly number[]): boolean {
  return (
    counts.length === bounds.length + 1 &&
    counts.every((count) => count >= 0) &&
    bounds.every((bound, index) => index === 0 || (bounds[index - 1] ?? bound) < bound)
  );
}
