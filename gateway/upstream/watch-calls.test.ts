import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createCallWatch } from './watch-calls.js';

function block(ms: number): void {
  const began = performance.now();
  while (performance.now() - began < ms);
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

describe('a call under way', () => {
  it('is looked at until it is over', async () => {
    using watch = createCallWatch();
    const looks = { one: 0, other: 0 };
    const one = { check: () => void (looks.one += 1) };
    const place = watch.enter(one);
    watch.enter({ check: () => void (looks.other += 1) });
    await waitFor(() => looks.one === 2);
    watch.leave(place);
    await waitFor(() => looks.other === 4);

    expect(looks.one).toBe(2);
  });

  it('is not judged by a process that was busy before what has come is read', async () => {
    using watch = createCallWatch();
    const events: string[] = [];
    await setImmediate(); // so that timers come before whatever is read next
    watch.enter({ check: () => void events.push('judged') });

    block(800);
    void setImmediate().then(() => events.push('read'));
    await waitFor(() => events.length >= 2);

    expect(events.slice(0, 2)).toEqual(['read', 'judged']);
  });

  it('is judged all the same when the process is always late', async () => {
    using watch = createCallWatch();
    let judged = 0;
    watch.enter({ check: () => void (judged += 1) });

    for (let round = 0; round < 4; round += 1) {
      block(600);
      await setImmediate();
      await setImmediate();
    }

    expect(judged).toBeGreaterThan(0);
  });
});
