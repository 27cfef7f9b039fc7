const DAY_MS = 86_400_000;

/** Days before the end at which a coordinator is warned, as the policy of the province has them. */
export interface WarningDays {
  readonly early: number;
  readonly soon: number;
  readonly last: number;
}

/** A warning of an expiry. */
export type ExpiryWarning = 'EXPIRY_EARLY' | 'EXPIRY_SOON' | 'EXPIRY_LAST';

/** The warnings of an expiry, the most pressing first. */
export const expiryWarnings: readonly ExpiryWarning[] = ['EXPIRY_LAST', 'EXPIRY_SOON', 'EXPIRY_EARLY'];

/** The most pressing warning that is due at an instant; undefined before the first, after the end, and without an end. */
export function expiryWarningAt(
  untilMs: number | null,
  atMs: number,
  { early, soon, last }: WarningDays,
): ExpiryWarning | undefined {
  if (untilMs === null || atMs >= untilMs) return undefined;
  const days: Readonly<Record<ExpiryWarning, number>> = { EXPIRY_LAST: last, EXPIRY_SOON: soon, EXPIRY_EARLY: early };
  return expiryWarnings.find((warning) => atMs >= untilMs - days[warning] * DAY_MS);
}
