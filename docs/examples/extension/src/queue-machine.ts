import { createHash } from 'node:crypto';

/** The queue in front of a window. */
export interface WindowQueue {
  readonly waiting: number;
  readonly servingNo: string | null;
  readonly asOf: string;
}

/** Stands for the machines that print numbers in the halls of a province: put your own system here. */
export function readQueue(windowId: string, now: Date): WindowQueue {
  const [waiting = 0, serving = 0] = createHash('sha256').update(windowId).digest();
  return {
    waiting: waiting % 30,
    servingNo: serving % 10 === 0 ? null : `A${String(serving).padStart(3, '0')}`,
    asOf: now.toISOString(),
  };
}
