import { describe, expect, it } from '@jest/globals';
import { createSharedReads } from './share-reads.js';

const waiting = (ms: number): { remainingMs(): number; signal: AbortSignal } => ({
  remainingMs: () => ms,
  signal: new AbortController().signal,
});

describe('a read under way', () => {
  it('is not joined by one who has much more time than the upstream was told', async () => {
    const [short, long, longer] = [waiting(100), waiting(5000), waiting(5050)];
    const reads = createSharedReads<string>();
    const first = Promise.withResolvers<string>();

    const leading = reads.join('key', short, () => first.promise);
    const asking = reads.join('key', long, () => Promise.resolve('asked anew'));
    const joining = reads.join('key', longer, () => Promise.resolve('asked a third time'));
    first.resolve('hurried');

    expect(await Promise.all([leading, asking, joining])).toEqual(['hurried', 'asked anew', 'asked anew']);
  });

  it('is not begun for one who has gone', async () => {
    const gone = { ...waiting(1000), signal: AbortSignal.abort() };
    let begun = 0;

    const joining = createSharedReads<number>().join('key', gone, () => Promise.resolve((begun += 1)));

    await expect(joining).rejects.toThrow();
    expect(begun).toBe(0);
  });
});
