import { setImmediate } from 'node:timers/promises';

// Far longer than anything that is waited for takes; a wait without an end would keep a failed run from ending.
const LIMIT_MS = 60_000;

/** Waits for a condition, giving others the turn in between. Throws when it does not come true in time: a minute. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = LIMIT_MS): Promise<void> {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > limitMs) throw new Error(`never came true: ${condition.toString()}`);
    await setImmediate();
  }
}
