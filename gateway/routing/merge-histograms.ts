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
 * province. Counts over other bounds cannot be added, so who has others contributes nothing and is reported.
 */
export function mergeHistograms(histograms: readonly Histogram[]): MergedHistogram {
  const outvoted = new Map<string, number>();
  const byBounds = new Map<string, (readonly number[])[]>();
  const votes: { readonly province: string; readonly bounds: string }[] = [];
  for (const { province, counts, bounds } of histograms) {
    if (counts === null && bounds === null) continue;
    if (counts === null || bounds === null || !isHistogram(counts, bounds)) {
      outvoted.set(province, Infinity);
      continue;
    }
    const key = JSON.stringify(bounds);
    byBounds.set(key, [...(byBounds.get(key) ?? []), counts]);
    votes.push({ province, bounds: key });
  }
  // The sort keeps the order of provinces among equals.
  const [winner] = [...byBounds].sort(([, a], [, b]) => b.length - a.length);
  if (winner === undefined) return { counts: [], outvoted };
  const [bounds, lists] = winner;
  for (const vote of votes) {
    const own = byBounds.get(vote.bounds)?.length ?? 0;
    if (vote.bounds !== bounds) outvoted.set(vote.province, lists.length - own);
  }
  return { counts: addUp(lists), outvoted };
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
