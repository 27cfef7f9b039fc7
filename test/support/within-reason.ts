import { setImmediate } from 'node:timers/promises';

/** Waits for work, but no longer than it would take if nothing kept it. */
export async function withinReason(work: Promise<unknown>): Promise<void> {
  const late = performance.now() + 300;
  const isLate = async (): Promise<void> => {
    while (performance.now() < late) await setImmediate();
  };
  await Promise.race([work, isLate()]);
}
