/** A supplement as far as it says from when to when nothing new begins, or that all is over. */
export interface KeptSupplement {
  /** Its number among those of the agreement. */
  readonly number: string;
  readonly version: number;
  /** Who suspends; null for a termination. */
  readonly by: string | null;
  readonly kind: 'SUSPENSION' | 'TERMINATION';
  readonly fromMs: number;
  readonly untilMs: number | null;
  /** Signed by all who must sign it. */
  readonly isComplete: boolean;
}

/** The last version of each supplement. */
export function latestOf<Kept extends Pick<KeptSupplement, 'number' | 'version' | 'by'>>(
  supplements: readonly Kept[],
): readonly Kept[] {
  const byNumber = Map.groupBy(supplements, ({ number, by }) => `${number} ${by ?? ''}`);
  return [...byNumber.values()].flatMap((same) => same.toSorted((a, b) => b.version - a.version).slice(0, 1));
}

/** The suspensions of a party that are announced or in force at an instant. */
export function suspensionsOf(
  party: string,
  supplements: readonly KeptSupplement[],
  atMs: number,
): readonly KeptSupplement[] {
  return latestOf(supplements).filter(
    ({ kind, by, untilMs }) => kind === 'SUSPENSION' && by === party && (untilMs === null || untilMs > atMs),
  );
}

/** True while at least one party has suspended the agreement. */
export function isSuspended(supplements: readonly KeptSupplement[], atMs: number): boolean {
  return latestOf(supplements).some(
    ({ kind, fromMs, untilMs, isComplete }) =>
      kind === 'SUSPENSION' && isComplete && fromMs <= atMs && (untilMs === null || atMs < untilMs),
  );
}

/** True when all have ended the agreement and the instant has come. */
export function isTerminated(supplements: readonly KeptSupplement[], atMs: number): boolean {
  return supplements.some(({ kind, fromMs, isComplete }) => kind === 'TERMINATION' && isComplete && fromMs <= atMs);
}
