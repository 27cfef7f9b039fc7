/** Counts over fixed buckets; `counts` has one more than `bounds`, for the open last bucket. */
export interface Buckets {
  readonly counts: readonly number[];
  /** Upper bounds, rising; a bucket holds what is above the bound before and up to its own. */
  readonly bounds: readonly number[];
}

/**
 * The value below which the part `q` (0..1) of all counted values lies, by linear interpolation within a bucket. It is
 * in the same bucket as the true quantile, so it is off by at most that bucket's width. The first bucket begins at 0, or
 * has no width when its bound is not positive; in the open last one the answer is the last bound, however far above it
 * the values lie. Null when nothing was counted, or when there are no bounds.
 */
export function quantileOf(q: number, { counts, bounds }: Buckets): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = q * total;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    const upper = bounds[index];
    if (upper === undefined) break;
    if (count > 0 && below + count >= rank) {
      const lower = bounds[index - 1] ?? Math.min(0, upper);
      return lower + ((upper - lower) * (rank - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1) ?? null;
}
