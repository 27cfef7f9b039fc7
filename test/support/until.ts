import { setImmediate } from 'node:timers/promises';

/** Waits for a condition, giving others the turn in between; the test's own time limit ends it otherwise. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}
