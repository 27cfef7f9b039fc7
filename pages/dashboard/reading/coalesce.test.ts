import { expect, it } from '@jest/globals';
import { coalesce } from './coalesce.js';

function world() {
  let now = 0;
  let due: readonly { readonly at: number; readonly run: () => void }[] = [];
  const runs: number[] = [];
  const timers = {
    now: () => now,
    after(ms: number, run: () => void) {
      const one = { at: now + ms, run };
      due = [...due, one];
      return () => (due = due.filter((other) => other !== one));
    },
  };
  const walk = (to: number): void => {
    const [next] = due.filter(({ at }) => at <= to).sort((a, b) => a.at - b.at);
    if (next !== undefined) {
      due = due.filter((other) => other !== next);
      now = next.at;
      next.run();
      walk(to);
    } else now = to;
  };
  return { ...coalesce(() => runs.push(now), 2000, timers), walk, runs };
}

it('runs at once, and then once for all that came meanwhile', () => {
  const { call, walk, runs } = world();
  call();
  walk(100);
  for (let index = 0; index < 100; index += 1) call();
  walk(5000);
  call();

  expect(runs).toEqual([0, 2000, 5000]);
});

it('forgets what was to come when it is stopped', () => {
  const { call, stop, walk, runs } = world();
  call();
  call();
  stop();
  walk(9000);

  expect(runs).toEqual([0]);
});
