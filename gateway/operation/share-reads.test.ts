import { describe, expect, it } from '@jest/globals';
import { startDeadline } from '../resilience/deadline.js';
import { createSharedReads } from './share-reads.js';

describe('a read under way', () => {
  it('is not joined by one who has much more time than the upstream was told', async () => {
    const [short, long, longer] = [startDeadline(100), startDeadline(5000), startDeadline(5050)];
    const reads = createSharedReads<string>();
    const first = Promise.withResolvers<string>();

    const leading = reads.join('key', short, () => first.promise);
    const asking = reads.join('key', long, () => Promise.resolve('asked anew'));
    const joining = reads.join('key', longer, () => Promise.resolve('asked a third time'));
    first.resolve('hurried');

    expect(await Promise.all([leading, asking, joining])).toEqual(['hurried', 'asked anew', 'asked anew']);
  });

  it('is not begun for one who has gone', async () => {
    const gone = startDeadline(1000);
    gone.cancel();
    let begun = 0;

    const joining = createSharedReads<number>().join('key', gone, () => Promise.resolve((begun += 1)));

    await expect(joining).rejects.toThrow();
    expect(begun).toBe(0);
  });
});
