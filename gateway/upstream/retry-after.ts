// Longer than that an answer without this upstream is worth more to the client than the wait.
const MAX_WAIT_MS = 2000;

/**
 * How long an upstream that is overloaded (429, 503) asks to be left alone; undefined when it does not say, or for
 * longer than anybody waits. A date is not read: the clocks of two systems differ by more than the wait.
 */
export function readRetryAfter(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const text = headers['retry-after'];
  if (typeof text !== 'string' || !/^\d{1,6}$/.test(text)) return undefined;
  const waitMs = Number(text) * 1000;
  return waitMs <= MAX_WAIT_MS ? waitMs : undefined;
}
